"""Hands out what is due, and says when there is nothing more to wait for."""

import asyncio
import contextlib
from collections import deque
from time import monotonic

import structlog
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from asean_sync.objects.states import Change, State
from asean_sync.sending.claim import Pause, Taken, claim_some
from asean_sync.sending.desk import Desk
from asean_sync.sending.ledger.held import Claim
from asean_sync.sending.record import let_go

log = structlog.get_logger()
LONGEST_NAP = 0.3
AFTER_TROUBLE = 1.0
SOON = 0.1
# For each connection: while one object is on the wire another is in the book.
HANDS = 2


class Door:
    """One hand at a time asks for work; one that is done makes the next ask again.

    It asks for more than there are hands waiting: hands that each looked at the rows
    for themselves would spend more on looking than on sending.
    """

    def __init__(self, desk: Desk, until: float) -> None:
        self._desk, self._until = desk, until
        self._turn, self._done = asyncio.Lock(), asyncio.Event()
        self._waiting, self._ready = 0, deque[Claim]()

    async def next(self) -> Claim | None:
        """None: what comes next comes after the deadline."""
        self._waiting += 1
        try:
            async with self._turn:
                return await self._next()
        finally:
            self._waiting -= 1

    async def _next(self) -> Claim | None:
        await self._put_back()
        while not self._ready:
            self._done.clear()
            taken = await self._claimed()
            for claim in taken.claims:
                # Withdrawals are never overtaken.
                first = claim.row.withdrawing
                (self._ready.appendleft if first else self._ready.append)(claim)
            if taken.pause is not None and not await self._nap(taken.pause):
                return None
        return self._ready.popleft()

    async def _put_back(self) -> None:
        """Of a target in trouble: what was taken up ahead spends no attempt there."""
        while not self._desk.mood.well and len(self._ready) > self._waiting:
            claim = self._ready.pop()
            del self._desk.held[claim.object_id]
            state = State.IN_DOUBT if claim.row.in_doubt else State.PENDING
            try:
                await let_go(self._desk, claim, Change(state, wait=SOON))
            except (SQLAlchemyError, OSError) as error:
                # Its lease runs out by itself.
                out_of_reach(error)

    def done(self) -> None:
        self._done.set()

    async def _claimed(self) -> Taken:
        """For all who wait, who come for theirs at once, and as many to come."""
        if len(self._desk.held) > HANDS * max(self._desk.wire.granted, 1):
            # Enough for a while: the next ones are taken up several at once.
            return Taken([], Pause(LONGEST_NAP))
        ahead = self._desk.profile.limits.concurrency if self._desk.mood.well else 0
        try:
            return await claim_some(self._desk, self._waiting + ahead)
        except (SQLAlchemyError, OSError) as error:
            return Taken([], out_of_reach(error))
        except Exception:
            log.exception("claim_failed", target=self._desk.target_code)
            return Taken([], Pause(AFTER_TROUBLE))

    async def _nap(self, pause: Pause) -> bool:
        left = self._until - monotonic()
        if pause.seconds is None or pause.seconds > left:
            return False
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(min(pause.seconds, LONGEST_NAP)):
                await self._done.wait()
        return True


def out_of_reach(error: Exception) -> Pause:
    """PostgreSQL went away: leases run out, and the rows say where to go on."""
    lost = isinstance(error, DBAPIError) and error.connection_invalidated
    log.warning("database_out_of_reach", lost=lost, error=str(error)[:200])
    return Pause(AFTER_TROUBLE)
