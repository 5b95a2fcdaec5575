"""What follows from a ticket: the target accepted, and decides later. Pure."""

from dataclasses import dataclass
from typing import Any

from asean_sync.connectors.outcomes import Outcome, Verdict
from asean_sync.objects.states import (
    Change,
    Next,
    Policy,
    Row,
    State,
    Ticket,
    after_send,
)

# What an object is held for when nobody answered about its ticket.
OVERDUE = "ticket_overdue"
_ENDS_WITHOUT_WORD = {Verdict.ABSENT, Verdict.ALREADY_ABSENT, Verdict.IN_DOUBT}


@dataclass(frozen=True, slots=True)
class Asking:
    """How often to ask, and whether the target has taken longer than it may."""

    every: float
    overdue: bool = False


def after_acceptance(
    row: Row, step: Next, outcome: Outcome, asking: Asking, *, at: str
) -> Change:
    """Nothing is known to be there yet, and nothing is in doubt."""
    assert outcome.ticket is not None  # noqa: S101 -- that is what `accepted` means
    ticket = {
        "id": outcome.ticket,
        "op": step.value,
        "hash": row.desired_hash,
        "generation": row.desired_generation,
        "since": at,
    }
    told = {
        "last_verdict": outcome.verdict.value,
        "last_error": "accepted; the target has not decided yet",
        "verified_at": None,
    }
    wait = max(asking.every, outcome.retry_after or 0.0)
    return Change(State.APPLIED, {**told, "ticket": ticket}, wait=wait, doubt=False)


def after_poll(
    row: Row, ticket: Ticket, outcome: Outcome, asking: Asking, policy: Policy
) -> Change:
    """`row` may want something newer by now; the ticket speaks of what was sent."""
    verdict = outcome.verdict
    told = {"last_verdict": verdict.value, "last_error": outcome.why or None}
    if verdict is Verdict.APPLIED:
        return _done(row, ticket, outcome, told)
    if verdict is Verdict.REJECTED:
        return Change(State.REJECTED, {**told, "ticket": None}, doubt=False)
    if verdict in _ENDS_WITHOUT_WORD:
        return _doubted(told, policy)
    if asking.overdue:
        return Change(State.HELD, {**told, "hold_reason": OVERDUE})
    wait = max(asking.every, outcome.retry_after or 0.0)
    return Change(State.APPLIED, told, wait=wait)


def _doubted(told: dict[str, Any], policy: Policy) -> Change:
    """Without the ticket only a look by our key can tell."""
    lost = {**told, "ticket": None}
    if told["last_verdict"] != Verdict.IN_DOUBT.value:
        lost["last_error"] = "the target knows our ticket no more"
    return Change(State.IN_DOUBT, lost, wait=policy.cool_down, doubt=True)


def _done(row: Row, ticket: Ticket, outcome: Outcome, told: dict[str, Any]) -> Change:
    step = Next(ticket.op)
    if step is not Next.WITHDRAW and outcome.remote_id is None and not row.remote_id:
        # Done, and not said under which id: it is found by our key.
        unknown = {**told, "ticket": None, "observed": "unknown"}
        return Change(State.APPLIED, unknown)
    sent = Row(
        desired=row.desired,
        desired_generation=ticket.generation,
        desired_hash=ticket.hash,
        remote_id=row.remote_id,
    )
    policy = Policy(cool_down=0, schedule=(1,), full_jitter=False, budget=1)
    change = after_send(sent, step, outcome, policy)
    if step is not Next.WITHDRAW:
        known = outcome.remote_id or row.remote_id
        change.values["remote_id"] = known
    change.values["ticket"] = None
    return change
