"""What a reader gets: which language, moved, withdrawn, or not there."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from content_api.public import queries
from content_api.public.choice import Choice
from content_api.public.cursors import Seal
from content_api.public.errors import (
    item_not_found,
    item_withdrawn,
    language_not_released,
    nothing_to_search,
)
from content_api.public.pool import PublicPool
from content_api.public.queries import Version
from content_api.public.schemas import Fallback, ItemFilter
from content_api.text.terms import search_query
from phohien.pagination import bad_cursor

FILTERS = ("type", "agency", "unit", "topic", "fi_category")
NAME_CHARACTERS = 200
LANGUAGES_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Page:
    """Rows joined by commas, when the first expires, and the token to read on."""

    told: bytes | None
    ends: list[datetime | None]
    next_cursor: str | None
    keys: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class ShownItem:
    """An item in the language it is shown in."""

    shown: Version
    available: list[str]
    names: set[str]
    fallback: bool

    @property
    def tag(self) -> str:
        """Changes with the document, and with the languages the answer names."""
        mark = "-" if self.fallback else "+"
        return f"{self.shown.etag.strip(chr(34))}.{mark.join(self.available)}"

    @property
    def body(self) -> bytes:
        assert self.shown.doc is not None  # noqa: S101 -- asked for without known tags
        more = _languages(tuple(self.available), fallback=self.fallback)
        return f"{self.shown.doc.rstrip()[:-1]},{more}".encode()


@lru_cache(maxsize=512)
def _languages(available: tuple[str, ...], *, fallback: bool) -> str:
    return json.dumps({"available_locales": available, "fallback": fallback})[1:]


async def read_item(
    pool: PublicPool, name: str, choice: Choice, *, known: Sequence[str] = ()
) -> ShownItem:
    """The best language there is. `known` ETags come without their document."""
    if not name.isprintable() or len(name) > NAME_CHARACTERS:
        raise item_not_found(name[:NAME_CHARACTERS])
    hashes = [tag.rpartition(".")[0] for tag in known]
    lang = choice.first
    while True:
        found = await queries.versions_of(pool, name, lang=lang, known=hashes)
        if not found:
            await _raise_if_withdrawn(pool, name)
            raise item_not_found(name)
        available = sorted(version.lang for version in found)
        best = choice.best(available)
        if best == lang:
            break
        # Seldom: another language stands in, so its document is asked for.
        lang = best
    shown = next(version for version in found if version.lang == best)
    names = {found[0].key, *(version.slug for version in found)}
    return ShownItem(shown, available, names, fallback=best not in choice.asked)


async def refuse_fallback(
    pool: PublicPool, name: str, choice: Choice, reading: ShownItem
) -> None:
    """Another language will not do: say whether this one was withdrawn."""
    await _raise_if_withdrawn(pool, name, langs=choice.asked)
    raise language_not_released(reading.available)


async def _raise_if_withdrawn(
    pool: PublicPool, name: str, *, langs: Sequence[str] | None = None
) -> None:
    for stone in await queries.tombstones_of(pool, name):
        if langs is None or stone.lang in langs:
            raise item_withdrawn(stone.reason_class, stone.withdrawn_at.isoformat())


async def language_of_list(pool: PublicPool, choice: Choice, *, exact: bool) -> str:
    """Asked for and released; else as asked if `exact`, else what stands in."""
    available = await queries.languages(pool, seconds=LANGUAGES_SECONDS)
    if not set(available) & set(choice.asked):
        available = await queries.languages(pool, seconds=0)
    for tag in choice.asked:
        if tag in available:
            return tag
    return choice.first if exact or not available else choice.best(available)


async def list_cards(
    pool: PublicPool, wanted: ItemFilter, choice: Choice, *, lang: str
) -> Page:
    seal, question = _understood(wanted, choice, lang, pool.secret)
    cards = await queries.cards(pool, question)
    return Page(
        cards.told,
        [cards.ends],
        seal.close(_place(cards.at, cards.id)) if cards.at and cards.id else None,
        cards.keys or (),
    )


@lru_cache(maxsize=512)
def _understood(
    wanted: ItemFilter, choice: Choice, lang: str, secret: bytes
) -> tuple[Seal, queries.Question]:
    """The same for all who ask the same, so it is worked out once."""
    given = wanted.model_dump(include=set(FILTERS), exclude_none=True)
    language: dict[str, Any] = (
        {"lang": lang} if wanted.fallback is Fallback.NONE else {"chain": choice.chain}
    )
    seal = Seal(
        secret, json.dumps(["items", given, language, wanted.q], sort_keys=True)
    )
    asked = {
        **given,
        **language,
        **_words(wanted.q, lang),
        **_position(seal, wanted.cursor),
    }
    return seal, queries.newest_cards(asked, limit=wanted.limit)


async def list_changes(pool: PublicPool, since: int, *, limit: int) -> Page:
    """All lines as one row, already joined."""
    lines = await queries.changes_after(pool, since, rows=limit)
    # Whoever has read everything is not sent back to the beginning.
    following = str(lines.seq) if 0 < lines.seq < lines.last else None
    return Page(lines.told, [], following)


def _words(q: str | None, lang: str | None) -> dict[str, str]:
    if q is None:
        return {}
    query = search_query(q, lang)
    if query is None:
        raise nothing_to_search()
    return {"query": query}


def _place(at: datetime, ident: UUID) -> str:
    return f"{at.isoformat()} {ident}"


def _position(seal: Seal, cursor: str | None) -> dict[str, str]:
    """What was sealed was written by `_place`."""
    if cursor is None:
        return {}
    at, _, ident = seal.open(cursor).partition(" ")
    if not ident:
        raise bad_cursor()
    return {"at": at, "id": ident}
