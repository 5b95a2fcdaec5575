"""What the worker process asks before it starts sending; whether it could."""

import contextlib
from collections.abc import Collection

from sqlalchemy import select

from asean_sync.objects.tables import Object
from asean_sync.sending import queries
from asean_sync.sending.desk import Desk
from phohien.db import Database, ReadSession


async def seconds_until_due(session: ReadSession, target_code: str) -> float | None:
    """None: nothing is left to do or to wait for."""
    return await queries.seconds_until_due(session, target_code)


class _NotMeantError(Exception):
    """Ends a transaction that only tried."""


async def try_claim(database: Database, target_codes: Collection[str]) -> None:
    """Takes what is due first at each target and lets go of it again.

    A database that answers `SELECT 1` may still refuse a worker: by a lost right, a
    full disk, a broken function. Raises what a worker would meet.
    """
    with contextlib.suppress(_NotMeantError):
        async with database.writing() as session:
            for code in target_codes:
                found = await queries.next_due(session, code, stopped=False)
                if found is not None:
                    values = {"fence": found.fence + 1}
                    await queries.write(session, found.id, found.fence, values)
            raise _NotMeantError


async def let_out(desk: Desk, keys: list[str]) -> set[str]:
    """Which of what was laid ready may still go: an approval may have ended since."""
    code = desk.target_code
    statement = select(Object.object_key).where(
        Object.target_code == code,
        Object.object_key.in_(keys),
        Object.desired == "present",
        queries.lets_out(Object, code),
    )
    async with desk.database.reading() as session:
        return set(await session.scalars(statement))
