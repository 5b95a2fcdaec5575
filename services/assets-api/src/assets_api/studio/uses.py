"""How often sizes are asked for, and AVIF for those that many ask for.

Counting costs an addition in the process; every half minute the sums go to the
database. The worker paints the hot ones when it has nothing else to do.
"""

import asyncio
from collections import Counter as Sums
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from uuid import UUID

import structlog
from sqlalchemy.exc import DBAPIError

from assets_api.renditions.presets import AVIF, WEBP
from assets_api.studio import hot
from assets_api.studio.errors import RenditionNotReadyError, RenditionsBusyError
from assets_api.studio.service import RenditionUnknownError, Studio, VersionGoneError
from assets_api.studio.wanted import Wanted
from phohien import clock
from phohien.beside import beside
from phohien.db import Database

HOT = 50
EVERY = 30.0
AT_ONCE = 8
Key = tuple[UUID, str, int]
log = structlog.get_logger()


class Uses:
    """Of one process: a version, a preset and the number in its address."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._sums: Sums[Key] = Sums()

    def note(self, version_id: UUID, preset: str, epoch: int) -> None:
        self._sums[version_id, preset, epoch] += 1

    async def flush(self) -> None:
        """What could not be written is written the next time."""
        sums, self._sums = self._sums, Sums()
        if not sums:
            return
        try:
            async with self._database.writing() as session:
                await hot.add(session, dict(sums))
        except (DBAPIError, TimeoutError) as error:
            self._sums.update(sums)
            log.warning("uses_not_written", error=type(error).__name__)

    @asynccontextmanager
    async def kept(self, every: float = EVERY) -> AsyncGenerator[None]:
        """Written now and then, and at the end."""

        async def again() -> None:
            while True:
                await asyncio.sleep(every)
                await self.flush()

        try:
            async with beside(again()):
                yield
        finally:
            await self.flush()


async def paint_hot(database: Database, studio: Studio) -> int:
    """AVIF of what is asked for most; how many were made."""
    async with database.reading() as session:
        found = await hot.due(session, above=HOT, limit=AT_ONCE)
    made = 0
    for version_id, preset, epoch in found:
        try:
            await studio.make(Wanted(version_id, preset, epoch, AVIF))
            made += 1
        except (RenditionNotReadyError, RenditionsBusyError):
            continue
        except (RenditionUnknownError, VersionGoneError):
            log.info("hot_rendition_gone", preset=preset)
        async with database.writing() as session:
            await hot.settle(session, (version_id, preset, epoch), at=clock.now())
            # Heavier than what it is to replace: its address goes on with that.
            await hot.drop_if_heavier(
                session, Wanted(version_id, preset, epoch, AVIF), than=WEBP
            )
    return made
