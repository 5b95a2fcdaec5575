"""What every public read asks through: the role that may only read what is released."""

from collections.abc import Awaitable, Callable, Mapping
from time import monotonic
from typing import Any

# Read by place; some drivers give what behaves like a tuple and is none.
Row = tuple[Any, ...]
Ask = Callable[[str, Mapping[str, Any]], Awaitable[list[Row]]]
Count = Callable[[], tuple[int, int, int]]
NONE = (0, 0, 0)


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
