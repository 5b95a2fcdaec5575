"""Intent before the wire, result after it: the only writes under a lease."""

from uuid import UUID

import structlog

from asean_sync.connectors.outcomes import Prepared
from asean_sync.evidence.kept import kept_request
from asean_sync.evidence.receipts import Receipt
from asean_sync.evidence.service import Intent
from asean_sync.monitoring import tally
from asean_sync.objects.states import Change, Row
from asean_sync.sending.desk import Desk
from asean_sync.sending.errors import LostLeaseError
from asean_sync.sending.ledger.entries import Entry
from asean_sync.sending.ledger.held import Claim
from asean_sync.sending.steps import Step, reached
from phohien import clock

log = structlog.get_logger()


def idempotency_key(desk: Desk, claim: Claim, op: str) -> str:
    # A restored database counts generations again that a target may remember.
    generation = f"{claim.generation}{desk.epoch}"
    return f"asx:{desk.target_code}:{claim.key}:{generation}:{op}"


def _intent(desk: Desk, claim: Claim, op: str, prepared: Prepared) -> Intent:
    return Intent(
        target_code=desk.target_code,
        object_id=claim.object_id,
        object_key=claim.key,
        generation=claim.generation,
        fence=claim.fence,
        op=op,
        idempotency_key=idempotency_key(desk, claim, op),
        method=prepared.method,
        path=prepared.path,
        request_sha256=prepared.sha256,
        worker=desk.worker,
        started_at=clock.now(),
        run_id=desk.run_id,
        payload_sha256=claim.payload_sha256 if op in {"create", "update"} else None,
    )


def _entry(desk: Desk, claim: Claim) -> Entry:
    return Entry(claim, desk.worker, clock.now())


async def intent(desk: Desk, claim: Claim, op: str, prepared: Prepared) -> UUID:
    """Committed before anything is sent, and only if it may still be sent."""
    entry = _entry(desk, claim)
    entry.intent = _intent(desk, claim, op, prepared)
    entry.content = kept_request(prepared)
    entry.must_go = True
    await desk.ledger.write(entry)
    reached(Step.INTENT_RECORDED)
    if not claim.alive:
        # Somebody else may hold the object by now, so this request stays unsent.
        raise LostLeaseError
    assert entry.attempt is not None  # noqa: S101 -- written with the entry
    if op != "retract":
        claim.last_write = entry.attempt
    return entry.attempt


async def result(
    desk: Desk, claim: Claim, attempt: UUID, receipt: Receipt, change: Change
) -> Row | None:
    """The outcome of a sent request; the row to go on with, or None when released."""
    entry = _entry(desk, claim)
    entry.attempt, entry.receipt, entry.change = attempt, receipt, change
    entry.named = True
    row = await desk.ledger.write(entry)
    reached(Step.RESULT_RECORDED)
    return row


async def note(desk: Desk, claim: Claim, attempt: UUID, receipt: Receipt) -> None:
    """A result that leaves the row as it is."""
    entry = _entry(desk, claim)
    entry.attempt, entry.receipt = attempt, receipt
    await desk.ledger.write(entry)


async def look(
    desk: Desk,
    claim: Claim,
    op: str,
    prepared: Prepared,
    receipt: Receipt,
    change: Change | None,
) -> Row | None:
    """A look changes nothing at the target, so it is recorded when it is over."""
    entry = _entry(desk, claim)
    entry.intent = _intent(desk, claim, op, prepared)
    entry.receipt, entry.change = receipt, change
    return await desk.ledger.write(entry)


async def settle(desk: Desk, claim: Claim, change: Change) -> Row | None:
    entry = _entry(desk, claim)
    entry.change = change
    return await desk.ledger.write(entry)


async def let_go(desk: Desk, claim: Claim, change: Change) -> None:
    """Whoever holds it, it is no longer ours."""
    try:
        await settle(desk, claim, change)
    except LostLeaseError:
        note_loss(desk, claim)


def note_loss(desk: Desk, claim: Claim) -> None:
    desk.tally.count(tally.FENCED)
    log.warning("lease_lost", target=desk.target_code, key=claim.key)
