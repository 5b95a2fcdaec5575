"""Every public statement on `release`. Row security decides what is visible."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from content_api.public.pool import PublicPool

# Ranking looks at the newest so many matches: a common word stays cheap.
RANKED = 300

VERSIONS = """
SELECT d.key, d.slug, d.lang, d.etag, d.expires_at,
       CASE WHEN d.id = first_value(d.id) OVER (
                 ORDER BY array_position(%(wanted)s::text[], d.lang) NULLS LAST, d.lang)
             AND d.etag <> ALL (%(known)s::text[])
            THEN d.doc END
  FROM release.document d
 WHERE d.superseded_at IS NULL
   AND d.key = coalesce(
       (SELECT s.key FROM release.slug s WHERE s.slug = %(name)s), %(name)s)
"""

TOMBSTONES = """
SELECT t.lang, t.reason_class, t.withdrawn_at
  FROM release.tombstone t
 WHERE t.key = coalesce(
       (SELECT s.key FROM release.slug s WHERE s.slug = %(name)s), %(name)s)
 ORDER BY t.seq DESC
"""

CARDS = """
SELECT d.card, d.released_at, d.id, d.expires_at
  FROM release.document d
 WHERE d.superseded_at IS NULL"""
CARD_ORDER = "ORDER BY d.released_at DESC, d.id DESC LIMIT %(rows)s"

ONE_LANGUAGE = "d.lang = %(lang)s"
# The card a reader of the chain would see: no version stands before it in the chain.
BEST_LANGUAGE = """d.lang = ANY (%(chain)s::text[]) AND NOT EXISTS (
    SELECT FROM release.document b
     WHERE b.item_id = d.item_id AND b.superseded_at IS NULL
       AND array_position(%(chain)s::text[], b.lang)
         < array_position(%(chain)s::text[], d.lang))"""
WHERE: Mapping[str, str] = {
    "type": "d.type = %(type)s",
    "agency": "d.agency_code = %(agency)s",
    "fi_category": "d.fi_category = %(fi_category)s",
    "unit": "d.unit_codes @> ARRAY[%(unit)s::text]",
    "topic": "d.topics @> ARRAY[%(topic)s::text]",
    "query": "d.search @@ %(query)s::tsquery",
    "at": "(d.released_at, d.id) < (%(at)s, %(id)s)",
}

RANKED_HEAD = """
WITH newest AS MATERIALIZED (
    SELECT d.id, d.search, d.card, d.expires_at, d.released_at
      FROM release.document d
     WHERE d.superseded_at IS NULL AND d.search @@ %(query)s::tsquery"""
RANKED_TAIL = """
     ORDER BY d.released_at DESC, d.id DESC
     LIMIT %(candidates)s)
SELECT card, expires_at FROM newest
 ORDER BY ts_rank(search, %(query)s::tsquery, 1) DESC, released_at DESC, id DESC
 LIMIT %(rows)s OFFSET %(skip)s"""

CHANGES = """
SELECT seq, left(line, -1) || ',"prev_hash":"' || encode(prev_hash, 'hex')
       || '","hash":"' || encode(hash, 'hex') || '"}'
  FROM release.change
 WHERE seq > %(since)s ORDER BY seq LIMIT %(rows)s"""

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


class Card(NamedTuple):
    card: str
    released_at: datetime
    id: UUID
    expires_at: datetime | None


async def versions_of(
    pool: PublicPool, name: str, *, wanted: Sequence[str], known: Sequence[str]
) -> list[Version]:
    """All languages of the item with this key or slug.

    The first wanted one comes with its document, unless its ETag is `known`.
    """
    values = {"name": name, "wanted": list(wanted), "known": list(known)}
    return [Version(*row) for row in await pool.rows(VERSIONS, values)]


async def tombstones_of(pool: PublicPool, name: str) -> list[Tombstone]:
    """Withdrawn languages of the item with this key or slug, the latest first."""
    return [Tombstone(*row) for row in await pool.rows(TOMBSTONES, {"name": name})]


async def newest_cards(
    pool: PublicPool, asked: Mapping[str, Any], *, rows: int
) -> list[Card]:
    """`asked` names what to filter by; `chain` asks for each item's best language."""
    language = BEST_LANGUAGE if "chain" in asked else ONE_LANGUAGE
    conditions = [language, *(WHERE[name] for name in WHERE if name in asked)]
    statement = "\n   AND ".join([CARDS, *conditions]) + "\n " + CARD_ORDER
    found = await pool.rows(
        statement, {**asked, "rows": rows}, plan_each="query" in asked
    )
    return [Card(*row) for row in found]


async def ranked_cards(
    pool: PublicPool, asked: Mapping[str, Any], *, rows: int, skip: int
) -> list[tuple[str, datetime | None]]:
    """The best of the newest matches, without `lang` in every language."""
    conditions = [WHERE["type"]] if "type" in asked else []
    if "lang" in asked:
        conditions.append(ONE_LANGUAGE)
    statement = "\n       AND ".join([RANKED_HEAD, *conditions]) + RANKED_TAIL
    values = {**asked, "rows": rows, "skip": skip, "candidates": RANKED}
    found = await pool.rows(statement, values, plan_each=True)
    return [(card, expires_at) for card, expires_at in found]


async def changes_after(
    pool: PublicPool, since: int, *, rows: int
) -> list[tuple[int, str]]:
    found = await pool.rows(CHANGES, {"since": since, "rows": rows})
    return [(seq, line) for seq, line in found]


async def languages(pool: PublicPool, *, seconds: float) -> list[str]:
    """Tags in use, perhaps as they were `seconds` ago."""
    return [lang for (lang,) in await pool.remembered(LANGUAGES, seconds=seconds)]
