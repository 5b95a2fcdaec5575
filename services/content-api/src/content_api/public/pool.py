"""What every public read asks through: the role that may only read what is released."""

from collections.abc import Callable
from time import monotonic

from content_api.public.together import Ask, Row, Together

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
