"""Works off what is due at one target, several objects at a time."""

import asyncio
import contextlib
from collections import deque
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from functools import partial
from time import monotonic

import structlog
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from asean_sync.monitoring import service as monitoring
from asean_sync.monitoring import tally
from asean_sync.objects.states import Change, Next, Row, State, next_step, resting
from asean_sync.planning.plan import APPROVAL_NOT_FOUND
from asean_sync.sending import approval, look, queries, record
from asean_sync.sending.claim import Pause, Taken, claim_some
from asean_sync.sending.desk import Desk
from asean_sync.sending.errors import (
    ApprovalGoneError,
    LostLeaseError,
    StoppedError,
    SupersededError,
    WaitsForMediaError,
)
from asean_sync.sending.ledger.held import Claim
from asean_sync.sending.send import send
from asean_sync.sending.steps import Step, reached
from asean_sync.targets import service as targets

log = structlog.get_logger()
LONGEST_NAP = 0.3
AFTER_TROUBLE = 1.0
# Probe, withdraw the old, create the new, verify, and some room.
MOST_STEPS = 10
# Of a target that gets many objects at once: what comes this soon still goes with them.
SOON = 2.0
MOST_LAYING = 900.0
MOST_BATCHES = 20
LOOKS = {Next.PROBE: look.probe, Next.POLL: look.poll, Next.VERIFY: look.verify}


async def drain(desk: Desk, seconds: float) -> None:
    """Until nothing is due before the deadline. Any number may run at once."""
    until = monotonic() + seconds
    async with monitoring.told(desk.database, desk.target_code, desk.tally):
        await _drain(desk, until)


async def _drain(desk: Desk, until: float) -> None:
    await _all_hands(desk, until)
    if not desk.connector.capabilities().batches:
        return
    for _ in range(MOST_BATCHES):
        async with desk.database.reading() as session:
            if not await approval.may_hand_on(session, desk.target_code):
                return
        await desk.connector.finish(partial(_let_out, desk))
        async with desk.database.reading() as session:
            left = await queries.seconds_until_due(
                session, desk.target_code, desk.item_id
            )
        if left is None or left > SOON or monotonic() > until:
            return
        await _all_hands(desk, until)


async def _let_out(desk: Desk, keys: list[str]) -> set[str]:
    async with desk.database.reading() as session:
        return await approval.keys_let_out(session, desk.target_code, keys)


async def _all_hands(desk: Desk, until: float) -> None:
    hands = desk.profile.limits.concurrency
    if desk.connector.capabilities().batches:
        # What was laid ready is not kept back for what may come much later.
        until = min(until, monotonic() + MOST_LAYING)
    door = _Door(desk, until)
    async with asyncio.TaskGroup() as group:
        for _ in range(hands):
            group.create_task(_hand(desk, door))


class _Door:
    """One hand at a time asks for work; one that is done makes the next ask again.

    Hands that all looked at the rows for themselves would spend more on looking than on
    sending.
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
        while not self._ready:
            self._done.clear()
            taken = await self._claimed()
            self._ready.extend(taken.claims)
            if taken.pause is not None and not await self._nap(taken.pause):
                return None
        return self._ready.popleft()

    def done(self) -> None:
        self._done.set()

    async def _claimed(self) -> Taken:
        """For all who wait: they come for theirs at once."""
        try:
            return await claim_some(self._desk, self._waiting)
        except (SQLAlchemyError, OSError) as error:
            return Taken([], _out_of_reach(error))
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


async def _hand(desk: Desk, door: _Door) -> None:
    while (found := await door.next()) is not None:
        try:
            await work_on(desk, found)
        except (SQLAlchemyError, OSError) as error:
            _out_of_reach(error)
            await asyncio.sleep(AFTER_TROUBLE)
        except Exception:
            # The object keeps its lease, and three such claims put it aside.
            log.exception("object_failed", target=desk.target_code)
            await asyncio.sleep(AFTER_TROUBLE)
        door.done()


def _out_of_reach(error: Exception) -> Pause:
    """PostgreSQL went away: leases run out, and the rows say where to go on."""
    lost = isinstance(error, DBAPIError) and error.connection_invalidated
    log.warning("database_out_of_reach", lost=lost, error=str(error)[:200])
    return Pause(AFTER_TROUBLE)


async def work_on(desk: Desk, claim: Claim) -> None:
    async with _kept(desk, claim):
        try:
            await _steps(desk, claim)
        except LostLeaseError:
            _note_loss(desk, claim)
        except (StoppedError, SupersededError):
            await _let_go(desk, claim, Change(State.PENDING))
        except WaitsForMediaError:
            await _let_go(desk, claim, Change(State.PENDING, wait=1.0))
        except ApprovalGoneError:
            async with desk.database.writing() as session:
                await targets.want_plan(session, desk.target_code)
            held = Change(State.HELD, {"hold_reason": APPROVAL_NOT_FOUND})
            await _let_go(desk, claim, held)
    reached(Step.SETTLED)


async def _let_go(desk: Desk, claim: Claim, change: Change) -> None:
    try:
        await record.settle(desk, claim, change)
    except LostLeaseError:
        _note_loss(desk, claim)


def _note_loss(desk: Desk, claim: Claim) -> None:
    desk.tally.count(tally.FENCED)
    log.warning("lease_lost", target=desk.target_code, key=claim.key)


async def _steps(desk: Desk, claim: Claim) -> None:
    row: Row | None = claim.row
    for _ in range(MOST_STEPS):
        if row is None:
            return
        claim.row = row
        row = await _step(desk, claim, next_step(row))
    if row is not None:
        await record.settle(desk, claim, Change(State.PENDING, wait=1.0))


async def _step(desk: Desk, claim: Claim, step: Next) -> Row | None:
    if step is Next.NOTHING:
        return await record.settle(desk, claim, Change(resting(claim.row)))
    if step is Next.WITHDRAW and not desk.connector.capabilities().withdraw:
        return await look.absence(desk, claim)
    if step in LOOKS:
        return await LOOKS[step](desk, claim)
    return await send(desk, claim, step)


@asynccontextmanager
async def _kept(desk: Desk, claim: Claim) -> AsyncGenerator[None]:
    beating = asyncio.create_task(_beat(desk, claim))
    try:
        yield
    finally:
        beating.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await beating


async def _beat(desk: Desk, claim: Claim) -> None:
    """Three times a lease; a database out of reach just lets the lease run out."""
    lease = desk.settings.lease_seconds
    while not claim.lost:
        await asyncio.sleep(lease / 3)
        asked = monotonic()
        try:
            async with desk.database.writing() as session:
                kept_on = await queries.extend(
                    session, claim.object_id, claim.fence, lease
                )
        except (SQLAlchemyError, OSError):
            log.warning("lease_not_renewed", key=claim.key)
            continue
        if kept_on:
            claim.deadline = asked + lease
        else:
            claim.lost = True
