"""Writes down what workers counted, and how the evidence was found."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import datetime

import structlog
from sqlalchemy.exc import SQLAlchemyError

from asean_sync.monitoring import queries
from asean_sync.monitoring.tally import Tally
from phohien.beside import beside
from phohien.db import Database, WriteSession

log = structlog.get_logger()
EVERY = 5.0


@asynccontextmanager
async def told(
    database: Database, target_code: str, tally: Tally
) -> AsyncGenerator[None]:
    """While the block runs, and at its end."""
    try:
        async with beside(_tell(database, target_code, tally)):
            yield
    finally:
        await _told_once(database, target_code, tally)


async def _tell(database: Database, target_code: str, tally: Tally) -> None:
    while True:
        await asyncio.sleep(EVERY)
        await _told_once(database, target_code, tally)


async def _told_once(database: Database, target_code: str, tally: Tally) -> None:
    """Figures are not worth a worker: what cannot be told is let go."""
    taken, shown = tally.take(), tally.certificate
    if not taken and shown is None:
        return
    try:
        async with database.writing() as session:
            await queries.add(session, target_code, taken)
            if shown is not None:
                await queries.note_certificate(session, target_code, shown.until)
    except (SQLAlchemyError, OSError) as error:
        log.warning("figures_not_told", error=str(error)[:200])


async def note_chain(
    session: WriteSession, target_code: str, broken: str | None, at: datetime
) -> None:
    await queries.note_chain(session, target_code, broken, at)
