"""Request lines of GETs answered in front of the routes, several at a time."""

import asyncio
import sys
from datetime import UTC, datetime
from time import perf_counter

# A line may wait so long. A process that is killed loses no more than that.
DELAY = 0.1
MOST_WAITING = 1000
OFFSET = len("+00:00")


class RequestLines:
    """One write for many requests: a write each would cost as much as the answer."""

    def __init__(self, *, wanted: bool) -> None:
        self._wanted = wanted
        self._waiting: list[str] = []
        self._timer: asyncio.TimerHandle | None = None

    def note(self, route: str, status: int, started: float, ident: str) -> None:
        if not self._wanted:
            return
        ms = round((perf_counter() - started) * 1000, 1)
        at = datetime.now(UTC).isoformat()[:-OFFSET]
        self._waiting.append(
            f'{{"method": "GET", "route": "{route}", "status": {status}, "ms": {ms}, '
            f'"event": "request", "request_id": "{ident}", "level": "info", '
            f'"timestamp": "{at}Z"}}\n'
        )
        if len(self._waiting) >= MOST_WAITING:
            self.write()
        elif self._timer is None:
            loop = asyncio.get_running_loop()
            self._timer = loop.call_later(DELAY, self.write)

    def write(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        lines, self._waiting = "".join(self._waiting), []
        sys.stdout.write(lines)
        sys.stdout.flush()
