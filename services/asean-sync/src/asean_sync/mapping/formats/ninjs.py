"""IPTC ninjs 3.1: news in JSON."""

from typing import Any

from asean_sync.mapping.formats.content import (
    Content,
    Shown,
    is_html,
    without_nothing,
)

STANDARD = {
    "name": "ninjs",
    "version": "3.1",
    "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json",
}
PLAIN, HTML = "text/plain", "text/html"


def ninjs(content: Content) -> dict[str, Any]:
    doc, released = content.doc, content.released
    agency = content.agency
    return without_nothing(
        {
            "uri": f"urn:phohien:item:{released.remote_key}",
            "standard": STANDARD,
            "type": "composite" if content.files else "text",
            "representationType": "full",
            "pubStatus": "usable",
            "version": str(doc.get("revision") or 1),
            "versionCreated": doc.get("released_at"),
            "embargoedUntil": doc.get("visible_from"),
            "expires": doc.get("expires_at"),
            "language": content.language,
            "title": doc.get("title"),
            "headlines": [_text("main", doc.get("title"), PLAIN)],
            "descriptions": [
                _text("summary", one, PLAIN) for one in _one(content.summary)
            ],
            "bodies": [
                _text(name, text, HTML if is_html(text) else PLAIN)
                for name, text in content.texts
            ],
            "by": agency,
            "infoSources": [{"name": one, "role": "publisher"} for one in _one(agency)],
            "subjects": [{"name": one} for one in content.subjects],
            "places": [
                {"name": str(one), "rel": "administrativeUnit"}
                for one in doc.get("units") or []
            ],
            "usageTerms": "; ".join(content.licences),
            "altIds": [
                {"role": "key", "value": released.key},
                {"role": "sourceHash", "value": released.closure_hash},
            ],
            "associations": [_file(one) for one in content.files],
        }
    )


def _one(value: str | None) -> list[str]:
    return [value] if value else []


def _text(role: str, value: Any, kind: str) -> dict[str, Any]:
    return {"role": role, "contentType": kind, "value": value}


def _file(shown: Shown) -> dict[str, Any]:
    media = shown.media
    picture = media.mime.startswith("image/")
    made = without_nothing(
        {
            "name": media.role,
            "rel": "shownIn",
            "uri": f"urn:uuid:{media.asset_version_id}",
            "type": "picture" if picture else "component",
            "title": media.filename,
            "descriptions": [
                _text(role, text, PLAIN)
                for role, text in (("alt", media.alt), ("caption", media.caption))
                if text
            ],
            "by": media.credit,
            "usageTerms": media.licence,
            "altIds": [{"role": "sha256", "value": media.sha256}],
        }
    )
    rendition = {
        "name": "original",
        "href": shown.address,
        "contentType": media.mime,
        "width": media.width,
        "height": media.height,
        "sizeInBytes": media.bytes,
    }
    return {**made, "renditions": [without_nothing(rendition)]}
