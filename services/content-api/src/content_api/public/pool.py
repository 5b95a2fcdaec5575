"""What every public read asks through: the role that may only read what is released."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from time import monotonic
from typing import Any

# Read by place; some drivers give what behaves like a tuple and is none.
Row = tuple[Any, ...]
Ask = Callable[[str, Mapping[str, Any]], Awaitable[list[Row]]]
Count = Callable[[], tuple[int, int, int]]
NONE = (0, 0, 0)
# Look-ups of one moment that one statement carries.
MOST = 64
# With so many under way whoever comes waits for the next, and shares it.
UNDER_WAY = 2


class Together:
    """Everybody gets the rows of his own question, as if he had asked alone.

    `statement` takes the arrays `%(names)s` and `%(langs)s`; its rows begin with the
    place of their question in them, from 1. What goes wrong goes wrong for all.
    """

    def __init__(self, ask: Ask, statement: str) -> None:
        self._ask, self._statement = ask, statement
        self._asked: list[tuple[str, str, asyncio.Future[list[Row]]]] = []
        self._flights: set[asyncio.Task[None]] = set()
        self._called = False

    def rows(self, name: str, lang: str) -> asyncio.Future[list[Row]]:
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[list[Row]] = loop.create_future()
        self._asked.append((name, lang, answer))
        if not self._called and len(self._flights) < UNDER_WAY:
            self._called = True
            # Behind the requests that were read from other sockets in this round.
            loop.call_soon(self._take_off)
        return answer

    def _take_off(self) -> None:
        self._called = False
        asked, self._asked = self._asked[:MOST], self._asked[MOST:]
        waiting = [each for each in asked if not each[2].done()]
        if waiting:
            flight = asyncio.get_running_loop().create_task(self._fly(waiting))
            self._flights.add(flight)
            flight.add_done_callback(self._landed)

    def _landed(self, flight: asyncio.Task[None]) -> None:
        self._flights.discard(flight)
        if self._asked and not self._called:
            self._take_off()

    async def _fly(
        self, asked: list[tuple[str, str, asyncio.Future[list[Row]]]]
    ) -> None:
        values = {
            "names": [name for name, _, _ in asked],
            "langs": [lang for _, lang, _ in asked],
        }
        found: list[list[Row]] = [[] for _ in asked]
        try:
            for place, *row in await self._ask(self._statement, values):
                found[place - 1].append(tuple(row))
            for (_, _, answer), rows in zip(asked, found, strict=True):
                if not answer.done():
                    answer.set_result(rows)
        except Exception as exc:  # noqa: BLE001 -- whatever it is, each who waits raises it
            for _, _, answer in asked:
                if not answer.done():
                    answer.set_exception(exc)
        finally:
            # Only when this process ends is anybody left.
            for _, _, answer in asked:
                answer.cancel()


class PublicPool:
    """Answers one statement at a time, and outlives a restart of the database."""

    def __init__(self, ask: Ask, secret: bytes, count: Count = lambda: NONE) -> None:
        # Raises what a reader is told: too slow, or no database.
        self.rows = ask
        # What cursors are sealed with: the same in every process of an installation.
        self.secret = secret
        # Connections in use, open but unused, and how many there may be.
        self.connections = count
        self._remembered: dict[str, tuple[float, list[Row]]] = {}
        self._together: dict[str, Together] = {}

    def together(self, statement: str) -> Together:
        """Where those meet who look something up by this statement."""
        met = self._together.get(statement)
        if met is None:
            met = self._together[statement] = Together(self.rows, statement)
        return met

    async def remembered(self, statement: str, *, seconds: float) -> list[Row]:
        """An answer at most `seconds` old."""
        known = self._remembered.get(statement)
        if known is not None and monotonic() - known[0] < seconds:
            return known[1]
        found = await self.rows(statement, {})
        self._remembered[statement] = (monotonic(), found)
        return found

    def forget(self) -> None:
        """Something was released or withdrawn: no answer is remembered any longer."""
        self._remembered.clear()
