"""Every statement about units: staff read `content`, the public reads `release`."""

from collections.abc import Iterable, Mapping
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
)
_LIST = """
SELECT code, name_vi, name_en, level, province_code, valid_from, valid_to, lat, lon,
       predecessors, rank
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
       predecessors
  FROM release.unit WHERE code = %(code)s
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


async def codes_among(session: ReadSession, codes: Iterable[str]) -> set[str]:
    wanted = select(Unit.code).where(Unit.code.in_(list(codes)))
    return set(await session.scalars(wanted))


async def upsert_units(session: WriteSession, rows: list[dict[str, Any]]) -> None:
    statement = insert(Unit)
    kept = {name: statement.excluded[name] for name in rows[0] if name != "code"}
    await session.execute(
        statement.on_conflict_do_update(index_elements=[Unit.code], set_=kept), rows
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
