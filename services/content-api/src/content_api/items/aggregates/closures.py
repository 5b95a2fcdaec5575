"""What a leader reads and clears in one language, as one hashed text."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from content_api.items.aggregates.bodies import Body, texts_of
from phohien.canonical import canonical_text

Manifest = Mapping[str, Any]

# What a clearance covers of a medium; its smaller renditions follow from these bytes.
MANIFEST_FIELDS = (
    "asset_version_id",
    "kind",
    "path",
    "sha256",
    "bytes",
    "mime",
    "filename",
    "alt",
    "caption",
    "credit",
    "licence",
    "width",
    "height",
)


def shown_in(body: Body, lang: str) -> list[dict[str, Any]]:
    """The media of one language, in order."""
    return [
        medium
        for medium in body["media"]
        if medium["languages"] is None or lang in medium["languages"]
    ]


def asset_ids(body: Body, lang: str) -> list[UUID]:
    return [UUID(medium["asset_id"]) for medium in shown_in(body, lang)]


def closure_text(
    key: str, body: Body, lang: str, manifests: Mapping[str, Manifest]
) -> str:
    """`manifests` by asset id; a medium nobody asked about yet is only its id."""
    media = []
    for ordinal, medium in enumerate(shown_in(body, lang)):
        entry = {
            "asset_id": medium["asset_id"],
            "role": medium["role"],
            "ordinal": ordinal,
        }
        manifest = manifests.get(medium["asset_id"])
        if manifest is not None:
            entry |= {name: manifest.get(name) for name in MANIFEST_FIELDS}
        media.append(entry)
    return canonical_text(
        {
            "key": key,
            "type": body["type"],
            "locale": lang,
            "fi_category": body["fi_category"],
            "topics": body["topics"],
            "units": body["unit_codes"],
            "fields": body["fields"],
            "texts": texts_of(body, lang),
            "relations": body["relations"],
            "media": media,
            "visible_from": body["visible_from"],
            "expires_at": body["expires_at"],
        }
    )


def manifests_in(closure: str) -> dict[str, Manifest]:
    """The manifests a closure was made with, by asset id."""
    return {
        medium["asset_id"]: medium
        for medium in json.loads(closure)["media"]
        if "asset_version_id" in medium
    }
