"""Every statement that touches differences and what objects do about them."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, and_, func, or_, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert

from asean_sync.drift.classes import Found, Resting
from asean_sync.drift.tables import Drift
from asean_sync.evidence.tables import Attempt, AttemptResult
from asean_sync.objects.states import State
from asean_sync.objects.tables import Object
from phohien.db import ReadSession, WriteSession

REST = (State.SYNCED.value, State.ABSENT.value, State.DRIFTED.value)


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


async def report(
    session: WriteSession,
    target_code: str,
    found: Found,
    *,
    action: str,
    run_id: UUID | None,
    at: datetime,
) -> bool:
    """True: it was not open yet."""
    row = {
        "target_code": target_code,
        "object_id": found.object_id,
        "object_key": found.key,
        "role": found.role,
        "kind": found.kind.value,
        "found_at": at,
        "seen_at": at,
        "run_id": run_id,
        "remote_ids": list(found.remote_ids),
        "fields": list(found.fields),
        "theirs": found.theirs,
        "action": action,
    }
    again = {name: row[name] for name in ("seen_at", "remote_ids", "fields", "theirs")}
    statement = insert(Drift).values(row)
    stored = await session.execute(
        statement.on_conflict_do_update(
            index_elements=["target_code", "object_key", "kind"],
            index_where=Drift.closed_at.is_(None),
            set_=again,
        ).returning(Drift.found_at)
    )
    return bool(stored.scalar_one() == at)


async def take_up(session: WriteSession, object_ids: Collection[UUID]) -> None:
    """Objects at rest are looked for under their key again, and put right."""
    await session.execute(
        update(Object)
        .where(Object.id.in_(object_ids), Object.state.in_(REST))
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
    session: WriteSession, object_ids: Collection[UUID], verdict: str, why: str
) -> None:
    """Nothing is sent until a person decides, or something newer is approved."""
    await session.execute(
        update(Object)
        .where(Object.id.in_(object_ids), Object.state == State.SYNCED.value)
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


async def settle(
    session: WriteSession, target_code: str, *, by: str, at: datetime
) -> int:
    """Closes what was put right meanwhile: the object was seen as it should be."""
    fine = or_(
        and_(Object.state == State.SYNCED.value, Object.verified_at >= Drift.seen_at),
        Object.state == State.ABSENT.value,
    )
    right = select(Object.id).where(Object.id == Drift.object_id, fine).exists()
    revived = and_(
        Drift.kind == "revived",
        ~select(Object.id)
        .where(
            Object.id == Drift.object_id,
            Object.state == State.ABSENT.value,
            Object.verified_at >= Drift.seen_at,
        )
        .exists(),
    )
    rows = await session.execute(
        update(Drift)
        .where(
            Drift.target_code == target_code,
            Drift.closed_at.is_(None),
            right,
            ~revived,
        )
        .values(closed_at=at, closed_by=by, outcome="settled")
        .returning(Drift.id)
        .execution_options(synchronize_session=False)
    )
    return len(rows.all())


async def close_unseen(
    session: WriteSession, target_code: str, role: str, *, by: str, at: datetime
) -> None:
    """What the list does not show any more: their staff saw to it."""
    await session.execute(
        update(Drift)
        .where(
            Drift.target_code == target_code,
            Drift.role == role,
            Drift.kind == "extra",
            Drift.closed_at.is_(None),
            Drift.seen_at < at,
        )
        .values(closed_at=at, closed_by=by, outcome="gone")
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


async def page(
    session: ReadSession,
    *,
    filters: dict[str, str],
    only_open: bool,
    before: tuple[datetime, UUID] | None,
    limit: int,
) -> Sequence[Drift]:
    columns = Drift.__table__.c
    statement = (
        select(Drift)
        .where(*(columns[name] == value for name, value in filters.items()))
        .order_by(Drift.found_at.desc(), Drift.id.desc())
        .limit(limit)
    )
    if only_open:
        statement = statement.where(Drift.closed_at.is_(None))
    if before is not None:
        statement = statement.where(tuple_(Drift.found_at, Drift.id) < before)
    return (await session.scalars(statement)).all()


async def get(session: ReadSession, drift_id: UUID) -> Drift | None:
    return await session.scalar(select(Drift).where(Drift.id == drift_id))


async def close(
    session: WriteSession, drift_id: UUID, *, by: str, outcome: str, at: datetime
) -> bool:
    """False: it is closed already."""
    row = await session.execute(
        update(Drift)
        .where(Drift.id == drift_id, Drift.closed_at.is_(None))
        .values(closed_at=at, closed_by=by, outcome=outcome)
        .returning(Drift.id)
        .execution_options(synchronize_session=False)
    )
    return row.first() is not None


async def object_of(session: ReadSession, object_id: UUID) -> Object | None:
    return await session.scalar(select(Object).where(Object.id == object_id))


async def counts(session: ReadSession, target_code: str) -> dict[str, int]:
    """Open differences by kind."""
    rows: Any = await session.execute(
        select(Drift.kind, func.count())
        .where(Drift.target_code == target_code, Drift.closed_at.is_(None))
        .group_by(Drift.kind)
    )
    return {kind: number for kind, number in rows}  # noqa: C416 -- rows are no pairs to mypy


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
