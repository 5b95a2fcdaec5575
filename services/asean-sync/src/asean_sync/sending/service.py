"""What others ask of sending, and what a change of one row does to others."""

import contextlib
from collections.abc import Collection
from typing import Any
from uuid import UUID

from asean_sync.evidence import service as evidence
from asean_sync.objects.states import Change, State
from asean_sync.sending import queries
from phohien.db import Database, ReadSession, WriteSession


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
                for found in await queries.next_due(session, code, stopped=False):
                    values = {"fence": found.fence + 1}
                    await queries.write(session, found.id, found.fence, values)
            raise _NotMeantError


async def follow(
    session: WriteSession, role: str, before: Any, change: Change | None
) -> None:
    """`before`: the row as it was."""
    if change is None:
        return
    identity = change.values.get("remote_id")
    if role == "media" and identity not in {None, before.remote_id}:
        await queries.send_again_where_shown(session, before.id)
    if change.state is State.ABSENT:
        await queries.add_tombstone(session, before)
        await evidence.forget_payloads(session, before.id)


async def owners_of(
    session: ReadSession, target_code: str, role: str, named: Collection[str]
) -> list[tuple[str, UUID, str]]:
    """Our objects that are at the target under these ids: id, whose, key."""
    rows = await queries.owners_of(session, target_code, role, named)
    return [(str(row.remote_id), row.id, row.object_key) for row in rows]
