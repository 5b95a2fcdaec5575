"""Statements on kept answers. A row belongs to whoever holds its `claim`."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CursorResult, delete, or_, update
from sqlalchemy.dialects.postgresql import insert

from content_api.writes.tables import KeptAnswer
from phohien.db import ReadSession, WriteSession


async def claim(
    session: WriteSession, values: Mapping[str, Any], *, abandoned: datetime
) -> bool:
    """Takes a key that is new, expired, or left by a process that died before work."""
    at = values["claimed_at"]
    statement = insert(KeptAnswer).values(**values)
    taken = {
        **{name: statement.excluded[name] for name in values},
        "carried_out": False,
        "status": None,
        "headers": None,
        "body": None,
    }
    free = or_(
        KeptAnswer.expires_at <= at,
        KeptAnswer.status.is_(None)
        & ~KeptAnswer.carried_out
        & (KeptAnswer.claimed_at < abandoned),
    )
    got = await session.scalar(
        statement.on_conflict_do_update(
            index_elements=["caller_id", "key"], set_=taken, where=free
        ).returning(KeptAnswer.claim)
    )
    return got is not None


async def kept(session: ReadSession, caller_id: UUID, key: str) -> KeptAnswer | None:
    return await session.get(KeptAnswer, (caller_id, key))


async def note_carried_out(session: WriteSession, claim_id: UUID) -> bool:
    """In the transaction of the work; False when another took the claim over."""
    done = await session.execute(
        update(KeptAnswer).where(KeptAnswer.claim == claim_id).values(carried_out=True)
    )
    assert isinstance(done, CursorResult)  # noqa: S101 -- what an UPDATE gives
    return done.rowcount == 1


async def keep(
    session: WriteSession, claim_id: UUID, values: Mapping[str, Any]
) -> None:
    await session.execute(
        update(KeptAnswer)
        .where(KeptAnswer.claim == claim_id)
        .values(carried_out=True, **values)
    )


async def let_go(session: WriteSession, claim_id: UUID) -> None:
    """Nothing was carried out: the key may be used again."""
    await session.execute(
        delete(KeptAnswer).where(KeptAnswer.claim == claim_id, ~KeptAnswer.carried_out)
    )


async def sweep(session: WriteSession, at: datetime) -> None:
    await session.execute(delete(KeptAnswer).where(KeptAnswer.expires_at <= at))
