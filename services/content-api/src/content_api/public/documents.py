"""The two forms of a released document: whole, and as a card in a list."""

from collections.abc import Mapping, Sequence
from typing import Any

CARD_FIELDS = (
    "key",
    "type",
    "locale",
    "slug",
    "title",
    "summary",
    "agency",
    "fi_category",
    "topics",
    "units",
)
THUMBNAIL_PRESETS = ("card", "thumb", "hero", "large", "preview")
COVERS_FIRST = ("cover", "hero", "image")


def card(doc: Mapping[str, Any]) -> dict[str, Any]:
    """What a list shows of a document; a pure function of the document."""
    return {
        **{name: doc[name] for name in CARD_FIELDS},
        "thumbnail": _thumbnail(doc["media"]),
        "released_at": doc["released_at"],
        "hash": doc["hash"],
    }


def _thumbnail(media: Sequence[Mapping[str, Any]]) -> dict[str, Any] | None:
    """The smallest useful picture of the first medium that has one; covers first."""
    for medium in sorted(media, key=_rank):
        by_preset = {each["preset"]: each for each in medium.get("renditions") or ()}
        for preset in THUMBNAIL_PRESETS:
            rendition = by_preset.get(preset)
            if rendition is not None:
                return {
                    "url": rendition["url"],
                    "mime": rendition["mime"],
                    "width": rendition.get("width"),
                    "height": rendition.get("height"),
                    "alt": medium.get("alt"),
                }
    return None


def _rank(medium: Mapping[str, Any]) -> tuple[int, int]:
    role = medium.get("role")
    place = COVERS_FIRST.index(role) if role in COVERS_FIRST else len(COVERS_FIRST)
    return place, int(medium.get("ordinal") or 0)
