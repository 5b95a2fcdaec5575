"""Every statement that touches runs and their plan items."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, and_, delete, func, or_, select, text, tuple_, update
from sqlalchemy.dialects.postgresql import distinct_on, insert

from asean_sync.db import from_now
from asean_sync.runs.tables import PlanItem, Run
from phohien.db import ReadSession, WriteSession

CHANNEL = "phohien_sync"  # NOTIFY: a run was asked for
AT_ONCE = 500
SHOWN = frozenset({"plan", "nightly", "on_demand"})
"""Kinds that show a person what waits; prompt withdrawals wait for nobody."""


async def add(session: WriteSession, row: dict[str, Any]) -> UUID | None:
    """None: the slot has its run already, or another run of the target is open."""
    return await session.scalar(
        insert(Run).values(row).on_conflict_do_nothing().returning(Run.id)
    )


async def add_finished(session: WriteSession, row: dict[str, Any]) -> Run:
    return (await session.scalars(insert(Run).values(row).returning(Run))).one()


async def announce(session: WriteSession) -> None:
    await session.execute(text("SELECT pg_notify(:channel, '')"), {"channel": CHANNEL})


async def open_run(
    session: ReadSession, target_code: str, item_key: str | None = None
) -> Run | None:
    return await session.scalar(
        select(Run).where(
            Run.target_code == target_code,
            Run.finished_at.is_(None),
            Run.item_key.is_not_distinct_from(item_key),
            Run.kind != "plan",
        )
    )


async def get(session: ReadSession, run_id: UUID) -> Run | None:
    return await session.scalar(select(Run).where(Run.id == run_id))


async def waiting(session: ReadSession) -> list[UUID]:
    """Open runs that nobody works on: new ones, and those of workers that ended."""
    found = await session.scalars(
        select(Run.id)
        .where(
            Run.finished_at.is_(None),
            or_(Run.lease_until.is_(None), Run.lease_until < func.clock_timestamp()),
        )
        .order_by(Run.requested_at)
    )
    return list(found)


async def take(
    session: WriteSession, run_id: UUID, worker: str, lease: float
) -> Run | None:
    """None: another worker has it, or it is over."""
    return await session.scalar(
        update(Run)
        .where(
            Run.id == run_id,
            Run.finished_at.is_(None),
            or_(Run.lease_until.is_(None), Run.lease_until < func.clock_timestamp()),
        )
        .values(
            worker=worker,
            lease_until=from_now(lease),
            fence=Run.fence + 1,
            started_at=func.coalesce(Run.started_at, func.clock_timestamp()),
        )
        .returning(Run)
        .execution_options(populate_existing=True)
    )


async def extend(session: WriteSession, run_id: UUID, fence: int, lease: float) -> bool:
    result = await session.execute(
        update(Run)
        .where(Run.id == run_id, Run.fence == fence, Run.finished_at.is_(None))
        .values(lease_until=from_now(lease))
        .returning(Run.id)
    )
    return result.first() is not None


async def finish(
    session: WriteSession, run_id: UUID, fence: int, values: dict[str, Any]
) -> bool:
    """False: the run was taken over; its new holder will finish it."""
    result = await session.execute(
        update(Run)
        .where(Run.id == run_id, Run.fence == fence, Run.finished_at.is_(None))
        .values(**values, lease_until=None)
        .returning(Run.id)
    )
    return result.first() is not None


async def store_items(session: WriteSession, rows: list[dict[str, Any]]) -> None:
    for start in range(0, len(rows), AT_ONCE):
        await session.execute(
            insert(PlanItem).on_conflict_do_nothing(), rows[start : start + AT_ONCE]
        )


async def forget_items(session: WriteSession, run_id: UUID) -> None:
    await session.execute(delete(PlanItem).where(PlanItem.run_id == run_id))


async def items(session: ReadSession, run_id: UUID) -> Sequence[PlanItem]:
    rows = await session.scalars(
        select(PlanItem).where(PlanItem.run_id == run_id).order_by(PlanItem.object_key)
    )
    return rows.all()


@dataclass(frozen=True, slots=True)
class Term:
    """What an approval needs to know of one change; not what is in it."""

    object_key: str
    action: str
    content_hash: str | None
    holds: Sequence[str]


async def terms(session: ReadSession, run_id: UUID) -> Sequence[Term]:
    columns = (
        *(PlanItem.object_key, PlanItem.action),
        *(PlanItem.content_hash, PlanItem.holds),
    )
    rows = await session.execute(select(*columns).where(PlanItem.run_id == run_id))
    return [Term(*row) for row in rows]


async def by_plan_hash(session: ReadSession, beginning: str) -> Sequence[Run]:
    """The newest run of each plan whose hash begins so; two are enough to know."""
    rows = await session.scalars(
        select(Run)
        .where(
            Run.plan_hash.startswith(beginning, autoescape=True),
            Run.kind.in_(SHOWN),
        )
        .ext(distinct_on(Run.plan_hash))
        .order_by(Run.plan_hash, Run.requested_at.desc())
        .limit(2)
    )
    return rows.all()


async def keep_canary(
    session: WriteSession, run_id: UUID, fence: int, keys: list[str]
) -> None:
    await session.execute(
        update(Run).where(Run.id == run_id, Run.fence == fence).values(canary_keys=keys)
    )


async def page(
    session: ReadSession,
    *,
    target_code: str | None,
    before: tuple[datetime, UUID] | None,
    limit: int,
    plans: bool = False,
) -> Sequence[Run]:
    statement = (
        select(Run).order_by(Run.requested_at.desc(), Run.id.desc()).limit(limit)
    )
    if target_code is not None:
        statement = statement.where(Run.target_code == target_code)
    if plans:
        waits = or_(Run.hold_hash.is_not(None), Run.outcome == "needs_approval")
        shown = and_(Run.kind.in_(SHOWN), Run.plan_hash.is_not(None), waits)
        statement = statement.where(or_(Run.kind == "plan", shown))
    if before is not None:
        statement = statement.where(tuple_(Run.requested_at, Run.id) < before)
    return (await session.scalars(statement)).all()


async def anchors(session: ReadSession, target_code: str) -> Sequence[RowMapping]:
    """Where finished runs saw the end of the chain."""
    rows = await session.execute(
        select(Run.id, Run.evidence_seq, Run.evidence_hash)
        .where(Run.target_code == target_code, Run.evidence_seq.is_not(None))
        .order_by(Run.requested_at.desc())
        .limit(200)
    )
    return rows.mappings().all()
