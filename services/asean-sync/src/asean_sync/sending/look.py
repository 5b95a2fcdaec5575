"""Looks at the target: before sending when in doubt, and after it always."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from asean_sync.connectors import comparison
from asean_sync.connectors.interface import Role
from asean_sync.connectors.outcomes import (
    Op,
    Outcome,
    Prepared,
    Sighting,
    Verdict,
)
from asean_sync.evidence.receipts import receipt
from asean_sync.monitoring.tally import ATTEMPTS
from asean_sync.objects.states import (
    Change,
    Row,
    State,
    after_asking,
    after_match,
    after_mismatch,
    after_probe,
    after_stranger,
    after_survival,
    after_vanishing,
    not_done,
)
from asean_sync.objects.tickets import after_poll
from asean_sync.sending import record
from asean_sync.sending.desk import Desk
from asean_sync.sending.ledger.held import Claim
from asean_sync.sending.send import filled, note_target, retract, unless_foreign
from asean_sync.sending.steps import Step, reached
from phohien import clock
from phohien.canonical import sha256_hex

_GONE = {Verdict.APPLIED, Verdict.ALREADY_ABSENT}


async def probe(desk: Desk, claim: Claim) -> Row | None:
    """Is it there? Of several the lowest id stays; the others are retracted."""
    role = Role(claim.role)
    if not desk.connector.capabilities().find_by_key:
        return await _probe_by_id(desk, claim, role)
    async with desk.wire.slot(claim):
        seen = await desk.connector.find(role, claim.key)
    reached(Step.LOOKED)
    _count(desk, "probe", seen)
    request = asked(Op.FIND, claim.key)
    if not seen.seen:
        return await _unseen(desk, claim, "probe", request, seen)
    for extra in seen.refs[1:]:
        outcome = await retract(desk, claim, extra.id)
        if outcome.verdict not in _GONE:
            await note_target(desk, outcome)
            told = {"last_verdict": "duplicate", "last_error": outcome.why}
            change = not_done(claim.row, told, desk.policy())
            return await record.settle(desk, claim, change)
    believed = desk.connector.capabilities().read_back
    change = after_probe(claim.row, seen.refs[:1], believed=believed)
    proof = receipt(seen.outcome, secrets=desk.secrets)
    row = await record.look(desk, claim, "probe", request, proof, change)
    reached(Step.PROBED)
    return row


async def _probe_by_id(desk: Desk, claim: Claim, role: Role) -> Row | None:
    """Without a search a lost creation can be found by a person only."""
    row = claim.row
    if row.remote_id is None:
        if row.in_doubt:
            held = Change(State.HELD, {"hold_reason": "in_doubt"})
            return await record.settle(desk, claim, held)
        return await record.settle(desk, claim, after_probe(row, ()))
    async with desk.wire.slot(claim):
        seen = await desk.connector.fetch(role, row.remote_id)
    reached(Step.LOOKED)
    _count(desk, "probe", seen)
    request = asked(Op.FETCH, row.remote_id)
    if not seen.seen:
        return await _unseen(desk, claim, "probe", request, seen)
    there = seen.outcome.verdict is Verdict.APPLIED
    change = Change(
        State.PENDING,
        {
            "observed": "present" if there else "absent",
            "observed_hash": None,
            "verified_at": None,
        },
        doubt=False,
    )
    proof = receipt(seen.outcome, secrets=desk.secrets)
    found = await record.look(desk, claim, "probe", request, proof, change)
    reached(Step.PROBED)
    return found


async def poll(desk: Desk, claim: Claim) -> Row | None:
    """What became of a request that the target accepted to decide on later?"""
    ticket = claim.row.ticket
    assert ticket is not None  # noqa: S101 -- the step follows from it
    newer = ticket.generation != claim.generation
    if newer and desk.connector.capabilities().overtakes:
        # What was wished meanwhile goes after it, whatever is decided on it.
        dropped = {"ticket": None, "observed": "unknown", "verified_at": None}
        return await record.settle(desk, claim, Change(State.PENDING, dropped))
    async with desk.wire.slot(claim):
        outcome = await desk.connector.poll(Role(claim.role), ticket.id)
    reached(Step.LOOKED)
    desk.tally.count(ATTEMPTS, "poll", outcome.verdict.value)
    outcome = await unless_foreign(desk, claim, outcome)
    change = after_poll(claim.row, ticket, outcome, desk.asking(ticket), desk.policy())
    proof = receipt(outcome, secrets=desk.secrets)
    request = asked(Op.POLL, ticket.id)
    row = await record.look(desk, claim, "poll", request, proof, change)
    await note_target(desk, outcome)
    return row


async def verify(desk: Desk, claim: Claim) -> Row | None:
    if claim.row.withdrawing:
        return await _verify_absence(desk, claim)
    role = Role(claim.role)
    if not desk.connector.capabilities().read_back or claim.row.remote_id is None:
        return await record.settle(desk, claim, after_match(claim.row, _now()))
    async with desk.wire.slot(claim):
        seen = await desk.connector.fetch(role, claim.row.remote_id)
    reached(Step.READ_BACK)
    _count(desk, "verify", seen)
    request = asked(Op.FETCH, claim.row.remote_id)
    if not seen.seen:
        return await _unseen(desk, claim, "verify", request, seen)
    return await _judge(desk, claim, request, seen)


async def _judge(
    desk: Desk, claim: Claim, request: Prepared, seen: Sighting
) -> Row | None:
    if seen.outcome.verdict is Verdict.ABSENT:
        change = after_vanishing(claim.row, desk.policy())
        proof = receipt(seen.outcome, secrets=desk.secrets)
        return await record.look(desk, claim, "verify", request, proof, change)
    if seen.key not in {None, claim.key}:
        return await _stranger(desk, claim, request, seen)
    return await _compare(desk, claim, request, seen)


async def _stranger(
    desk: Desk, claim: Claim, request: Prepared, seen: Sighting
) -> Row | None:
    """Under the id we were told is something else. It stays as it is."""
    why = f"under the id {claim.row.remote_id} the target shows {str(seen.key)[:200]!r}"
    change = after_stranger(claim.row, why, desk.policy())
    proof = receipt(replace(seen.outcome, why=why), secrets=desk.secrets)
    return await record.look(desk, claim, "verify", request, proof, change)


async def _compare(
    desk: Desk, claim: Claim, request: Prepared, seen: Sighting
) -> Row | None:
    sent = expected(desk, claim, seen.state)
    found = comparison.compare(sent, seen.state, desk.profile.unseen)
    if found.differing:
        change = after_mismatch(claim.row, found.differing, desk.policy())
    else:
        values = {
            "read_back_hash": found.read_back_hash,
            "remote_fingerprint": found.fingerprint,
            **_now(),
        }
        change = after_match(claim.row, values)
    proof = receipt(
        seen.outcome,
        secrets=desk.secrets,
        read_back_hash=found.read_back_hash,
        differing=tuple(found.differing),
    )
    return await record.look(desk, claim, "verify", request, proof, change)


def expected(desk: Desk, claim: Claim, shown: Mapping[str, Any]) -> dict[str, Any]:
    """Of an item all that was sent; of a file its digest and size, and what is told."""
    role = Role(claim.role)
    sent = desk.connector.expected(role, claim.key, filled(claim))
    if role is Role.ITEM:
        return sent
    sent |= {"sha256": claim.source["sha256"], "bytes": claim.source["bytes"]}
    return {name: value for name, value in sent.items() if name in shown}


async def absence(desk: Desk, claim: Claim) -> Row | None:
    """A person takes it down there: whether it is gone, asked until it is."""
    return await _verify_absence(desk, claim, by_hand=True)


async def _verify_absence(
    desk: Desk, claim: Claim, *, by_hand: bool = False
) -> Row | None:
    """Gone under our key and under the id it had."""
    role, row = Role(claim.role), claim.row
    seen = Sighting(Outcome(Verdict.ABSENT))
    request = asked(Op.FIND, claim.key)
    left = None
    if row.remote_id is not None:
        request = asked(Op.FETCH, row.remote_id)
        async with desk.wire.slot(claim):
            seen = await desk.connector.fetch(role, row.remote_id)
        there = seen.seen and seen.outcome.verdict is Verdict.APPLIED
        # An id may be given to something else after ours is gone.
        if there and seen.key in {None, claim.key}:
            left = row.remote_id
    if seen.seen and left is None and desk.connector.capabilities().find_by_key:
        request = asked(Op.FIND, claim.key)
        async with desk.wire.slot(claim):
            seen = await desk.connector.find(role, claim.key)
        left = seen.refs[0].id if seen.refs else None
    reached(Step.READ_BACK)
    _count(desk, "verify", seen)
    if not seen.seen:
        return await _unseen(desk, claim, "verify", request, seen)
    if left is None:
        gone = {"observed": "absent", "observed_hash": None, "read_back_hash": None}
        change = after_match(row, {**_now(), **gone})
    elif by_hand:
        change = after_asking(desk.profile.takedown.person)
    else:
        change = after_survival(row, left, desk.policy())
    proof = receipt(seen.outcome, secrets=desk.secrets, shows_nothing=left is None)
    return await record.look(desk, claim, "verify", request, proof, change)


async def _unseen(
    desk: Desk, claim: Claim, op: str, request: Prepared, seen: Sighting
) -> Row | None:
    """The target showed nothing one could rely on: later, and no conclusion."""
    outcome = seen.outcome
    told = {"last_verdict": outcome.verdict.value, "last_error": outcome.why}
    proof = receipt(outcome, secrets=desk.secrets)
    if outcome.verdict is Verdict.AUTH_FAILED:
        state = State.IN_DOUBT if claim.row.in_doubt else State.PENDING
        change = Change(state, told)
    else:
        change = not_done(claim.row, told, desk.policy(), outcome.retry_after)
    row = await record.look(desk, claim, op, request, proof, change)
    await note_target(desk, outcome)
    return row


def _count(desk: Desk, op: str, seen: Sighting) -> None:
    desk.tally.count(ATTEMPTS, op, seen.outcome.verdict.value)


def asked(op: Op, what: str) -> Prepared:
    """What the evidence says of a look: the kind, and what was looked for."""
    return Prepared(op, "GET", f"{op.value}:{what}", sha256_hex(what.encode()))


def _now() -> dict[str, Any]:
    return {"verified_at": clock.now()}
