"""Somebody who looks at every ring, but not for every line of many."""

import asyncio
import contextlib
from math import inf
from time import monotonic

from content_api.feeds.stream.bell import Bell

# A look at one line costs nearly what one at a hundred does: lines in a row are looked
# at together, until there are MANY or so many seconds have gone by.
BREATH = 1.0
MANY = 250


class Rounds:
    """Whoever no ring has woken for a BREATH is woken at once."""

    def __init__(self, bell: Bell) -> None:
        self._bell = bell
        self._woken = -inf
        self.begin()

    def begin(self) -> None:
        """Before one looks: a ring after the look is then not missed."""
        self._ring, self._heard = self._bell.next_ring(), self._bell.rings

    async def wait(self, seconds: float) -> None:
        """For the next round; it may come sooner than in `seconds`."""
        if not await self._bell.wait(self._ring, seconds):
            return
        left = max(0.0, self._woken + BREATH - monotonic())
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(left):
                while self._bell.rings - self._heard < MANY:
                    await self._bell.next_ring().wait()
        self._woken = monotonic()
