"""Parts on their way to S3, some at the same moment; they land in their order."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

AT_ONCE = 3
"""Of one upload; `room` bounds what a process holds of all."""


@dataclass(frozen=True, slots=True)
class Flight:
    length: int
    etag: asyncio.Task[str]


class Flights:
    def __init__(self, room: asyncio.Semaphore) -> None:
        self._room = room
        self._flights: deque[Flight] = deque()

    def __len__(self) -> int:
        return len(self._flights)

    @property
    def length(self) -> int:
        """Bytes under way."""
        return sum(flight.length for flight in self._flights)

    async def take_off(
        self, load: Callable[[], bytes], put: Callable[[bytes], Awaitable[str]]
    ) -> None:
        """As soon as there is room; `load` is called no earlier."""
        await self._room.acquire()
        try:
            data = load()
        except BaseException:
            self._room.release()
            raise
        etag = asyncio.create_task(self._put(data, put))
        self._flights.append(Flight(len(data), etag))

    async def _put(self, data: bytes, put: Callable[[bytes], Awaitable[str]]) -> str:
        try:
            return await put(data)
        finally:
            self._room.release()

    def is_due(self, most: int) -> bool:
        """Whether the first has arrived, or more than `most` are under way."""
        flights = self._flights
        return bool(flights) and (len(flights) > most or flights[0].etag.done())

    async def first(self) -> tuple[int, str]:
        """Length and ETag of the first; it stays until `landed`."""
        flight = self._flights[0]
        return flight.length, await flight.etag

    def landed(self) -> None:
        self._flights.popleft()

    async def abandon(self) -> None:
        """Nobody commits what is still under way; it is waited for all the same."""
        left = [flight.etag for flight in self._flights]
        await asyncio.gather(*left, return_exceptions=True)
