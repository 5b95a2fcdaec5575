"""One connection a process that hears of every release.

A notification only wakes somebody up: what happened is read from the change log. So a
lost notification costs a little time, and nothing else.
"""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Callable, Generator
from contextlib import asynccontextmanager
from typing import Self

import structlog
from psycopg import AsyncConnection, OperationalError

from content_api.feeds.stream.errors import too_many_followers
from phohien import urls
from phohien.release import CHANNEL

log = structlog.get_logger()
# Seconds between two looks when nothing is heard; when the line is dead, sooner.
LOOK_ANYWAY = 10.0
LOOK_WHEN_DEAF = 1.0
MOST_WAITING = 2000
END_PATIENCE = 2.0


class Bell:
    """Rings for every line of the change log, and after every time it was deaf."""

    def __init__(self, url: str) -> None:
        self._url = urls.libpq(url)
        self._next = asyncio.Event()
        self._waiting = 0
        self._listeners: list[Callable[[], None]] = []
        self._ended = False
        self.hears = False
        self.rings = 0

    @classmethod
    @asynccontextmanager
    async def connect(cls, url: str) -> AsyncGenerator[Self]:
        bell = cls(url)
        listening = asyncio.create_task(bell._listen_for_ever())
        try:
            yield bell
        finally:
            # A connection that is cut while it is cancelled says that it was cut.
            bell._ended = True
            listening.cancel()
            await asyncio.wait({listening}, timeout=END_PATIENCE)

    def on_ring(self, listener: Callable[[], None]) -> None:
        """Called at every ring, before anybody who waits is woken."""
        self._listeners.append(listener)

    def ring(self) -> None:
        self.rings += 1
        for listener in self._listeners:
            listener()
        rung, self._next = self._next, asyncio.Event()
        rung.set()

    def next_ring(self) -> asyncio.Event:
        """To be taken before one looks: a ring after the look is then not missed."""
        return self._next

    async def wait(self, ring: asyncio.Event, seconds: float) -> bool:
        """Whether it rang; it may give up sooner than `seconds`."""
        patience = LOOK_ANYWAY if self.hears else LOOK_WHEN_DEAF
        # Not wait_for: in Python 3.11 it can lose a cancellation.
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(min(seconds, patience)):
                return await ring.wait()
        return False

    def refuse_crowd(self) -> None:
        if self._waiting >= MOST_WAITING:
            raise too_many_followers()

    @contextlib.contextmanager
    def place(self) -> Generator[None]:
        """A place among those who wait; there are only so many."""
        self.refuse_crowd()
        self._waiting += 1
        try:
            yield
        finally:
            self._waiting -= 1

    async def _listen_for_ever(self) -> None:
        while not self._ended:
            try:
                await self._listen()
            except OperationalError:
                log.warning("release_bell_deaf")
            finally:
                self.hears = False
            await asyncio.sleep(LOOK_WHEN_DEAF)

    async def _listen(self) -> None:
        connection = await AsyncConnection.connect(
            self._url,
            autocommit=True,
            application_name="content-api bell",
            connect_timeout=5,
        )
        async with connection:
            await connection.execute(f"LISTEN {CHANNEL}".encode())
            self.hears = True
            self.ring()
            async for _ in connection.notifies():
                self.ring()
