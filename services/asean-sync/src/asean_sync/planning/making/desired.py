"""From what is released and offered to what a target should hold. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from asean_sync.mapping.item import Media, Released, Unit, media_key, units
from asean_sync.mapping.render import Rendered, excluded, render_item, render_media
from asean_sync.planning.making.made_from import made_from, recipe
from asean_sync.planning.making.shelf import Shelf
from asean_sync.planning.wishes import Desire, Refusal, Wish
from asean_sync.profiles.document import Profile


@dataclass(frozen=True, slots=True)
class Candidate:
    """A document that a live offer may let out."""

    released: Released
    approved_at: datetime
    follows: bool
    bound: bool
    live: bool

    @property
    def allowed(self) -> bool:
        return self.bound or (self.follows and self.live)

    @property
    def rank(self) -> tuple[datetime, bool, bool]:
        """The newest approval; within it the newest release if it follows."""
        return (self.approved_at, self.follows and self.live, self.bound)


def choose(candidates: Iterable[Candidate]) -> list[Released]:
    """One document for each item and language: the one its offer lets out."""
    best: dict[tuple[UUID, str], Candidate] = {}
    for one in candidates:
        place = (one.released.item_id, one.released.lang)
        if one.allowed and (place not in best or one.rank > best[place].rank):
            best[place] = one
    return [one.released for one in best.values()]


def desire(
    released: Iterable[Released],
    profile: Profile,
    *,
    shelf: Shelf | None = None,
) -> Desire:
    """`shelf`: where many payloads lie until somebody looks at one.

    Who said that something is to be taken down is not asked here.
    """
    taken = list(released)
    made = _made(taken, profile)
    wishes: dict[str, Wish] = {}
    refusals: dict[str, Refusal] = {}
    shown: dict[str, list[tuple[int, Unit, Media]]] = {}
    order = {lang: place for place, lang in enumerate(profile.languages)}
    for unit in units(taken, profile):
        try:
            rendered = render_item(unit, profile)
        except Exception as error:  # noqa: BLE001 -- one bad item never stops a plan
            reason = f"could not be rendered: {type(error).__name__}"
            refusals[unit.key] = Refusal(reason, excluded=False, parts=_parts(unit))
            continue
        if rendered.problems:
            refusals[unit.key] = _refusal(unit, profile, rendered)
            continue
        wishes[unit.key] = _item_wish(unit, rendered, profile, made)
        for media in rendered.media:
            key = media_key(unit.first.key, media.asset_version_id)
            place = order[unit.first.lang]
            shown.setdefault(key, []).append((place, unit, media))
    for key, places in shown.items():
        # One file for all languages: its texts are those of the first language.
        _, first, media = min(places, key=lambda place: place[0])
        wishes[key] = _media_wish(key, first.first, media, profile)
    if shelf is not None:
        wishes = {key: shelf.laid(one) for key, one in wishes.items()}
    return Desire(wishes, refusals)


def _parts(unit: Unit) -> dict[str, str]:
    return {lang: one.closure_hash for lang, one in unit.languages.items()}


def _made(released: Iterable[Released], profile: Profile) -> dict[UUID, str]:
    versions: dict[UUID, dict[str, str]] = {}
    for one in released:
        if one.lang in profile.languages and not one.excluded:
            versions.setdefault(one.item_id, {})[one.lang] = one.version
    made_by = recipe(profile)
    return {item: made_from(those, made_by) for item, those in versions.items()}


def _refusal(unit: Unit, profile: Profile, rendered: Rendered) -> Refusal:
    return Refusal(
        "; ".join(rendered.problems),
        excluded=bool(excluded(unit, profile)),
        parts=_parts(unit),
    )


def _item_wish(
    unit: Unit, rendered: Rendered, profile: Profile, made: Mapping[UUID, str]
) -> Wish:
    one = unit.first
    source: dict[str, Any] = {
        "offer_id": str(one.offer_id),
        "revision": one.doc.get("revision"),
    }
    if rendered.inside:
        source |= {"files": [_file(media) for media in rendered.inside]}
    if profile.per_item:
        source |= {"parts": _parts(unit), "expiry": _expiry(unit)}
    return Wish(
        key=unit.key,
        role="item",
        item_id=one.item_id,
        lang=None if profile.per_item else one.lang,
        hash=rendered.hash,
        payload_sha256=rendered.sha256,
        payload=rendered.payload,
        closure_hash=None if profile.per_item else one.closure_hash,
        source=source,
        expires_at=None if profile.per_item else one.expires_at,
        made_from=made.get(one.item_id),
        needs=frozenset(
            media_key(one.key, media.asset_version_id) for media in rendered.media
        ),
    )


def _expiry(unit: Unit) -> dict[str, str]:
    return {
        lang: one.expires_at.isoformat()
        for lang, one in unit.languages.items()
        if one.expires_at is not None
    }


def _media_wish(key: str, one: Released, media: Media, profile: Profile) -> Wish:
    rendered = render_media(key, media, profile)
    return Wish(
        key=key,
        role="media",
        item_id=one.item_id,
        lang=None,
        hash=rendered.hash,
        payload_sha256=rendered.sha256,
        payload=rendered.payload,
        source=_file(media),
    )


def _file(media: Media) -> dict[str, Any]:
    """What is needed to fetch its bytes when they are sent."""
    return {
        "asset_version_id": str(media.asset_version_id),
        "path": media.path,
        "sha256": media.sha256,
        "bytes": media.bytes,
        "mime": media.mime,
        "filename": media.filename,
    }
