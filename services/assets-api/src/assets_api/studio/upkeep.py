"""Beside the worker's tick: lost sources are restored, hot pictures become AVIF.

Both take a processor for seconds, which nothing that is due may wait for.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import structlog

from assets_api.studio.restoring import restore_due
from assets_api.studio.service import Studio
from assets_api.studio.uses import paint_hot
from assets_api.uploads.desk import Desk
from phohien import clock
from phohien.beside import beside

log = structlog.get_logger()


@asynccontextmanager
async def kept(desk: Desk, *, every: float) -> AsyncGenerator[None]:
    """For as long as the worker works; one picture at a time."""

    async def again(studio: Studio) -> None:
        while True:
            try:
                await restore_due(desk, at=clock.now())
                await paint_hot(desk.database, studio)
            except Exception:
                log.exception("upkeep_failed")
            await asyncio.sleep(every)

    opened = Studio.opened(desk.database, desk.store, desk.scratch, at_once=1)
    async with opened as studio, beside(again(studio)):
        yield
