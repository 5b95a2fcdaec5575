"""Every statement about units: staff read `content`, the public reads `release`."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import func, literal, select, union
from sqlalchemy.dialects.postgresql import insert

from content_api.public.pool import PublicPool
from content_api.units.tables import Unit, UnitPredecessor
from phohien.db import ReadSession, WriteSession

COLUMNS = (
    "code",
    "name_vi",
    "name_en",
    "level",
    "province_code",
    "valid_from",
    "valid_to",
    "lat",
    "lon",
    "predecessors",
    "successors",
)
_LIST = """
SELECT code, name_vi, name_en, level, province_code, valid_from, valid_to, lat, lon,
       predecessors, successors, rank
  FROM (SELECT u.*, CASE
            WHEN %(q)s::text IS NULL OR position('|' || %(q)s || '|' IN u.folded) > 0
            THEN 0 ELSE 1 END AS rank
          FROM release.unit u
         WHERE (%(q)s::text IS NULL OR position('|' || %(q)s IN u.folded) > 0
                OR position(' ' || %(q)s IN u.folded) > 0)
           AND (%(level)s::text IS NULL OR u.level = %(level)s)
           AND (%(on)s::date IS NULL OR (coalesce(u.valid_from <= %(on)s, true)
                AND coalesce(u.valid_to > %(on)s, true)))) found
 WHERE (rank, code) > (%(rank)s, %(code)s)
 ORDER BY rank, code LIMIT %(limit)s
"""
_ONE = """
SELECT code, name_vi, name_en, level, province_code, valid_from, valid_to, lat, lon,
       predecessors, successors
  FROM release.unit WHERE code = %(code)s
"""
# What a code stood for that no unit carries on.
_FORMER = """
SELECT p ->> 'name', p ->> 'district', p ->> 'replaced_on', p ->> 'mapping',
       u.code, u.name_vi, u.name_en, u.province_code
  FROM release.unit u CROSS JOIN LATERAL jsonb_array_elements(u.predecessors) AS p
 WHERE p ->> 'code' = %(code)s
 ORDER BY u.code
"""


async def page_of_released(
    pool: PublicPool, values: Mapping[str, Any]
) -> list[dict[str, Any]]:
    rows = await pool.rows(_LIST, values)
    return [dict(zip((*COLUMNS, "rank"), row, strict=True)) for row in rows]


async def get_released(pool: PublicPool, code: str) -> dict[str, Any] | None:
    for row in await pool.rows(_ONE, {"code": code}):
        return dict(zip(COLUMNS, row, strict=True))
    return None


async def former(pool: PublicPool, code: str) -> list[tuple[Any, ...]]:
    """(name, district, until, mapping, and code, names, province of what it became)."""
    return await pool.rows(_FORMER, {"code": code})


async def named(session: ReadSession, folded: str) -> list[tuple[Unit, str]]:
    """Units with this name, or made from one with it, and how exactly."""
    whole = func.concat("|", folded, "|")

    def has(column: Any) -> Any:
        return func.strpos(func.concat("|", column, "|"), whole) > 0

    present = select(Unit.code, literal("present").label("mapping")).where(
        has(Unit.folded)
    )
    former = select(UnitPredecessor.unit_code, UnitPredecessor.mapping).where(
        has(UnitPredecessor.folded)
    )
    found = union(present, former).subquery()
    rows = await session.execute(
        select(Unit, found.c.mapping)
        .join(found, found.c.code == Unit.code)
        .order_by(Unit.code, found.c.mapping)
    )
    return [(unit, mapping) for unit, mapping in rows]


async def ends_of(session: ReadSession, codes: Iterable[str]) -> dict[str, date | None]:
    """The units among these codes, with the day each of them ended."""
    rows = await session.execute(
        select(Unit.code, Unit.valid_to).where(Unit.code.in_(list(codes)))
    )
    return dict(rows.all())


async def became(
    session: ReadSession, codes: Iterable[str]
) -> list[tuple[str, str, str]]:
    """(old code, name, present code) of units with these codes, now or before."""
    rows = await session.execute(
        select(UnitPredecessor.code, Unit.name_vi, Unit.code)
        .join(Unit, Unit.code == UnitPredecessor.unit_code)
        .where(UnitPredecessor.code.in_(list(codes)))
        .order_by(Unit.code)
    )
    return [(old or "", name, code) for old, name, code in rows]


async def upsert_units(session: WriteSession, rows: list[dict[str, Any]]) -> None:
    statement = insert(Unit)
    kept = {name: statement.excluded[name] for name in rows[0] if name != "code"}
    await session.execute(
        statement.on_conflict_do_update(
            index_elements=[Unit.code], set_=kept, where=~Unit.amended
        ),
        rows,
    )


async def upsert_predecessors(
    session: WriteSession, rows: list[dict[str, Any]]
) -> None:
    statement = insert(UnitPredecessor)
    key = {"unit_code", "ordinal"}
    kept = {name: statement.excluded[name] for name in rows[0] if name not in key}
    await session.execute(
        statement.on_conflict_do_update(
            index_elements=[UnitPredecessor.unit_code, UnitPredecessor.ordinal],
            set_=kept,
        ),
        rows,
    )
