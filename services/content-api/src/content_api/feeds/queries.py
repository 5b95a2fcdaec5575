from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from content_api.public.pool import PublicPool

ENTRIES = """
SELECT r.item_id, r.key, r.lang, r.type, r.first_at, r.stamp, r.place, d.doc,
       d.expires_at
  FROM release.record r
  LEFT JOIN release.document d ON d.item_id = r.item_id AND d.lang = r.lang
       AND d.superseded_at IS NULL AND NOT r.deleted
 WHERE r.scope = '' AND r.lang = %(lang)s"""
NEWEST = "ORDER BY r.stamp DESC, r.place DESC LIMIT %(rows)s"
WHERE: Mapping[str, str] = {
    "type": "r.type = %(type)s",
    "agency": "r.agency_code = %(agency)s",
    "stamp": "(r.stamp, r.place) < (%(stamp)s::timestamptz, %(place)s)",
}
SHELVES = "SELECT lang, shelf, last_at FROM release.shelves()"
SHELF = """
SELECT key, slug, released_at, langs
  FROM release.shelf(%(lang)s, %(shelf)s, %(rows)s)"""


class EntryRow(NamedTuple):
    """What was last told of one language; without `doc` it was withdrawn."""

    item_id: UUID
    key: str
    lang: str
    type: str
    first_at: datetime
    stamp: datetime
    place: int
    doc: str | None
    expires_at: datetime | None


class Shelf(NamedTuple):
    """One part of a site map, and when something in it last changed."""

    lang: str
    shelf: int
    last_at: datetime


class Place(NamedTuple):
    """One item on a shelf, and every language it is there in."""

    key: str
    slug: str
    released_at: datetime
    langs: list[str]


async def entries(
    pool: PublicPool, asked: Mapping[str, Any], *, rows: int
) -> list[EntryRow]:
    conditions = [WHERE[name] for name in WHERE if name in asked]
    statement = "\n   AND ".join([ENTRIES, *conditions])
    found = await pool.rows(f"{statement}\n {NEWEST}", {**asked, "rows": rows})
    return [EntryRow(*row) for row in found]


async def shelves(pool: PublicPool, *, seconds: float) -> list[Shelf]:
    found = await pool.remembered(SHELVES, seconds=seconds)
    return [Shelf(*row) for row in found]


async def shelf(pool: PublicPool, lang: str, number: int, *, rows: int) -> list[Place]:
    values = {"lang": lang, "shelf": number, "rows": rows}
    return [Place(*row) for row in await pool.rows(SHELF, values)]
