"""Every statement about agencies: staff read `content`, the public reads `release`."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert

from content_api.agencies.tables import Agency, OfficeHolder
from content_api.public.pool import PublicPool
from phohien.db import ReadSession, WriteSession

COLUMNS = (
    *("code", "id", "name", "valid_from", "valid_to", "successor_code"),
    "predecessor_codes",
)
_LIST = """
SELECT code, id, name, valid_from, valid_to, successor_code,
       ARRAY(SELECT p.code FROM release.agency p WHERE p.successor_code = a.code
              ORDER BY p.code) AS predecessor_codes
  FROM release.agency a
 WHERE code > %(after)s
   AND (%(on)s::date IS NULL OR (coalesce(valid_from <= %(on)s, true)
        AND coalesce(valid_to > %(on)s, true)))
 ORDER BY code LIMIT %(limit)s
"""
_ONE = """
SELECT code, id, name, valid_from, valid_to, successor_code,
       ARRAY(SELECT p.code FROM release.agency p WHERE p.successor_code = a.code
              ORDER BY p.code) AS predecessor_codes
  FROM release.agency a
 WHERE code = %(code)s
"""


async def page_of_released(
    pool: PublicPool, values: Mapping[str, Any]
) -> list[dict[str, Any]]:
    rows = await pool.rows(_LIST, values)
    return [dict(zip(COLUMNS, row, strict=True)) for row in rows]


async def get_released(pool: PublicPool, code: str) -> dict[str, Any] | None:
    for row in await pool.rows(_ONE, {"code": code}):
        return dict(zip(COLUMNS, row, strict=True))
    return None


async def with_code(session: ReadSession, code: str) -> Agency | None:
    found: Agency | None = await session.scalar(
        select(Agency).where(Agency.code == code)
    )
    return found


async def ids_by_code(session: ReadSession) -> dict[str, UUID]:
    rows = await session.execute(select(Agency.code, Agency.id))
    return {row.code: row.id for row in rows}


async def insert_missing(session: WriteSession, rows: list[dict[str, Any]]) -> None:
    """What is there already was perhaps corrected by hand, and stays."""
    statement = insert(Agency).on_conflict_do_nothing(index_elements=[Agency.code])
    await session.execute(statement, rows)


async def set_missing_successor(
    session: WriteSession, code: str, successor_id: UUID
) -> None:
    await session.execute(
        update(Agency)
        .where(Agency.code == code, Agency.successor_id.is_(None))
        .values(successor_id=successor_id)
    )


async def insert_missing_holders(
    session: WriteSession, rows: list[dict[str, Any]]
) -> None:
    await session.execute(insert(OfficeHolder).on_conflict_do_nothing(), rows)
