"""JSON-LD with the vocabulary of schema.org: what items of every type have in common.

What one type alone has (the days of an event, the place of a park) a profile adds.
"""

from collections.abc import Mapping
from typing import Any

from asean_sync.mapping.formats.content import Content, Shown, without_nothing

CONTEXT = "https://schema.org"
# As content-api names them; a contract test holds the two together.
CLASSES: Mapping[str, str] = {
    "activity": "Event",
    "article": "NewsArticle",
    "destination": "TouristAttraction",
    "enterprise": "Organization",
    "event": "Event",
    "gallery": "ImageGallery",
    "industrial_park": "Place",
    "investment_project": "Project",
    "legal_document": "Legislation",
    "link": "WebPage",
    "procedure": "GovernmentService",
    "product": "Product",
    "publication": "DigitalDocument",
}
# Classes that are texts themselves; anything else has a page that is one.
WORKS = frozenset(
    {"CreativeWork", "DigitalDocument", "ImageGallery", "Legislation", "NewsArticle"}
    | {"WebPage"}
)


def schema_org(content: Content) -> dict[str, Any]:
    doc, released = content.doc, content.released
    kind = CLASSES.get(str(doc.get("type")), "CreativeWork")
    made = {
        "@context": CONTEXT,
        "@type": kind,
        "@id": f"urn:phohien:item:{released.remote_key}",
        "identifier": released.key,
        "name": doc.get("title"),
        "description": content.summary,
    }
    if kind in WORKS:
        made |= _text(content)
    else:
        made["mainEntityOfPage"] = {"@type": "WebPage", **_text(content)}
    if kind == "NewsArticle":
        made["headline"] = doc.get("title")
    pictures = [one for one in content.files if one.media.mime.startswith("image/")]
    papers = [one for one in content.files if one not in pictures]
    made["image"] = [_medium("ImageObject", one) for one in pictures]
    named = "encoding" if kind in WORKS else "subjectOf"
    made[named] = [_medium("DigitalDocument", one) for one in papers]
    return without_nothing(made)


def _text(content: Content) -> dict[str, Any]:
    doc = content.doc
    publisher = {
        "@type": "GovernmentOrganization",
        "identifier": (doc.get("agency") or {}).get("code"),
        "name": content.agency,
    }
    return without_nothing(
        {
            "inLanguage": content.language,
            "datePublished": doc.get("visible_from"),
            "dateModified": doc.get("released_at"),
            "expires": doc.get("expires_at"),
            "publisher": without_nothing(publisher),
            "keywords": content.subjects,
            "text": "\n\n".join(text for _, text in content.texts),
        }
    )


def _medium(kind: str, shown: Shown) -> dict[str, Any]:
    media = shown.media
    licence: Any = media.licence
    if licence and not licence.startswith(("https://", "http://")):
        licence = {"@type": "CreativeWork", "name": licence}
    return without_nothing(
        {
            "@type": kind,
            "@id": f"urn:uuid:{media.asset_version_id}",
            "contentUrl" if kind == "ImageObject" else "url": shown.address,
            "encodingFormat": media.mime,
            "name": media.filename,
            "description": media.alt,
            "caption": media.caption if kind == "ImageObject" else None,
            "creditText": media.credit,
            "license": licence,
            "sha256": media.sha256,
            "width": media.width,
            "height": media.height,
        }
    )
