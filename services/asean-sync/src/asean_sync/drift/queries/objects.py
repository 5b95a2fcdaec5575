"""What a difference does to its object, and which objects are looked at."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, func, or_, select, update

from asean_sync.drift.classes import AT_REST, Resting
from asean_sync.drift.tables import Drift
from asean_sync.evidence.tables import Attempt, AttemptResult
from asean_sync.objects.states import State
from asean_sync.objects.tables import Object, Payload
from phohien.db import ReadSession, WriteSession


async def resting(
    session: ReadSession, target_code: str, role: str
) -> dict[str, Resting]:
    rows = await session.execute(
        select(
            *(Object.id, Object.object_key, Object.desired),
            *(Object.state, Object.remote_id),
        ).where(Object.target_code == target_code, Object.role == role)
    )
    return {
        row.object_key: Resting(
            *(row.id, row.object_key, row.desired, State(row.state), row.remote_id)
        )
        for row in rows
    }


async def take_up(session: WriteSession, object_id: UUID) -> None:
    """An object at rest is looked for under its key again, and put right."""
    await session.execute(
        update(Object)
        .where(Object.id == object_id, Object.state.in_(AT_REST))
        .values(
            state=State.PENDING.value,
            observed="unknown",
            observed_hash=None,
            verified_at=None,
            verify_failures=0,
            not_before=func.clock_timestamp(),
            updated_at=func.clock_timestamp(),
        )
        .execution_options(synchronize_session=False)
    )


async def leave_to_a_person(
    session: WriteSession, object_id: UUID, verdict: str, why: str
) -> None:
    """Nothing is sent until a person decides, or something newer is approved."""
    await session.execute(
        update(Object)
        .where(Object.id == object_id, Object.state == State.SYNCED.value)
        .values(
            state=State.DRIFTED.value,
            observed="unknown" if verdict == "missing" else Object.observed,
            verified_at=None,
            last_verdict=verdict,
            last_error=why,
            updated_at=func.clock_timestamp(),
        )
        .execution_options(synchronize_session=False)
    )


async def oldest_looks(
    session: ReadSession, target_code: str, before: datetime, limit: int
) -> Sequence[Object]:
    """Objects there whose last look is longest ago, files last."""
    rows = await session.scalars(
        select(Object)
        .where(
            Object.target_code == target_code,
            Object.state == State.SYNCED.value,
            Object.remote_id.is_not(None),
            Object.verified_at < before,
        )
        .order_by(Object.verified_at, Object.id)
        .limit(limit)
    )
    return rows.all()


async def looked_at(
    session: WriteSession, object_ids: Collection[UUID], at: datetime
) -> None:
    await session.execute(
        update(Object)
        .where(Object.id.in_(object_ids), Object.state == State.SYNCED.value)
        .values(verified_at=at)
        .execution_options(synchronize_session=False)
    )


async def unexplained(session: ReadSession, target_code: str) -> Sequence[RowMapping]:
    """Drifted, and nothing says how: the target alters what it is sent."""
    told = select(Drift.id).where(
        Drift.object_id == Object.id, Drift.closed_at.is_(None)
    )
    differing = (
        select(AttemptResult.differing)
        .join(Attempt, Attempt.id == AttemptResult.attempt_id)
        .where(Attempt.object_id == Object.id, Attempt.op == "verify")
        .order_by(Attempt.chain_seq.desc())
        .limit(1)
        .scalar_subquery()
    )
    rows = await session.execute(
        select(
            *(Object.id, Object.object_key, Object.role, Object.remote_id),
            differing.label("differing"),
        ).where(
            Object.target_code == target_code,
            Object.state == State.DRIFTED.value,
            ~told.exists(),
        )
    )
    return rows.mappings().all()


async def object_of(session: ReadSession, object_id: UUID) -> Object | None:
    return await session.scalar(select(Object).where(Object.id == object_id))


async def doubt_all(session: WriteSession, target_code: str) -> int:
    """What was under way when the backup was made is looked for before it is sent."""
    rows = await session.execute(
        update(Object)
        .where(
            Object.target_code == target_code,
            Object.state.not_in([State.SYNCED.value, State.ABSENT.value]),
            or_(
                Object.lease_until.is_(None),
                Object.lease_until < func.clock_timestamp(),
            ),
        )
        .values(
            state=State.PENDING.value,
            observed="unknown",
            observed_hash=None,
            verified_at=None,
            in_doubt_since=None,
            ticket=None,
            hold_reason=None,
            lease_until=None,
            lease_owner=None,
            attempts=0,
            verify_failures=0,
            claims_without_result=0,
            fence=Object.fence + 1,
            not_before=func.clock_timestamp(),
            updated_at=func.clock_timestamp(),
        )
        .returning(Object.id)
        .execution_options(synchronize_session=False)
    )
    return len(rows.all())


async def payload_of(session: ReadSession, sha256: str | None) -> dict[str, Any]:
    found = await session.scalar(select(Payload.body).where(Payload.sha256 == sha256))
    return found or {}
