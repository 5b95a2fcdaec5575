"""Every public statement on `release`. Row security decides what is visible."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from psycopg.types.json import Jsonb

from content_api.public.pool import PublicPool

# What release.find() filters by.
FIND_BY = ("lang", "type", "agency", "fi_category", "unit", "topic")

VERSIONS = """
SELECT d.key, d.slug, d.lang, d.etag, d.expires_at,
       CASE WHEN d.lang = %(lang)s AND d.etag <> ALL (%(known)s::text[]) THEN d.doc END
  FROM release.document d
 WHERE d.superseded_at IS NULL
   AND d.key = ANY (ARRAY[%(name)s, (SELECT s.key FROM release.slug s
                                      WHERE s.slug = %(name)s)])
"""

# The same for all who ask in one moment. OFFSET keeps each look-up by itself.
VERSIONS_OF_MANY = """
SELECT q.place::integer, d.key, d.slug, d.lang, d.etag, d.expires_at,
       CASE WHEN d.lang = q.lang THEN d.doc END
  FROM unnest(%(names)s::text[], %(langs)s::text[]) WITH ORDINALITY q(name, lang, place)
 CROSS JOIN LATERAL (
       SELECT v.key, v.slug, v.lang, v.etag, v.expires_at, v.doc
         FROM release.document v
        WHERE v.superseded_at IS NULL
          AND v.key = ANY (ARRAY[q.name, (SELECT s.key FROM release.slug s
                                           WHERE s.slug = q.name)])
       OFFSET 0) d
"""

TOMBSTONES = """
SELECT t.lang, t.reason_class, t.withdrawn_at
  FROM release.tombstone t
 WHERE t.key IN (SELECT %(name)s UNION ALL
                 SELECT s.key FROM release.slug s WHERE s.slug = %(name)s)
 ORDER BY t.seq DESC
"""

# A card, and the languages its item can be read in. It ends with a brace.
CARD = """
SELECT left(d.card, -1) || ',"available_locales":' || array_to_json(ARRAY(
            SELECT l.lang FROM release.document l
             WHERE l.item_id = d.item_id AND l.superseded_at IS NULL
             ORDER BY l.lang))::text || '}',
       d.released_at, d.id, d.expires_at, d.key"""
CARDS = f"""{CARD}
  FROM release.document d
 WHERE d.superseded_at IS NULL AND d.lang = %(lang)s"""
# The version a reader of the chain is shown, of every item.
BEST = f"""{CARD}
  FROM (SELECT DISTINCT ON (b.item_id) b.id
          FROM release.document b
         WHERE b.superseded_at IS NULL AND b.lang = ANY (%(chain)s::text[])
         ORDER BY b.item_id, array_position(%(chain)s::text[], b.lang)) best
  JOIN release.document d ON d.id = best.id
 WHERE d.superseded_at IS NULL"""  # noqa: S608 -- fixed text
FOUND = f"""{CARD}
  FROM (SELECT f.id
          FROM release.find(%(wanted)s, %(query)s::tsquery, %(at)s, %(id)s, %(rows)s) f
         ORDER BY f.released_at DESC, f.id DESC LIMIT %(rows)s) found
  JOIN release.document d ON d.id = found.id"""  # noqa: S608 -- fixed text
# Bytes as they leave. The last shown has a place to read on from only when one more
# was found, and the page is about that one, too.
JOINED = """
SELECT convert_to(string_agg(p.card, ',' ORDER BY p.n) FILTER (WHERE p.n <= %(shown)s),
                  'UTF8'),
       min(p.expires_at) FILTER (WHERE p.n <= %(shown)s),
       array_agg(p.key),
       min(p.released_at) FILTER (WHERE p.n = %(shown)s AND p.more),
       min(p.id::text) FILTER (WHERE p.n = %(shown)s AND p.more)::uuid
  FROM (SELECT c.*, row_number() OVER () AS n, count(*) OVER () > %(shown)s AS more
          FROM (CARDS) c(card, released_at, id, expires_at, key)) p"""
NEWEST = "ORDER BY d.released_at DESC, d.id DESC LIMIT %(rows)s"
WHERE: Mapping[str, str] = {
    "type": "d.type = %(type)s",
    "agency": "d.agency_code = %(agency)s",
    "fi_category": "d.fi_category = %(fi_category)s",
    "unit": "d.unit_codes @> ARRAY[%(unit)s::text]",
    "topic": "d.topics @> ARRAY[%(topic)s::text]",
    "query": "d.search @@ %(query)s::tsquery",
    "at": "(d.released_at, d.id) < (%(at)s, %(id)s)",
}
# Row security keeps these from their indexes; release.find() does not.
INVERTED = frozenset({"unit", "topic", "query"})

# The lines come sorted out of the index, and string_agg joins them as they come.
CHANGES = """
SELECT convert_to(string_agg(p.told, ','), 'UTF8'), coalesce(max(p.seq), 0),
       coalesce((SELECT max(l.seq) FROM release.change l), 0)
  FROM (SELECT c.seq, c.told FROM release.change c
         WHERE c.seq > %(since)s ORDER BY c.seq LIMIT %(rows)s) p"""

LANGUAGES = """
WITH RECURSIVE spoken AS (
    (SELECT lang FROM release.document
      WHERE superseded_at IS NULL ORDER BY lang LIMIT 1)
    UNION ALL
    SELECT (SELECT d.lang FROM release.document d
             WHERE d.superseded_at IS NULL AND d.lang > spoken.lang
             ORDER BY d.lang LIMIT 1)
      FROM spoken WHERE spoken.lang IS NOT NULL)
