"""Keeps what a desk holds while it works: its objects, and its connections."""

import asyncio
from contextlib import AbstractAsyncContextManager
from time import monotonic

import structlog
from sqlalchemy.exc import SQLAlchemyError

from asean_sync.sending.desk import Desk
from asean_sync.sending.hands import statements
from asean_sync.sending.shares import statements as shares
from phohien.beside import beside

log = structlog.get_logger()


def kept(desk: Desk) -> AbstractAsyncContextManager[None]:
    """For the block; before and after it leases run out by themselves."""
    return beside(_beat(desk))


async def _beat(desk: Desk) -> None:
    """Three times a lease; a database out of reach just lets the leases run out."""
    while True:
        await asyncio.sleep(desk.settings.lease_seconds / 3)
        try:
            await _extend(desk)
        except (SQLAlchemyError, OSError):
            log.warning("leases_not_renewed", target=desk.target_code)


async def _extend(desk: Desk) -> None:
    lease = desk.settings.lease_seconds
    async with desk.ledger.turn, desk.database.writing() as session:
        asked, held = monotonic(), dict(desk.held)
        fences = {identity: claim.fence for identity, claim in held.items()}
        kept_on = await statements.extend(session, fences, lease)
        await shares.keep(session, desk.target_code, desk.wire.owner, lease)
    for identity, claim in held.items():
        if identity in kept_on:
            claim.deadline = asked + lease
        elif desk.held.get(identity) is claim:
            claim.lost = True
