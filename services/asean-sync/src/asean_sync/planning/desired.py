"""From what is released and offered to what a target should hold. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from asean_sync.mapping.item import Media, Released, context, media_key
from asean_sync.mapping.render import Rendered, render_item, render_media
from asean_sync.mapping.selection import why_not
from asean_sync.planning.plan import Desire, Refusal, Wish
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
    said: Mapping[tuple[UUID, str | None], str],
    *,
    went_back: bool = False,
) -> Desire:
    wishes: dict[str, Wish] = {}
    refusals: dict[str, Refusal] = {}
    shown: dict[str, list[tuple[int, Released, Media]]] = {}
    order = {lang: place for place, lang in enumerate(profile.languages)}
    for one in released:
        try:
            rendered = render_item(one, profile)
        except Exception as error:  # noqa: BLE001 -- one bad item never stops a plan
            reason = f"could not be rendered: {type(error).__name__}"
            refusals[one.remote_key] = Refusal(reason, excluded=False)
            continue
        if rendered.problems:
            refusals[one.remote_key] = _refusal(one, profile, rendered)
            continue
        wishes[one.remote_key] = _item_wish(one, rendered)
        for media in rendered.media:
            key = media_key(one.key, media.asset_version_id)
            shown.setdefault(key, []).append((order[one.lang], one, media))
    for key, places in shown.items():
        # One file for all languages: its texts are those of the first language.
        _, first, media = min(places, key=lambda place: place[0])
        wishes[key] = _media_wish(key, first, media, profile)
    return Desire(wishes, refusals, said, went_back)


def _refusal(one: Released, profile: Profile, rendered: Rendered) -> Refusal:
    excluded = one.lang not in profile.languages or bool(
        why_not(profile.select, context(one, profile))
    )
    return Refusal("; ".join(rendered.problems), excluded)


def _item_wish(one: Released, rendered: Rendered) -> Wish:
    return Wish(
        key=one.remote_key,
        role="item",
        item_id=one.item_id,
        lang=one.lang,
        hash=rendered.hash,
        payload=rendered.payload,
        closure_hash=one.closure_hash,
        source={"offer_id": str(one.offer_id), "revision": one.doc.get("revision")},
        expires_at=one.expires_at,
        needs=frozenset(
            media_key(one.key, media.asset_version_id) for media in rendered.media
        ),
    )


def _media_wish(key: str, one: Released, media: Media, profile: Profile) -> Wish:
    rendered = render_media(key, media, profile)
    source: dict[str, Any] = {
        "asset_version_id": str(media.asset_version_id),
        "path": media.path,
        "sha256": media.sha256,
        "bytes": media.bytes,
        "mime": media.mime,
        "filename": media.filename,
    }
    return Wish(
        key=key,
        role="media",
        item_id=one.item_id,
        lang=None,
        hash=rendered.hash,
        payload=rendered.payload,
        source=source,
    )
