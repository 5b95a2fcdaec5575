"""Works on one claimed object until nothing is left to do or it has to wait."""

import structlog

from asean_sync.objects.states import Change, Next, Row, State, next_step, resting
from asean_sync.sending import look, record
from asean_sync.sending.claim import Claim
from asean_sync.sending.desk import Desk
from asean_sync.sending.errors import (
    ApprovalGoneError,
    LostLeaseError,
    SupersededError,
    WaitsForMediaError,
)
from asean_sync.sending.lease import kept
from asean_sync.sending.send import send
from asean_sync.sending.steps import Step, reached
from asean_sync.targets import service as targets

log = structlog.get_logger()
# Probe, withdraw the old, create the new, verify, and some room.
MOST_STEPS = 10


async def work_on(desk: Desk, claim: Claim) -> None:
    async with kept(desk, claim):
        try:
            await _steps(desk, claim)
        except LostLeaseError:
            log.warning("lease_lost", target=desk.target_code, key=claim.key)
        except SupersededError:
            await _let_go(desk, claim, Change(State.PENDING))
        except WaitsForMediaError:
            await _let_go(desk, claim, Change(State.PENDING, wait=1.0))
        except ApprovalGoneError:
            async with desk.database.writing() as session:
                await targets.want_plan(session, desk.target_code)
            held = Change(State.HELD, {"hold_reason": "approval_not_found"})
            await _let_go(desk, claim, held)
    reached(Step.SETTLED)


async def _let_go(desk: Desk, claim: Claim, change: Change) -> None:
    try:
        await record.settle(desk, claim, change)
    except LostLeaseError:
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
    if step is Next.PROBE:
        return await look.probe(desk, claim)
    if step is Next.VERIFY:
        return await look.verify(desk, claim)
    return await send(desk, claim, step)
