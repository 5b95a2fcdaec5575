"""What is released of one item, as profiles see it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

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
    # Of the row and its offer: the same version is the same content.
    version: str = ""
    # Why the profile does not select it; then `doc` and `media` are not read.
    excluded: str | None = None

    @property
    def remote_key(self) -> str:
        return f"{self.key}.{self.lang}"


@dataclass(frozen=True, slots=True)
class Unit:
    """What one object at the target is made from: a language, or a whole item."""

    key: str
    languages: Mapping[str, Released]

    @property
    def first(self) -> Released:
        return next(iter(self.languages.values()))

    @property
    def media(self) -> tuple[Media, ...]:
        """Each file once; its texts are those of the first language that shows it."""
        found: dict[tuple[UUID, str], Media] = {}
        for released in self.languages.values():
            for one in released.media:
                found.setdefault((one.asset_version_id, one.role), one)
        return tuple(found.values())


def units(released: "list[Released]", profile: Profile) -> list[Unit]:
    """Languages the target does not take stay out of an item's unit."""
    if not profile.per_item:
        return [Unit(one.remote_key, {one.lang: one}) for one in released]
    order = {lang: place for place, lang in enumerate(profile.languages)}
    last = len(order)
    found: dict[str, dict[str, Released]] = {}
    for one in sorted(released, key=lambda one: order.get(one.lang, last)):
        found.setdefault(one.key, {})[one.lang] = one
    return [Unit(key, _taken(shown, order)) for key, shown in found.items()]


def _taken(shown: dict[str, Released], order: Mapping[str, int]) -> dict[str, Released]:
    taken = {lang: one for lang, one in shown.items() if lang in order}
    selected = {lang: one for lang, one in taken.items() if not one.excluded}
    return selected or taken or shown


def media_key(key: str, asset_version_id: UUID) -> str:
    return f"{key}.m.{asset_version_id}"


def chosen_id(profile: Profile, key: str) -> str | None:
    """The id an object has at a target that takes ours; None: it makes its own."""
    if profile.ids is None:
        return None
    if profile.ids.namespace is None:
        return key
    return str(uuid5(profile.ids.namespace, key))


def context(unit: Unit, profile: Profile) -> dict[str, Any]:
    """What a profile's paths can reach, and nothing else."""
    first = unit.first
    doc = first.doc
    languages = {lang: language(one, profile) for lang, one in unit.languages.items()}
    return {
        "remote_key": unit.key,
        "remote_id": chosen_id(profile, unit.key),
        "key": first.key,
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
        "language": languages[first.lang],
        "languages": languages,
    }


def language(released: Released, profile: Profile) -> dict[str, Any]:
    doc = released.doc
    return {
        "code": released.lang,
        "target_code": profile.languages.get(released.lang),
        "title": doc.get("title"),
        "summary": doc.get("summary"),
        "slug": doc.get("slug"),
        "texts": doc.get("texts") or {},
        "hash": released.closure_hash,
        "revision": doc.get("revision"),
        "released_at": doc.get("released_at"),
    }
