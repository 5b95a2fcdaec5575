"""Intent before the wire, result after it: the only writes under a lease."""

from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from asean_sync.connectors.outcomes import Prepared
from asean_sync.evidence import service as evidence
from asean_sync.evidence.kept import kept_request
from asean_sync.evidence.receipts import Receipt
from asean_sync.evidence.service import Intent
from asean_sync.objects.states import DONE, Change, Row, State, superseded
from asean_sync.objects.tables import Object
from asean_sync.sending import queries
from asean_sync.sending.claim import Claim, row_of
from asean_sync.sending.desk import Desk
from asean_sync.sending.errors import (
    ApprovalGoneError,
    LostLeaseError,
    StoppedError,
    SupersededError,
)
from asean_sync.sending.steps import Step, reached
from asean_sync.stops.tables import halts
from phohien import clock
from phohien.db import WriteSession


def idempotency_key(desk: Desk, claim: Claim, op: str) -> str:
    return f"asx:{desk.target_code}:{claim.key}:{claim.generation}:{op}"


def _intent(
    desk: Desk, claim: Claim, op: str, prepared: Prepared, verifies: UUID | None = None
) -> Intent:
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
        verifies=verifies,
    )


async def intent(desk: Desk, claim: Claim, op: str, prepared: Prepared) -> UUID:
    """Committed before anything is sent, and only if it may still be sent."""
    async with desk.database.writing() as session:
        found, halted = await _to_write(session, claim)
        if halted:
            raise StoppedError
        if found.desired_generation != claim.generation:
            raise SupersededError
        if op in {"create", "update"} and not await queries.is_let_out(session, found):
            raise ApprovalGoneError
        attempt = await evidence.record_intent(
            session,
            _intent(desk, claim, op, prepared),
            claim.sealer,
            kept_request(prepared),
        )
    reached(Step.INTENT_RECORDED)
    if not claim.alive:
        # Somebody else may hold the object by now, so this request stays unsent.
        raise LostLeaseError
    return attempt


async def result(
    desk: Desk, claim: Claim, attempt: UUID, receipt: Receipt, change: Change
) -> Row | None:
    """The outcome of a sent request; the row to go on with, or None when released."""
    async with desk.database.writing() as session:
        row = await _settle(session, claim, change)
        await evidence.record_result(
            session,
            attempt_id=attempt,
            target_code=desk.target_code,
            fence=claim.fence,
            receipt=receipt,
            sealer=claim.sealer,
            worker=desk.worker,
            at=clock.now(),
        )
    reached(Step.RESULT_RECORDED)
    return row


async def note(desk: Desk, claim: Claim, attempt: UUID, receipt: Receipt) -> None:
    """A result that leaves the row as it is."""
    async with desk.database.writing() as session:
        await _mine(session, claim)
        await evidence.record_result(
            session,
            attempt_id=attempt,
            target_code=desk.target_code,
            fence=claim.fence,
            receipt=receipt,
            sealer=claim.sealer,
            worker=desk.worker,
            at=clock.now(),
        )


async def look(
    desk: Desk,
    claim: Claim,
    op: str,
    prepared: Prepared,
    receipt: Receipt,
    change: Change | None,
) -> Row | None:
    """A look changes nothing at the target, so it is recorded when it is over."""
    async with desk.database.writing() as session:
        if change is None:
            row: Row | None = row_of(await _mine(session, claim))
        else:
            row = await _settle(session, claim, change)
        verifies = None
        if op == "verify":
            verifies = await evidence.last_write(session, claim.object_id)
        attempt = await evidence.record_intent(
            session, _intent(desk, claim, op, prepared, verifies)
        )
        await evidence.record_result(
            session,
            attempt_id=attempt,
            target_code=desk.target_code,
            fence=claim.fence,
            receipt=receipt,
            sealer=claim.sealer,
            worker=desk.worker,
            at=clock.now(),
        )
    return row


async def settle(desk: Desk, claim: Claim, change: Change) -> Row | None:
    async with desk.database.writing() as session:
        return await _settle(session, claim, change)


async def _to_write(session: WriteSession, claim: Claim) -> tuple[Object, bool]:
    """And whether a stop came meanwhile: in one question, since writes are many."""
    found = await session.execute(
        select(Object, halts(Object))
        .where(Object.id == claim.object_id, Object.fence == claim.fence)
        .with_for_update(of=Object)
        .execution_options(populate_existing=True)
    )
    row = found.first()
    if row is None:
        claim.lost = True
        raise LostLeaseError
    return row[0], row[1]


async def _mine(session: WriteSession, claim: Claim) -> Object:
    found = await queries.get(session, claim.object_id, claim.fence)
    if found is None:
        claim.lost = True
        raise LostLeaseError
    return found


async def _settle(session: WriteSession, claim: Claim, change: Change) -> Row | None:
    """One row, one writer: `where id = … and fence = …`, or nothing at all."""
    found = await _mine(session, claim)
    before = found.remote_id
    newer = found.desired_generation != claim.generation
    if newer:
        change = superseded(change, in_doubt=found.in_doubt_since is not None)
    goes_on = _goes_on(change) and not newer
    values = _values(change, goes_on=goes_on)
    if not await queries.write(session, claim.object_id, claim.fence, values):
        claim.lost = True
        raise LostLeaseError
    identity = change.values.get("remote_id")
    if claim.role == "media" and identity is not None and identity != before:
        await queries.send_again_where_shown(session, claim.object_id)
    if change.state is State.ABSENT:
        await queries.add_tombstone(session, found)
        await evidence.forget_payloads(session, found.id)
    if not goes_on:
        return None
    return row_of(await _mine(session, claim))


def _goes_on(change: Change) -> bool:
    """Whether the same worker takes the next step under the same lease."""
    refused = change.values.get("last_verdict") == "auth_failed"
    going = change.state in {State.PENDING, State.APPLIED}
    return going and change.wait == 0 and not refused


def _values(change: Change, *, goes_on: bool) -> dict[str, Any]:
    values: dict[str, Any] = {**change.values, "claims_without_result": 0}
    values["state"] = change.state.value
    if goes_on and change.state is State.PENDING:
        values["state"] = State.LEASED.value
    if change.doubt is not None:
        values["in_doubt_since"] = func.clock_timestamp() if change.doubt else None
    values["not_before"] = func.clock_timestamp() + queries.seconds(change.wait)
    if change.state in DONE:
        values["hold_reason"] = None
    if change.state is State.ABSENT:
        # Seen to be gone: what was sent can be read no more, its digests stay.
        values["evidence_key"] = None
    if not goes_on:
        values |= {"lease_owner": None, "lease_until": None}
    return values
