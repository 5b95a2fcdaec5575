"""In the worker: at once when something is heard of, and every tick anyway."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import structlog
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from assets_api.takedown import listening, service
from assets_api.takedown.service import Hands
from phohien import clock

log = structlog.get_logger()
END_PATIENCE = 2.0


@asynccontextmanager
async def kept(hands: Hands, url: str, *, every: float) -> AsyncGenerator[None]:
    wake, ended = asyncio.Event(), asyncio.Event()

    async def go_round() -> None:
        while not ended.is_set():
            wake.clear()
            try:
                await service.note_ends(hands.database, at=clock.now())
                await service.carry_out(hands, at=clock.now())
            except (DBAPIError, PoolTimeoutError, OSError) as error:
                log.warning("takedown_waits", error=type(error).__name__)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(every):
                    await wake.wait()

    async with listening.heard(url, wake.set, name="assets-worker"):
        going = asyncio.create_task(go_round())
        try:
            yield
        finally:
            ended.set()
            wake.set()
            await asyncio.wait({going}, timeout=END_PATIENCE)
            going.cancel()
            await asyncio.wait({going}, timeout=END_PATIENCE)
