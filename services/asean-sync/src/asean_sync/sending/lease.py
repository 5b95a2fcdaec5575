"""Keeps a lease while its holder lives."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from time import monotonic

import structlog
from sqlalchemy.exc import SQLAlchemyError

from asean_sync.sending import queries
from asean_sync.sending.claim import Claim
from asean_sync.sending.desk import Desk

log = structlog.get_logger()


@asynccontextmanager
async def kept(desk: Desk, claim: Claim) -> AsyncGenerator[None]:
    beating = asyncio.create_task(_beat(desk, claim))
    try:
        yield
    finally:
        beating.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await beating


async def _beat(desk: Desk, claim: Claim) -> None:
    """Three times a lease; a database out of reach just lets the lease run out."""
    lease = desk.settings.lease_seconds
    while not claim.lost:
        await asyncio.sleep(lease / 3)
        asked = monotonic()
        try:
            async with desk.database.writing() as session:
                kept_on = await queries.extend(
                    session, claim.object_id, claim.fence, lease
                )
        except (SQLAlchemyError, OSError):
            log.warning("lease_not_renewed", key=claim.key)
            continue
        if kept_on:
            claim.deadline = asked + lease
        else:
            claim.lost = True
