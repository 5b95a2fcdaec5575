"""The life of one object at one target. Pure: no clock, no network, no database.

A row says what is desired and what was observed; the step that comes next follows from
the two, never from how the row got there. So a worker may die anywhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from asean_sync.connectors.outcomes import Outcome, RemoteRef, Verdict

MOST_CLAIMS_WITHOUT_RESULT = 3
MOST_VERIFY_FAILURES = 3
# How long until we look again whether a person has taken something down.
ASK_AGAIN = 1800.0
# Standard Webhooks 1.0.0, in seconds.
STANDARD_WEBHOOKS = (0, 5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400)


class State(StrEnum):
    PENDING = "pending"
    LEASED = "leased"
    IN_DOUBT = "in_doubt"
    RETRY = "retry"
    APPLIED = "applied"
    SYNCED = "synced"
    DRIFTED = "drifted"
    HELD = "held"
    REJECTED = "rejected"
    DEAD = "dead"
    QUARANTINED = "quarantined"
    ABSENT = "absent"


WORKABLE = (State.PENDING, State.LEASED, State.IN_DOUBT, State.RETRY, State.APPLIED)
DONE = (State.SYNCED, State.ABSENT)


class Next(StrEnum):
    PROBE = "probe"
    CREATE = "create"
    UPDATE = "update"
    WITHDRAW = "withdraw"
    VERIFY = "verify"
    POLL = "poll"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Ticket:
    """Of a request that was accepted: what was sent, and since when they have it."""

    id: str
    op: str
    hash: str | None
    generation: int
    since: str


@dataclass(frozen=True, slots=True)
class Row:
    """What the decisions look at."""

    desired: str
    desired_generation: int
    desired_hash: str | None
    observed: str = "unknown"
    observed_hash: str | None = None
    remote_id: str | None = None
    verified: bool = False
    in_doubt: bool = False
    attempts: int = 0
    verify_failures: int = 0
    ticket: Ticket | None = None

    @property
    def withdrawing(self) -> bool:
        return self.desired == "absent"


@dataclass(frozen=True, slots=True)
class Policy:
    """How patient a profile is. `chance` is a random number below 1 for the jitter."""

    cool_down: float
    schedule: Sequence[float]
    full_jitter: bool
    budget: int
    chance: float = 1.0

    def delay(self, attempts: int) -> float:
        step = self.schedule[min(max(attempts, 1), len(self.schedule)) - 1]
        return step * self.chance if self.full_jitter else step


@dataclass(frozen=True, slots=True)
class Change:
    """New values of a row, and seconds until it is looked at again."""

    state: State
    values: dict[str, Any] = field(default_factory=dict)
    wait: float = 0.0
    # None leaves the doubt as it is; True begins it now; False ends it.
    doubt: bool | None = None


def next_step(row: Row) -> Next:
    if row.ticket is not None:
        return Next.POLL
    if row.in_doubt or row.observed == "unknown":
        return Next.PROBE
    if row.observed != row.desired:
        return Next.WITHDRAW if row.withdrawing else Next.CREATE
    if not row.withdrawing and row.observed_hash != row.desired_hash:
        return Next.UPDATE
    return Next.NOTHING if row.verified else Next.VERIFY


def resting(row: Row) -> State:
    """The state of a row for which nothing is left to do."""
    return State.ABSENT if row.withdrawing else State.SYNCED


def after_send(row: Row, step: Next, outcome: Outcome, policy: Policy) -> Change:
    """`row` is what was claimed: the outcome speaks of that, not of a newer wish."""
    verdict = outcome.verdict
    told = {"last_verdict": verdict.value, "last_error": outcome.why or None}
    if verdict in {Verdict.APPLIED, Verdict.ALREADY_ABSENT}:
        return _applied(row, step, outcome, told)
    if verdict is Verdict.ABSENT:
        # What was to be changed is gone: look for it under our key before making it.
        gone = {**told, "observed": "unknown", "verified_at": None}
        return Change(State.PENDING, gone)
    if verdict is Verdict.NOT_APPLIED:
        return not_done(row, told, policy, outcome.retry_after)
    if verdict is Verdict.IN_DOUBT:
        return _in_doubt(row, told, policy)
    return _refused(verdict, told)


def _refused(verdict: Verdict, told: dict[str, Any]) -> Change:
    if verdict is Verdict.REJECTED:
        return Change(State.REJECTED, told, doubt=False)
    # Refused credentials: the circuit opens; the object is not to blame.
    return Change(State.PENDING, told)


def _applied(row: Row, step: Next, outcome: Outcome, told: dict[str, Any]) -> Change:
    if step is Next.WITHDRAW:
        # With another generation in mind this may be the first half of a replacement.
        values: dict[str, Any] = {"observed": "absent", "observed_hash": None}
    else:
        values = {
            "observed": "present",
            "observed_hash": row.desired_hash,
            "remote_id": outcome.remote_id,
            "remote_url": outcome.remote_url,
        }
    values |= {"observed_generation": row.desired_generation, "verified_at": None}
    return Change(State.APPLIED, {**told, **values}, doubt=False)


def _in_doubt(row: Row, told: dict[str, Any], policy: Policy) -> Change:
    attempts = row.attempts + 1
    values = {**told, "attempts": attempts}
    if attempts >= policy.budget and not row.withdrawing:
        values["hold_reason"] = "in_doubt"
        return Change(State.HELD, values, doubt=True)
    return Change(State.IN_DOUBT, values, wait=policy.cool_down, doubt=True)


def not_done(
    row: Row,
    told: dict[str, Any],
    policy: Policy,
    retry_after: float | None = None,
) -> Change:
    """Nothing happened at the target; a withdrawal is never given up."""
    attempts = row.attempts + 1
    values = {**told, "attempts": attempts}
    if attempts >= policy.budget and not row.withdrawing:
        return Change(State.DEAD, values)
    wait = max(policy.delay(attempts), retry_after or 0.0)
    return Change(State.IN_DOUBT if row.in_doubt else State.RETRY, values, wait=wait)


def after_probe(
    row: Row, refs: Sequence[RemoteRef], *, believed: bool = True
) -> Change:
    """What a look by key showed, once there is at most one.

    `believed`: a read-back will show what it is; without one it is sent again.
    """
    if not refs:
        values: dict[str, Any] = {
            "observed": "absent",
            "observed_hash": None,
            "remote_id": None,
            "remote_url": None,
            "verified_at": None,
        }
        return Change(State.PENDING, values, doubt=False)
    lowest = refs[0]
    taken = believed and not row.withdrawing
    values = {
        "observed": "present",
        # Until the read-back says otherwise, which then sends an update.
        "observed_hash": row.desired_hash if taken else None,
        "remote_id": lowest.id,
        "remote_url": lowest.url,
        "verified_at": None,
    }
    state = State.APPLIED if taken else State.PENDING
    return Change(state, values, doubt=False)


def after_match(row: Row, values: dict[str, Any]) -> Change:
    """The target shows what was sent, or no longer shows what was withdrawn."""
    done = {"attempts": 0, "verify_failures": 0, "last_error": None, **values}
    return Change(resting(row), done, doubt=False)


def after_mismatch(row: Row, differing: Sequence[str], policy: Policy) -> Change:
    failures = row.verify_failures + 1
    told: dict[str, Any] = {
        "verify_failures": failures,
        "last_verdict": "mismatch",
        "last_error": f"the target shows other values in: {', '.join(differing)}",
        "verified_at": None,
    }
    if failures >= MOST_VERIFY_FAILURES:
        return Change(State.DRIFTED, told)
    # The first time at once: an adopted object may just be an older version.
    wait = policy.delay(failures) if failures > 1 else 0.0
    return Change(State.PENDING, {**told, "observed_hash": None}, wait=wait)


def after_vanishing(row: Row, policy: Policy) -> Change:
    """Sent and accepted, and not there: perhaps not there *yet*."""
    told = {"last_verdict": "vanished", "last_error": "accepted, but not to be seen"}
    return _in_doubt(row, told, policy)


def after_asking(person: str) -> Change:
    """Only a person can take it down there; we look again until it is done."""
    told = {
        "last_verdict": "needs_person",
        "last_error": f"the target cannot delete; to be removed by: {person or '?'}",
    }
    return Change(State.RETRY, told, wait=ASK_AGAIN)


def after_survival(row: Row, remote_id: str, policy: Policy) -> Change:
    """Withdrawn, and still there: again, and again later."""
    failures = row.verify_failures + 1
    values: dict[str, Any] = {
        "observed": "present",
        "remote_id": remote_id,
        "verify_failures": failures,
        "verified_at": None,
        "last_verdict": "survived",
        "last_error": "withdrawn, but the target still shows it",
    }
    wait = policy.delay(failures) if failures > 1 else 0.0
    return Change(State.RETRY, values, wait=wait)


def superseded(change: Change, *, in_doubt: bool) -> Change:
    """A newer wish came while this one was carried out: it is taken up at once.

    What is in doubt stays so: the cool-down of a sent request is not cut short.
    """
    doubt = in_doubt if change.doubt is None else change.doubt
    if doubt:
        return Change(State.IN_DOUBT, change.values, change.wait, change.doubt)
    values = {**change.values, "attempts": 0, "verify_failures": 0, "hold_reason": None}
    return Change(State.PENDING, values, doubt=change.doubt)


def after_stranger(row: Row, why: str, policy: Policy) -> Change:
    """The id we were told is another object's: it is not touched, ours is looked for.

    Not at once: what was sent may appear only after a while.
    """
    told = {
        "last_verdict": "stranger",
        "last_error": why,
        "observed": "unknown",
        "observed_hash": None,
        "remote_id": None,
        "remote_url": None,
        "verified_at": None,
    }
    return _in_doubt(row, told, policy)
