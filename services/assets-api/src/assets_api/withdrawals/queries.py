"""Every statement that touches withdrawals. Only rows here."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert

from assets_api.withdrawals.tables import Withdrawal
from phohien.db import ReadSession, WriteSession

LONGEST_PAUSE = timedelta(minutes=10)


async def add(
    session: WriteSession,
    *,
    asset_id: UUID,
    version_id: UUID,
    reason_class: str,
    at: datetime,
) -> None:
    await session.execute(
        insert(Withdrawal)
        .values(
            asset_id=asset_id,
            asset_version_id=version_id,
            reason_class=reason_class,
            next_attempt_at=at,
            created_at=at,
        )
        .on_conflict_do_nothing()
    )


async def due(session: ReadSession, *, at: datetime) -> Sequence[Withdrawal]:
    statement = (
        select(Withdrawal)
        .where(Withdrawal.acknowledged_at.is_(None), Withdrawal.next_attempt_at <= at)
        .order_by(Withdrawal.next_attempt_at)
        .limit(50)
    )
    return (await session.scalars(statement)).all()


async def acknowledge(session: WriteSession, ident: UUID, *, at: datetime) -> None:
    await session.execute(
        update(Withdrawal)
        .where(Withdrawal.id == ident)
        .values(acknowledged_at=at, attempts=Withdrawal.attempts + 1)
    )


async def postpone(session: WriteSession, ident: UUID, *, at: datetime) -> None:
    """Twice as long each time, ten minutes at most."""
    pause = func.least(
        func.make_interval(0, 0, 0, 0, 0, 0, func.power(2, Withdrawal.attempts)),
        LONGEST_PAUSE,
    )
    await session.execute(
        update(Withdrawal)
        .where(Withdrawal.id == ident)
        .values(attempts=Withdrawal.attempts + 1, next_attempt_at=at + pause)
    )