SELECT lang FROM spoken WHERE lang IS NOT NULL"""


class Version(NamedTuple):
    """One released language of an item; `doc` only where it is to be sent."""

    key: str
    slug: str
    lang: str
    etag: str
    expires_at: datetime | None
    doc: str | None


class Tombstone(NamedTuple):
    lang: str
    reason_class: str
    withdrawn_at: datetime


class Question(NamedTuple):
    statement: str
    values: Mapping[str, Any]


class Cards(NamedTuple):
    """The cards of a page joined by commas; where the last stands, if more follow."""

    told: bytes | None
    ends: datetime | None
    keys: list[str] | None
    at: datetime | None
    id: UUID | None


class Lines(NamedTuple):
    """Lines of the log joined as they are told, the last of them, and of all."""

    told: bytes | None
    seq: int
    last: int


async def versions_of(
    pool: PublicPool, name: str, *, lang: str, known: Sequence[str]
) -> list[Version]:
    """All languages of the item with this key or slug.

    The one in `lang` comes with its document, unless its ETag is `known`.
    """
    if known:
        values = {"name": name, "lang": lang, "known": known}
        found = await pool.rows(VERSIONS, values)
    else:
        found = await pool.together(VERSIONS_OF_MANY).rows(name, lang)
    return [Version(*row) for row in found]


async def tombstones_of(pool: PublicPool, name: str) -> list[Tombstone]:
    """Withdrawn languages of the item with this key or slug, the latest first."""
    return [Tombstone(*row) for row in await pool.rows(TOMBSTONES, {"name": name})]


async def cards(pool: PublicPool, question: Question) -> Cards:
    (page,) = await pool.rows(*question)
    return Cards(*page)


def newest_cards(asked: Mapping[str, Any], *, limit: int) -> Question:
    """`asked` names what to filter by; `chain` asks for each item's best language."""
    values = {**asked, "shown": limit, "rows": limit + 1}
    if "chain" not in asked and INVERTED & asked.keys():
        place = {"query": None, "at": None, "id": None, **asked}
        values = {**values, **place, "wanted": _wanted(asked)}
        statement = FOUND
    else:
        head = BEST if "chain" in asked else CARDS
        conditions = [WHERE[name] for name in WHERE if name in asked]
        statement = "\n   AND ".join([head, *conditions])
    return Question(joined(f"{statement}\n {NEWEST}"), values)


@cache
def joined(cards: str) -> str:
    """One row for a whole page: taking rows apart costs more than joining them."""
    return JOINED.replace("CARDS", cards)


def _wanted(asked: Mapping[str, Any]) -> Jsonb:
    return Jsonb({name: asked[name] for name in FIND_BY if name in asked})


async def changes_after(pool: PublicPool, since: int, *, rows: int) -> Lines:
    (found,) = await pool.rows(CHANGES, {"since": since, "rows": rows})
    return Lines(*found)


async def languages(pool: PublicPool, *, seconds: float) -> list[str]:
    """Tags in use, perhaps as they were `seconds` ago."""
    return [lang for (lang,) in await pool.remembered(LANGUAGES, seconds=seconds)]
