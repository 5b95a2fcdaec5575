"""Works off what is due at one target, several objects at a time."""

import asyncio
import contextlib
from collections.abc import Iterator
from functools import partial
from time import monotonic

import structlog
from sqlalchemy.exc import SQLAlchemyError

from asean_sync.monitoring import service as monitoring
from asean_sync.objects.states import Change, Next, Row, State, next_step, resting
from asean_sync.planning.plan import APPROVAL_NOT_FOUND
from asean_sync.sending import approval, look, queries, record
from asean_sync.sending.desk import Desk
from asean_sync.sending.errors import (
    ApprovalGoneError,
    LostLeaseError,
    StoppedError,
    SupersededError,
    WaitsForMediaError,
)
from asean_sync.sending.hands.door import AFTER_TROUBLE, HANDS, Door, out_of_reach
from asean_sync.sending.hands.first import look_for_new
from asean_sync.sending.hands.leases import kept
from asean_sync.sending.ledger.held import Claim
from asean_sync.sending.send import send
from asean_sync.sending.steps import Step, reached
from asean_sync.targets import service as targets

log = structlog.get_logger()
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
        with _counted(desk):
            await look_for_new(desk)
            await _drain(desk, until)


@contextlib.contextmanager
def _counted(desk: Desk) -> Iterator[None]:
    """One item's desk leaves all else to others."""
    one = 0 if desk.item_id else 1
    desk.draining[desk.target_code] += one
    try:
        yield
    finally:
        desk.draining[desk.target_code] -= one


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
    hands = desk.profile.limits.concurrency * HANDS
    if desk.connector.capabilities().batches:
        # What was laid ready is not kept back for what may come much later.
        until = min(until, monotonic() + MOST_LAYING)
    door = Door(desk, until)
    async with kept(desk), asyncio.TaskGroup() as group:
        for _ in range(hands):
            group.create_task(_hand(desk, door))


async def _hand(desk: Desk, door: Door) -> None:
    while (found := await door.next()) is not None:
        try:
            await work_on(desk, found)
        except (SQLAlchemyError, OSError) as error:
            out_of_reach(error)
            await asyncio.sleep(AFTER_TROUBLE)
        except Exception:
            # The object keeps its lease, and three such claims put it aside.
            log.exception("object_failed", target=desk.target_code)
            await asyncio.sleep(AFTER_TROUBLE)
        door.done()


async def work_on(desk: Desk, claim: Claim) -> None:
    try:
        await _steps(desk, claim)
    except LostLeaseError:
        record.note_loss(desk, claim)
    except (StoppedError, SupersededError):
        await record.let_go(desk, claim, Change(State.PENDING))
    except WaitsForMediaError:
        await record.let_go(desk, claim, Change(State.PENDING, wait=1.0))
    except ApprovalGoneError:
        async with desk.database.writing() as session:
            await targets.want_plan(session, desk.target_code)
        held = Change(State.HELD, {"hold_reason": APPROVAL_NOT_FOUND})
        await record.let_go(desk, claim, held)
    finally:
        desk.held.pop(claim.object_id, None)
    reached(Step.SETTLED)


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
