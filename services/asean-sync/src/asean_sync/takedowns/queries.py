"""Every statement that touches takedowns."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, Select, func, select, tuple_, update

from asean_sync.evidence.tables import Attempt
from asean_sync.objects.states import State
from asean_sync.objects.tables import Object
from asean_sync.takedowns.tables import Takedown
from phohien.db import ReadSession, WriteSession


def _shown() -> Select[Any]:
    """With how the object stands, and the look that saw it gone."""
    proof = (
        select(Attempt.id)
        .where(
            Attempt.object_id == Takedown.object_id,
            Attempt.op == "verify",
            Attempt.generation == Takedown.generation,
            Takedown.outcome == "proven",
        )
        .order_by(Attempt.chain_seq.desc())
        .limit(1)
        .scalar_subquery()
    )
    late = func.coalesce(Takedown.ended_at, func.clock_timestamp()) > Takedown.due_at
    return select(
        Takedown.__table__,
        *(Object.state, Object.last_error, Object.remote_url, Object.remote_id),
        proof.label("proof"),
        late.label("late"),
    ).join(Object, Object.id == Takedown.object_id)


async def page(
    session: ReadSession,
    *,
    target_code: str | None,
    only_open: bool,
    before: tuple[datetime, UUID] | None,
    limit: int,
) -> Sequence[RowMapping]:
    statement = (
        _shown().order_by(Takedown.asked_at.desc(), Takedown.id.desc()).limit(limit)
    )
    if target_code is not None:
        statement = statement.where(Takedown.target_code == target_code)
    if only_open:
        statement = statement.where(Takedown.ended_at.is_(None))
    if before is not None:
        statement = statement.where(tuple_(Takedown.asked_at, Takedown.id) < before)
    rows: Sequence[RowMapping] = (await session.execute(statement)).mappings().all()
    return rows


async def get(session: ReadSession, takedown_id: UUID) -> RowMapping | None:
    statement = _shown().where(Takedown.id == takedown_id)
    found: RowMapping | None = (await session.execute(statement)).mappings().first()
    return found


async def confirm(
    session: WriteSession, takedown_id: UUID, *, by: str, note: str
) -> bool:
    """False: it is over already."""
    done = await session.execute(
        update(Takedown)
        .where(Takedown.id == takedown_id, Takedown.ended_at.is_(None))
        .values(confirmed_by=by, note=note)
        .returning(Takedown.id)
        .execution_options(synchronize_session=False)
    )
    return done.first() is not None


async def look_now(session: WriteSession, object_id: UUID) -> None:
    """A person says it is gone: whoever works next looks, and that is the proof."""
    await session.execute(
        update(Object)
        .where(
            Object.id == object_id,
            Object.desired == "absent",
            Object.state.in_([State.RETRY.value, State.HELD.value]),
        )
        .values(
            state=State.PENDING.value,
            hold_reason=None,
            not_before=func.clock_timestamp(),
            updated_at=func.clock_timestamp(),
        )
        .execution_options(synchronize_session=False)
    )
