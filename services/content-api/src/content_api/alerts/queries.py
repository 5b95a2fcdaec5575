"""Statements on alerts; views of the database say what is one."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import RowMapping, text
from sqlalchemy.dialects.postgresql import insert

from content_api.alerts.schemas import MarkingFilter
from content_api.alerts.tables import HandledMarking
from phohien.db import ReadSession, WriteSession
from phohien.pagination import Cursor

_PAGE = """
SELECT * FROM content.marking_refusal m
 WHERE (m.handled_at IS NOT NULL) = :handled
   AND (CAST(:agency AS text) IS NULL OR m.agency_code = :agency)
   AND (CAST(:before AS bigint) IS NULL OR m.id < :before)
 ORDER BY m.id DESC LIMIT :rows
"""
_ONE = "SELECT * FROM content.marking_refusal m WHERE m.id = :seq"
_COUNT = """
SELECT count(*) FROM content.marking_refusal m WHERE m.handled_at IS NULL
   AND (CAST(:agency AS text) IS NULL OR m.agency_code = :agency)
"""
_OVERDUE = """
SELECT o.id, o.kind, o.key, o.lang, o.agency_code, o.since FROM content.overdue o
 WHERE (CAST(:kind AS text) IS NULL OR o.kind = :kind)
   AND (CAST(:agency AS text) IS NULL OR o.agency_code = :agency)
   AND (CAST(:since AS timestamptz) IS NULL OR (o.since, o.id) > (:since, :id))
 ORDER BY o.since, o.id LIMIT :rows
"""
_COUNTS = """
SELECT o.kind, count(*) AS number FROM content.overdue o
 WHERE (CAST(:agency AS text) IS NULL OR o.agency_code = :agency)
 GROUP BY o.kind
"""


async def markings(
    session: ReadSession, wanted: MarkingFilter, *, agency: str | None
) -> Sequence[RowMapping]:
    """One row more than the page, to know whether another follows."""
    rows = await session.execute(
        text(_PAGE),
        {
            "handled": wanted.handled,
            "agency": agency,
            "before": wanted.cursor,
            "rows": wanted.limit + 1,
        },
    )
    return rows.mappings().all()


async def marking(session: ReadSession, seq: int) -> RowMapping | None:
    return (await session.execute(text(_ONE), {"seq": seq})).mappings().first()


async def count_markings(session: ReadSession, agency: str | None) -> int:
    found: int = await session.scalar(text(_COUNT), {"agency": agency})
    return found


async def insert_handled(session: WriteSession, values: Mapping[str, Any]) -> bool:
    """False when somebody has dealt with it before."""
    done = await session.scalar(
        insert(HandledMarking)
        .values(**values)
        .on_conflict_do_nothing()
        .returning(HandledMarking.audit_seq)
    )
    return done is not None


async def overdue(
    session: ReadSession,
    *,
    kind: str | None,
    agency: str | None,
    after: Cursor | None,
    rows: int,
) -> Sequence[RowMapping]:
    found = await session.execute(
        text(_OVERDUE),
        {
            "kind": kind,
            "agency": agency,
            "since": after.at if after else None,
            "id": after.id if after else None,
            "rows": rows,
        },
    )
    return found.mappings().all()


async def counts(session: ReadSession, agency: str | None) -> dict[str, int]:
    rows = await session.execute(text(_COUNTS), {"agency": agency})
    return {row.kind: row.number for row in rows}
