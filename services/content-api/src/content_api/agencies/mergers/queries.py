"""Mergers: what one would move, and the two functions that write."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, text

from content_api.agencies.mergers.tables import AgencyMerger
from content_api.agencies.tables import Agency
from phohien.db import ReadSession, WriteSession
from phohien.pagination import Cursor

_COUNTS = """
SELECT (SELECT count(*) FROM content.item i WHERE i.agency_id = ANY (:ids)) AS items,
       (SELECT count(*) FROM release.document d WHERE d.agency_id = ANY (:ids)
           AND d.superseded_at IS NULL AND d.seq > 0) AS released_languages,
       (SELECT count(*) FROM release.document d WHERE d.agency_id = ANY (:ids)
           AND d.superseded_at IS NULL AND d.seq = 0) AS scheduled_languages,
       (SELECT count(*) FROM content.nomination n JOIN content.item i
           ON i.id = n.item_id WHERE i.agency_id = ANY (:ids)
           AND n.state = 'nominated') AS open_nominations,
       (SELECT count(*) FROM release.offer o JOIN content.item i ON i.id = o.item_id
         WHERE i.agency_id = ANY (:ids) AND o.withdrawn_at IS NULL) AS live_offers
"""
_CARRIED = """
SELECT DISTINCT e.type || ' → ' || e.target_code AS line
  FROM content.entitlement e
 WHERE e.agency_id = ANY (:ids) AND coalesce(e.valid_to > :on, true)
   AND NOT EXISTS (SELECT FROM content.entitlement h WHERE h.agency_id = :into
       AND h.type = e.type AND h.target_code = e.target_code
       AND coalesce(h.valid_to > :on, true))
 ORDER BY line
"""
_PEOPLE = """
SELECT (SELECT count(*) FROM access.account a WHERE a.agency_id = ANY (:ids)) AS people,
       (SELECT count(*) FROM access.api_key k WHERE k.agency_id = ANY (:ids)
           AND k.revoked_at IS NULL) AS api_keys
"""


async def agencies(session: ReadSession, codes: Sequence[str]) -> dict[str, Agency]:
    rows = await session.scalars(select(Agency).where(Agency.code.in_(codes)))
    return {row.code: row for row in rows}


async def counts(session: ReadSession, ids: list[UUID]) -> dict[str, int]:
    row = (await session.execute(text(_COUNTS), {"ids": ids})).mappings().one()
    return dict(row)


async def carried(
    session: ReadSession, ids: list[UUID], into: UUID, on: date
) -> list[str]:
    values = {"ids": ids, "into": into, "on": on}
    return [row.line for row in await session.execute(text(_CARRIED), values)]


async def people(session: ReadSession, ids: list[UUID]) -> dict[str, int]:
    """Read by the role of sign-in; no other sees accounts."""
    row = (await session.execute(text(_PEOPLE), {"ids": ids})).mappings().one()
    return dict(row)


async def agree(
    session: WriteSession, token_digest: bytes, values: dict[str, Any], at: datetime
) -> UUID:
    found: UUID = await session.scalar(
        text("SELECT content.agree_merger(:session, :ids, :into, :on, :basis, :at)"),
        {"session": token_digest, **values, "at": at},
    )
    return found


async def get(session: ReadSession, merger_id: UUID) -> AgencyMerger | None:
    return await session.get(AgencyMerger, merger_id, populate_existing=True)


async def page(
    session: ReadSession, *, after: Cursor | None, rows: int
) -> list[AgencyMerger]:
    statement = select(AgencyMerger).order_by(
        AgencyMerger.made_at.desc(), AgencyMerger.id.desc()
    )
    if after is not None:
        statement = statement.where(
            (AgencyMerger.made_at < after.at)
            | ((AgencyMerger.made_at == after.at) & (AgencyMerger.id < after.id))
        )
    return list(await session.scalars(statement.limit(rows)))


async def carry_out(session: WriteSession, most: int) -> int | None:
    """None when nothing is due."""
    moved: int | None = await session.scalar(
        text("SELECT release.carry_out_merger(:most)"), {"most": most}
    )
    return moved
