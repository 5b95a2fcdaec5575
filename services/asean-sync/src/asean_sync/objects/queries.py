"""What people and runs ask about objects."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, case, func, or_, select, tuple_, update

from asean_sync.objects.states import State
from asean_sync.objects.tables import Object
from phohien.db import ReadSession, WriteSession


async def counts(
    session: ReadSession, target_code: str, item_id: UUID | None = None
) -> dict[str, int]:
    mine = [Object.target_code == target_code]
    if item_id is not None:
        mine.append(Object.item_id == item_id)
    rows = await session.execute(
        select(Object.state, func.count())
        .where(*mine)
        .group_by(Object.state)
        .order_by(Object.state)
    )
    return {state: number for state, number in rows}  # noqa: C416 -- rows are no pairs to mypy


async def states_of(
    session: ReadSession, target_code: str, keys: Sequence[str]
) -> dict[str, dict[str, Any]]:
    rows = await session.execute(
        select(
            *(Object.object_key, Object.state, Object.last_error, Object.hold_reason)
        ).where(Object.target_code == target_code, Object.object_key.in_(keys))
    )
    return {
        row.object_key: {
            "state": row.state,
            "last_error": row.last_error,
            "hold_reason": row.hold_reason,
        }
        for row in rows
    }


async def oldest_seconds(session: ReadSession, target_code: str) -> dict[str, int]:
    """How long the oldest unfinished object and withdrawal have been waiting."""
    unfinished = (
        Object.target_code == target_code,
        Object.state.not_in([State.SYNCED.value, State.ABSENT.value]),
    )
    age = func.extract("epoch", func.clock_timestamp() - func.min(Object.updated_at))
    pending = await session.scalar(select(age).where(*unfinished))
    leaving = await session.scalar(
        select(age).where(*unfinished, Object.desired == "absent")
    )
    return {"pending": int(pending or 0), "withdrawal": int(leaving or 0)}


async def page(
    session: ReadSession,
    *,
    filters: dict[str, str],
    after: tuple[str, str] | None,
    limit: int,
) -> Sequence[RowMapping]:
    columns = Object.__table__.c
    statement = (
        select(Object.__table__)
        .where(*(columns[name] == value for name, value in filters.items()))
        .order_by(columns.target_code, columns.object_key)
        .limit(limit)
    )
    if after is not None:
        statement = statement.where(
            tuple_(columns.target_code, columns.object_key) > after
        )
    return (await session.execute(statement)).mappings().all()


async def find(session: ReadSession, object_id: UUID) -> RowMapping | None:
    table = Object.__table__
    rows = await session.execute(select(table).where(table.c.id == object_id))
    return rows.mappings().first()


async def try_again(session: WriteSession, object_id: UUID, states: list[str]) -> bool:
    """False: the object is not in one of `states` any more."""
    result = await session.execute(
        update(Object)
        .where(
            Object.id == object_id,
            Object.state.in_(states),
            or_(
                Object.lease_until.is_(None),
                Object.lease_until < func.clock_timestamp(),
            ),
        )
        .values(
            state=case(
                (Object.in_doubt_since.is_not(None), State.IN_DOUBT.value),
                else_=State.PENDING.value,
            ),
            attempts=0,
            verify_failures=0,
            claims_without_result=0,
            hold_reason=None,
            not_before=func.clock_timestamp(),
            updated_at=func.clock_timestamp(),
        )
        .returning(Object.id)
    )
    return result.first() is not None
