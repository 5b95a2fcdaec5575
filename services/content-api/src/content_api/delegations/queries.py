"""Delegations: read, and written by the two functions that may."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import RowMapping, text

from content_api.delegations.schemas import DelegationDraft
from phohien.db import ReadSession, WriteSession
from phohien.pagination import Cursor

_LINES = """
SELECT d.id, d.agency_code, d.leader_id, l.name AS leader_name, d.deputy_id,
       p.name AS deputy_name, d.valid_from, d.valid_to, d.reason,
       m.name AS made_by_name, d.made_at, e.name AS ended_by_name, d.ended_at
  FROM access.delegation d
  JOIN access.account l ON l.id = d.leader_id
  JOIN access.account p ON p.id = d.deputy_id
  JOIN access.account m ON m.id = d.made_by
  LEFT JOIN access.account e ON e.id = d.ended_by
 WHERE (CAST(:id AS uuid) IS NULL OR d.id = :id)
   AND (CAST(:agency AS text) IS NULL OR d.agency_code = :agency)
   AND (CAST(:at AS timestamptz) IS NULL OR (d.made_at, d.id) < (:at, :after))
 ORDER BY d.made_at DESC, d.id DESC LIMIT :rows
"""


async def delegate(
    session: WriteSession, token_digest: bytes, leader: UUID, draft: DelegationDraft
) -> UUID:
    found: UUID = await session.scalar(
        text("SELECT access.delegate(:session, :leader, :deputy, :from, :to, :reason)"),
        {
            "session": token_digest,
            "leader": leader,
            "deputy": draft.deputy_id,
            "from": draft.valid_from,
            "to": draft.valid_to,
            "reason": draft.reason,
        },
    )
    return found


async def end(session: WriteSession, token_digest: bytes, delegation_id: UUID) -> bool:
    """False when it had ended before."""
    ended: bool = await session.scalar(
        text("SELECT access.end_delegation(:session, :id)"),
        {"session": token_digest, "id": delegation_id},
    )
    return ended


async def line(session: ReadSession, delegation_id: UUID) -> RowMapping:
    values = {"id": delegation_id, "agency": None, "at": None, "after": None, "rows": 1}
    return (await session.execute(text(_LINES), values)).mappings().one()


async def page(
    session: ReadSession, *, agency: str | None, after: Cursor | None, rows: int
) -> Sequence[RowMapping]:
    values = {
        "id": None,
        "agency": agency,
        "at": after.at if after else None,
        "after": after.id if after else None,
        "rows": rows,
    }
    return (await session.execute(text(_LINES), values)).mappings().all()
