"""One released language of one item, as profiles see it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from asean_sync.profiles.document import Profile


@dataclass(frozen=True, slots=True)
class Media:
    """One released picture or document; `path` is where assets-api serves it."""

    asset_version_id: UUID
    role: str
    ordinal: int
    path: str
    sha256: str
    bytes: int
    mime: str
    filename: str
    alt: str | None = None
    caption: str | None = None
    credit: str | None = None
    licence: str | None = None
    width: int | None = None
    height: int | None = None


@dataclass(frozen=True, slots=True)
class Released:
    """A row of release.document with its media, by the offer that lets it out."""

    item_id: UUID
    lang: str
    key: str
    closure_hash: str
    offer_id: UUID
    doc: dict[str, Any]
    media: tuple[Media, ...] = ()
    expires_at: datetime | None = None

    @property
    def remote_key(self) -> str:
        return f"{self.key}.{self.lang}"


def media_key(key: str, asset_version_id: UUID) -> str:
    return f"{key}.m.{asset_version_id}"


def context(released: Released, profile: Profile) -> dict[str, Any]:
    """What a profile's paths can reach, and nothing else."""
    doc = released.doc
    return {
        "remote_key": released.remote_key,
        "key": released.key,
        "type": doc.get("type"),
        "slug": doc.get("slug"),
        "agency": doc.get("agency"),
        "fi_category": doc.get("fi_category"),
        "topics": doc.get("topics") or [],
        "units": doc.get("units") or [],
        "fields": doc.get("fields") or {},
        "relations": doc.get("relations") or [],
        "revision": doc.get("revision"),
        "released_at": doc.get("released_at"),
        "language": {
            "code": released.lang,
            "target_code": profile.languages.get(released.lang),
            "title": doc.get("title"),
            "summary": doc.get("summary"),
            "texts": doc.get("texts") or {},
            "hash": released.closure_hash,
        },
    }
