"""One write at a target: the intent is on record, then it is sent, once."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from typing import Any
from uuid import UUID

from asean_sync.connectors.comparison import normal
from asean_sync.connectors.interface import Role, Wanted
from asean_sync.connectors.line.released import WrongBytesError, released_bytes
from asean_sync.connectors.outcomes import (
    FilePart,
    Op,
    Outcome,
    Prepared,
    Verdict,
)
from asean_sync.evidence.receipts import receipt
from asean_sync.mapping.render import fill
from asean_sync.mapping.volatile import without
from asean_sync.monitoring import tally
from asean_sync.objects.states import (
    Change,
    Next,
    Row,
    after_send,
    not_done,
)
from asean_sync.objects.tickets import after_acceptance
from asean_sync.sending import record
from asean_sync.sending import service as sending
from asean_sync.sending.desk import Desk
from asean_sync.sending.errors import ForeignIdError, WaitsForMediaError
from asean_sync.sending.ledger.held import Claim
from asean_sync.sending.steps import Step, reached
from asean_sync.targets import service as targets
from phohien import clock
from phohien.canonical import canonical_json

MOST_PROVIDED = 50
_OPS = {
    Next.CREATE: Op.CREATE,
    Next.UPDATE: Op.UPDATE,
    Next.WITHDRAW: Op.WITHDRAW,
}


async def send(desk: Desk, claim: Claim, step: Next) -> Row | None:
    role = Role(claim.role)
    if step is Next.UPDATE and not desk.connector.can_update(role):
        # What cannot be changed there is taken down, then made anew.
        step = Next.WITHDRAW
    try:
        async with _wanted(desk, claim, step, role) as wanted:
            return await _send(desk, claim, step, wanted)
    except WrongBytesError as error:
        told = {"last_verdict": "no_bytes", "last_error": str(error)}
        change = not_done(claim.row, told, desk.policy())
        return await record.settle(desk, claim, change)


async def _send(desk: Desk, claim: Claim, step: Next, wanted: Wanted) -> Row | None:
    lacking = await _provide(desk, claim, wanted)
    if lacking is not None:
        change = after_send(claim.row, step, lacking, desk.policy())
        row = await record.settle(desk, claim, change)
        await note_target(desk, lacking)
        return row
    prepared = desk.connector.prepare(wanted)
    unreadable = _unreadable(desk, wanted, prepared)
    if unreadable is not None:
        change = after_send(claim.row, step, unreadable, desk.policy())
        return await record.settle(desk, claim, change)
    attempt = await record.intent(desk, claim, wanted.op.value, prepared)
    async with desk.wire.slot(claim):
        outcome = await desk.connector.send(prepared, wanted.role)
    reached(Step.SENT)
    try:
        row = await _recorded(desk, claim, step, attempt, outcome)
    except ForeignIdError as error:
        # An id that another of our objects has cannot be that of this one, too.
        outcome = _doubted(outcome, error)
        row = await _recorded(desk, claim, step, attempt, outcome)
    _counted(desk, claim, wanted, outcome)
    await note_target(desk, outcome)
    return row


def _unreadable(desk: Desk, wanted: Wanted, prepared: Prepared) -> Outcome | None:
    """An answer that showed it would be cut off, and with it any list it is in.

    So it could never be seen to be there, nor taken down again.
    """
    most = desk.patience.most_bytes
    if wanted.payload is None or len(prepared.body or b"") <= most:
        return None
    if not desk.connector.capabilities().read_back:
        return None
    shown = desk.connector.expected(wanted.role, wanted.key, wanted.payload)
    size = len(canonical_json(normal(without(shown, desk.profile.unseen))))
    if size <= most:
        return None
    why = f"{size:,} bytes are to be read back; limits.max_reply_kb allows {most:,}"
    return Outcome(Verdict.REJECTED, why=why)


async def _recorded(
    desk: Desk, claim: Claim, step: Next, attempt: UUID, outcome: Outcome
) -> Row | None:
    change = _following(desk, claim, step, outcome)
    proof = receipt(outcome, secrets=desk.secrets)
    return await record.result(desk, claim, attempt, proof, change)


def _doubted(outcome: Outcome, error: ForeignIdError) -> Outcome:
    return replace(outcome, verdict=Verdict.IN_DOUBT, why=str(error), remote_id=None)


async def _provide(desk: Desk, claim: Claim, wanted: Wanted) -> Outcome | None:
    """What the object needs there and is none of ours. None: all of it is there."""
    for _ in range(MOST_PROVIDED):
        async with desk.wire.slot(claim):
            found = await desk.connector.provide(wanted)
        if not isinstance(found, Prepared):
            return found
        attempt = await record.intent(desk, claim, found.op.value, found)
        async with desk.wire.slot(claim):
            outcome = await desk.connector.send(found, wanted.role)
        reached(Step.SENT)
        await record.note(desk, claim, attempt, receipt(outcome, secrets=desk.secrets))
        reached(Step.RESULT_RECORDED)
        if outcome.verdict is Verdict.IN_DOUBT:
            # Sent again it does no harm, so the object itself is not in doubt.
            return replace(outcome, verdict=Verdict.NOT_APPLIED)
        if outcome.verdict is not Verdict.APPLIED:
            return outcome
    return Outcome(Verdict.NOT_APPLIED, why="what it needs there is made, and not seen")


def _counted(desk: Desk, claim: Claim, wanted: Wanted, outcome: Outcome) -> None:
    desk.tally.count(tally.ATTEMPTS, wanted.op.value, outcome.verdict.value)
    sent = wanted.role is Role.MEDIA and wanted.op is not Op.WITHDRAW
    if sent and outcome.verdict is Verdict.APPLIED:
        desk.tally.count(tally.MEDIA, by=claim.source["bytes"])


def _following(desk: Desk, claim: Claim, step: Next, outcome: Outcome) -> Change:
    if outcome.verdict is Verdict.ACCEPTED:
        at = clock.now().isoformat()
        return after_acceptance(claim.row, step, outcome, desk.asking(), at=at)
    return after_send(claim.row, step, outcome, desk.policy())


async def unless_foreign(desk: Desk, claim: Claim, outcome: Outcome) -> Outcome:
    """An id that another of our objects has cannot be that of this one, too."""
    identity = outcome.remote_id
    if outcome.verdict is not Verdict.APPLIED or identity is None:
        return outcome
    async with desk.database.reading() as session:
        owners = await sending.owners_of(
            session, desk.target_code, claim.role, [identity]
        )
    for _, owner, key in owners:
        if owner != claim.object_id:
            return _doubted(outcome, ForeignIdError(identity, key))
    return outcome


@asynccontextmanager
async def _wanted(
    desk: Desk, claim: Claim, step: Next, role: Role
) -> AsyncGenerator[Wanted]:
    op = _OPS[step]
    key = record.idempotency_key(desk, claim, op.value)
    if op is Op.WITHDRAW:
        yield Wanted(op, role, claim.key, key, remote_id=claim.row.remote_id)
        return
    payload = filled(claim)
    identity = claim.row.remote_id if op is Op.UPDATE else None
    if role is Role.ITEM:
        async with _inside(desk, claim) as files:
            yield Wanted(
                op, role, claim.key, key, identity, payload=payload, files=files
            )
        return
    if op is Op.UPDATE:
        yield Wanted(op, role, claim.key, key, remote_id=identity, payload=payload)
        return
    if desk.profile.media is not None and desk.profile.media.mode == "url":
        # They fetch it themselves; what they then show is compared with its digest.
        yield Wanted(op, role, claim.key, key, payload=payload)
        return
    async with _file(desk, claim.source) as file:
        yield Wanted(op, role, claim.key, key, payload=payload, file=file)


def filled(claim: Claim) -> dict[str, object]:
    """The payload with the target's own ids of the media it shows."""
    try:
        found: dict[str, object] = fill(claim.payload or {}, claim.remotes)
    except KeyError as error:
        raise WaitsForMediaError(str(error)) from error
    return found


