"""One connection a process that hears of withdrawals and of releases.

A notification only makes somebody look at once. Whoever listens looks again anyway
after a short while, so a line that died without a word costs time and nothing else.
"""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager

import structlog
from psycopg import AsyncConnection, OperationalError

from assets_api.assets.naming import WITHDRAWN
from phohien import urls
from phohien.release import CHANNEL

log = structlog.get_logger()
RETRY = 1.0
END_PATIENCE = 2.0
CHANNELS = (CHANNEL, WITHDRAWN)


@asynccontextmanager
async def heard(
    url: str, ring: Callable[[], None], *, name: str
) -> AsyncGenerator[None]:
    """Calls `ring` at every notification, and whenever it may have missed some."""
    ended = asyncio.Event()

    async def listen_for_ever() -> None:
        while not ended.is_set():
            try:
                await _listen(urls.libpq(url), ring, name)
            except OperationalError:
                log.warning("takedown_ear_deaf")
            ring()
            await asyncio.sleep(RETRY)

    listening = asyncio.create_task(listen_for_ever())
    try:
        yield
    finally:
        # A connection that is cut while it is cancelled says that it was cut.
        ended.set()
        listening.cancel()
        await asyncio.wait({listening}, timeout=END_PATIENCE)


async def _listen(url: str, ring: Callable[[], None], name: str) -> None:
    connection = await AsyncConnection.connect(
        url, autocommit=True, application_name=f"{name} ear", connect_timeout=5
    )
    async with connection:
        for channel in CHANNELS:
            await connection.execute(f"LISTEN {channel}".encode())
        ring()
        async for _ in connection.notifies():
            ring()
