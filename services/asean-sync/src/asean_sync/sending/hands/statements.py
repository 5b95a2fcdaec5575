"""Objects that were never sent, and what is known to be there."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import Row, Uuid, bindparam, func, select, update
from sqlalchemy.dialects.postgresql import ARRAY

from asean_sync.evidence.tables import Attempt
from asean_sync.objects.states import State
from asean_sync.objects.tables import Object
from phohien.db import ReadSession, WriteSession

_NEW = (
    Object.observed == "unknown",
    Object.remote_id.is_(None),
    Object.in_doubt_since.is_(None),
    Object.lease_until.is_(None),
)


async def never_sent(session: ReadSession, code: str) -> Sequence[Row[UUID, str, str]]:
    """New objects: nothing about them was ever sent, and nobody is at work on them."""
    attempt = select(Attempt.id).where(Attempt.object_id == Object.id)
    rows = await session.execute(
        select(Object.id, Object.role, Object.object_key).where(
            Object.target_code == code,
            Object.state == State.PENDING.value,
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
        .where(
            Object.id.in_(select(found)),
            Object.state == State.PENDING.value,
            *_NEW,
        )
        .values(observed="absent", updated_at=func.clock_timestamp())
        .execution_options(synchronize_session=False)
    )
