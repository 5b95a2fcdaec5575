"""What a plan holds, a page at a time."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from asean_sync.runs.tables import PlanItem, Run
from phohien.db import ReadSession


async def items(
    session: ReadSession,
    plan_id: UUID,
    *,
    action: str | None,
    after: str | None,
    limit: int,
) -> Sequence[PlanItem]:
    statement = (
        select(PlanItem)
        .where(PlanItem.run_id == plan_id)
        .order_by(PlanItem.object_key)
        .limit(limit)
    )
    if action is not None:
        statement = statement.where(PlanItem.action == action)
    if after is not None:
        statement = statement.where(PlanItem.object_key > after)
    return (await session.scalars(statement)).all()


async def carried_out_by(session: ReadSession, plan_id: UUID) -> Sequence[Run]:
    rows = await session.scalars(
        select(Run).where(Run.plan_id == plan_id).order_by(Run.requested_at)
    )
    return rows.all()
