from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import text

from content_api.public.pool import PublicPool
from phohien.db import WriteSession

SETTLED = "SELECT release.settled()"
EARLIEST = "SELECT min(stamp) FROM release.record WHERE scope = ''"
RECORDS = """
SELECT r.key, r.lang, r.type, r.agency_code, r.deleted OR d.id IS NULL, r.stamp,
       r.place, CASE WHEN %(whole)s THEN d.doc END
  FROM release.record r
  LEFT JOIN release.document d ON d.item_id = r.item_id AND d.lang = r.lang
       AND d.superseded_at IS NULL AND NOT r.deleted
 WHERE r.scope = ''"""
ORDER = "ORDER BY r.stamp, r.place LIMIT %(rows)s"
WHERE: Mapping[str, str] = {
    "key": "r.key = %(key)s",
    "lang": "r.lang = %(lang)s",
    "type": "r.type = %(type)s",
    "start": "r.stamp >= %(start)s",
    "before": "r.stamp < %(before)s",
    "stamp": "(r.stamp, r.place) > (%(stamp)s::timestamptz, %(place)s)",
}
OFFERED = """
SELECT key, lang, type, agency_code, deleted, stamp, place, doc
  FROM release.offered(%(digest)s, %(target)s, %(key)s, %(lang)s, %(start)s,
       %(before)s, %(stamp)s::timestamptz, %(place)s, %(rows)s)"""
LANGUAGES = "SELECT DISTINCT lang FROM release.record WHERE scope = '' ORDER BY lang"
TARGETS = """
SELECT code, name->>'vi', name->>'en' FROM release.target
 WHERE code = ANY (%(codes)s::text[]) ORDER BY code"""
NOTE = text(
    "SELECT release.note_harvest(:digest, :target, :verb, :start, :until, :complete)"
)


class Record(NamedTuple):
    """What was last told of one language; `doc` only where it is to be sent."""

    key: str
    lang: str
    type: str
    agency_code: str
    deleted: bool
    stamp: datetime
    place: int
    doc: str | None


async def settled(pool: PublicPool) -> datetime:
    """Every record stamped up to now is there; later ones will have later stamps."""
    ((at,),) = await pool.rows(SETTLED, {})
    assert isinstance(at, datetime)  # noqa: S101 -- rows are untyped
    return at


async def earliest(pool: PublicPool) -> datetime | None:
    ((at,),) = await pool.rows(EARLIEST, {})
    assert at is None or isinstance(at, datetime)  # noqa: S101 -- as above
    return at


async def records(
    pool: PublicPool, wanted: Mapping[str, Any], *, rows: int, whole: bool
) -> list[Record]:
    """What everybody may harvest, oldest first."""
    given = {name: value for name, value in wanted.items() if value is not None}
    conditions = [WHERE[name] for name in WHERE if name in given]
    statement = "\n   AND ".join([RECORDS, *conditions])
    values = {**given, "rows": rows, "whole": whole}
    return [Record(*row) for row in await pool.rows(f"{statement}\n {ORDER}", values)]


async def offered(
    pool: PublicPool, wanted: Mapping[str, Any], *, rows: int
) -> list[Record]:
    """What a target was offered, if `digest` is that of its key; oldest first."""
    names = ("key", "lang", "start", "before", "stamp", "place")
    values = {**dict.fromkeys(names), **wanted, "rows": rows}
    return [Record(*row) for row in await pool.rows(OFFERED, values)]


async def languages(pool: PublicPool) -> list[str]:
    return [lang for (lang,) in await pool.remembered(LANGUAGES, seconds=30)]


async def targets(pool: PublicPool, codes: list[str]) -> list[tuple[str, str, str]]:
    rows = await pool.rows(TARGETS, {"codes": codes})
    return [(code, vi or code, en or code) for code, vi, en in rows]


async def note_harvest(session: WriteSession, noted: Mapping[str, Any]) -> None:
    await session.execute(NOTE, dict(noted))