@asynccontextmanager
async def _inside(desk: Desk, claim: Claim) -> AsyncGenerator[tuple[FilePart, ...]]:
    """The files that travel inside an item."""
    async with AsyncExitStack() as stack:
        yield tuple(
            [
                await stack.enter_async_context(_file(desk, source))
                for source in claim.source.get("files", ())
            ]
        )


@asynccontextmanager
async def _file(desk: Desk, source: Mapping[str, Any]) -> AsyncGenerator[FilePart]:
    assert desk.profile.media is not None  # noqa: S101 -- files are planned from it
    async with released_bytes(
        desk.settings.assets_url,
        source["path"],
        sha256=source["sha256"],
        most_bytes=source["bytes"],
        seconds=desk.patience.upload,
    ) as content:
        reached(Step.BYTES_FETCHED)
        yield FilePart(
            name=desk.profile.media.file_field,
            filename=source["filename"],
            mime=source["mime"],
            sha256=source["sha256"],
            content=content,
        )


async def retract(desk: Desk, claim: Claim, remote_id: str) -> Outcome:
    """Takes down one of several objects that carry the same key."""
    op = "retract"
    key = record.idempotency_key(desk, claim, f"{op}:{remote_id}")
    wanted = Wanted(Op.WITHDRAW, Role(claim.role), claim.key, key, remote_id=remote_id)
    prepared = desk.connector.prepare(wanted)
    attempt = await record.intent(desk, claim, op, prepared)
    async with desk.wire.slot(claim):
        outcome = await desk.connector.send(prepared, wanted.role)
    reached(Step.SENT)
    desk.tally.count(tally.ATTEMPTS, op, outcome.verdict.value)
    if outcome.verdict is Verdict.APPLIED:
        desk.tally.count(tally.DUPLICATES)
    await record.note(desk, claim, attempt, receipt(outcome, secrets=desk.secrets))
    reached(Step.RESULT_RECORDED)
    return outcome


async def note_target(desk: Desk, outcome: Outcome) -> None:
    """What an answer says about the target rather than about the object."""
    answered = outcome.verdict is not Verdict.AUTH_FAILED and not outcome.retry_after
    if answered and outcome.reply is not None and desk.mood.well:
        return
    desk.mood.well = False
    code = desk.target_code
    async with desk.database.writing() as session:
        if outcome.verdict is Verdict.AUTH_FAILED:
            await targets.refuse_credentials(
                session,
                code,
                seconds=desk.settings.circuit_seconds,
                reason=f"our credentials are refused: {outcome.why}",
            )
        elif outcome.verdict is Verdict.NOT_APPLIED and outcome.retry_after:
            await targets.pause(session, code, outcome.retry_after)
        elif outcome.reply is None and outcome.verdict is Verdict.NOT_APPLIED:
            await targets.note_unreachable(session, code, outcome.why)
        elif outcome.reply is not None:
            await targets.note_answer(session, code)
