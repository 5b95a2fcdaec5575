"""Pages of feeds, and the shelves of site maps."""

import json
from collections.abc import Sequence
from typing import Any

from content_api.feeds import queries
from content_api.feeds.entries import Entry, Feed
from content_api.feeds.schemas import FeedQuery
from content_api.public.cursors import Seal
from content_api.public.pool import PublicPool
from content_api.types import registry
from phohien.errors import Text
from phohien.pagination import bad_cursor

# The protocol of site maps allows 50,000 addresses a file.
MOST_PLACES = 50_000
SHELVES_SECONDS = 60.0
SUBTITLE = Text(
    vi="Thông tin đã công bố; mục đã gỡ được báo gỡ.",
    en="What is released; what was withdrawn is told too.",
)


async def feed(pool: PublicPool, lang: str, wanted: FeedQuery) -> Feed:
    """Raises ContentTypeNotFoundError for a type that is none."""
    given = wanted.model_dump(include={"type", "agency"}, exclude_none=True)
    seal = Seal(pool.secret, json.dumps(["feed", lang, given], sort_keys=True))
    asked = {"lang": lang, **given, **_position(seal, wanted.cursor)}
    rows = await queries.entries(pool, asked, rows=wanted.limit + 1)
    shown = rows[: wanted.limit]
    more = len(rows) > len(shown)
    entries = [_entry(row) for row in shown]
    return Feed(
        lang=lang,
        type=wanted.type,
        agency=wanted.agency,
        title=_title(lang, wanted, entries),
        subtitle=SUBTITLE.in_language(lang),
        entries=entries,
        ends=[row.expires_at for row in shown],
        next_cursor=seal.close(_place(shown[-1])) if more else None,
    )


def _title(lang: str, wanted: FeedQuery, entries: Sequence[Entry]) -> str:
    """The agency by the name its documents carry; by its code while there is none."""
    parts = ["Phố Hiến"]
    if wanted.type is not None:
        parts.append(registry.get(wanted.type).title.in_language(lang))
    if wanted.agency is not None:
        names = (entry.doc["agency"]["name"] for entry in entries if entry.doc)
        parts.append(next(names, wanted.agency))
    return " · ".join(parts)


async def shelves(pool: PublicPool) -> list[queries.Shelf]:
    return await queries.shelves(pool, seconds=SHELVES_SECONDS)


async def shelf(pool: PublicPool, lang: str, number: int) -> list[queries.Place]:
    return await queries.shelf(pool, lang, number, rows=MOST_PLACES)


def _entry(row: queries.EntryRow) -> Entry:
    doc = json.loads(row.doc) if row.doc is not None else None
    return Entry(row.item_id, row.lang, row.first_at, row.stamp, doc)


def _place(row: queries.EntryRow) -> str:
    return f"{row.stamp.isoformat()} {row.place}"


def _position(seal: Seal, cursor: str | None) -> dict[str, Any]:
    """What was sealed was written by `_place`."""
    if cursor is None:
        return {}
    stamp, _, place = seal.open(cursor).partition(" ")
    if not place:
        raise bad_cursor()
    return {"stamp": stamp, "place": int(place)}
