"""Leases of all that a desk holds; objects that were never sent to a target."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from sqlalchemy import Row, Uuid, bindparam, func, select, tuple_, update
from sqlalchemy.dialects.postgresql import ARRAY

from asean_sync.db import from_now
from asean_sync.evidence.tables import Attempt
from asean_sync.objects.states import State
from asean_sync.objects.tables import Object
from phohien.db import ReadSession, WriteSession

_NEW = (
    Object.state == State.PENDING.value,
    Object.observed == "unknown",
    Object.remote_id.is_(None),
    Object.in_doubt_since.is_(None),
    Object.lease_until.is_(None),
)


async def extend(
    session: WriteSession, fences: Mapping[UUID, int], lease: float
) -> set[UUID]:
    """Those whose fence is still this; a lease that ran out is not taken up again."""
    found = await session.scalars(
        update(Object)
        .where(
            tuple_(Object.id, Object.fence).in_(list(fences.items())),
            Object.lease_until > func.clock_timestamp(),
        )
        .values(lease_until=from_now(lease))
        .returning(Object.id)
        .execution_options(synchronize_session=False)
    )
    return set(found)


async def never_sent(session: ReadSession, code: str) -> Sequence[Row[UUID, str, str]]:
    """New objects: nothing about them was ever sent, and nobody is at work on them."""
    attempt = select(Attempt.id).where(Attempt.object_id == Object.id)
    rows = await session.execute(
        select(Object.id, Object.role, Object.object_key).where(
            Object.target_code == code,
            Object.desired == "present",
            *_NEW,
            ~attempt.exists(),
        )
    )
    return rows.all()


async def count_present(session: ReadSession, code: str) -> int:
    there = select(func.count()).where(
        Object.target_code == code, Object.observed == "present"
    )
    return await session.scalar(there) or 0


async def note_absent(session: WriteSession, ids: Collection[UUID]) -> None:
    """Where nobody took one up meanwhile."""
    found = func.unnest(bindparam("ids", list(ids), type_=ARRAY(Uuid)))
    await session.execute(
        update(Object)
        .where(Object.id.in_(select(found)), *_NEW)
        .values(observed="absent", updated_at=func.clock_timestamp())
        .execution_options(synchronize_session=False)
    )
