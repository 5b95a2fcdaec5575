"""One thing to be written under a lease, and what becomes of the row. Pure."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from asean_sync.evidence.receipts import Receipt
from asean_sync.evidence.service import Intent
from asean_sync.objects.states import DONE, Change, State, superseded
from asean_sync.sending.ledger.held import Claim

WRITING = {"create", "update"}


@dataclass(slots=True)
class Entry:
    """Any of: a change of the row, an intent, and the result of an attempt.

    `attempt` is that of the result; with an intent it is the one made here, and
    `content` what is kept of the request. `must_go`: only if it may still be sent.
    """

    claim: Claim
    worker: str
    at: datetime
    change: Change | None = None
    intent: Intent | None = None
    content: bytes | None = None
    receipt: Receipt | None = None
    attempt: UUID | None = None
    must_go: bool = False
    # The id in the change was named by the target just now.
    named: bool = False

    @property
    def alone(self) -> bool:
        """It moves other rows too, and so waits for nobody and nobody for it."""
        change = self.change
        if change is None:
            return False
        moves = self.claim.role == "media" and "remote_id" in change.values
        return moves or change.state is State.ABSENT

    @property
    def new_id(self) -> str | None:
        """An id that the object did not have before."""
        found = self.change.values.get("remote_id") if self.change else None
        return found if self.named and found != self.claim.row.remote_id else None

    @property
    def needs_approval(self) -> bool:
        return self.must_go and self.intent is not None and self.intent.op in WRITING


@dataclass(frozen=True, slots=True)
class Moved:
    """What became of a row; `goes_on`: the same worker takes the next step.

    `change` is what was asked for, unless a newer wish came meanwhile.
    """

    change: Change
    goes_on: bool
    after: Any = field(repr=False)


def moved(found: Any, entry: Entry) -> Moved:
    """By the database's clock, which came with the row."""
    change = entry.change
    assert change is not None  # noqa: S101 -- asked by the caller
    newer = found.desired_generation != entry.claim.generation
    if newer:
        change = superseded(change, in_doubt=found.in_doubt_since is not None)
    goes_on = _goes_on(change) and not newer
    values = _values(change, found.now, goes_on=goes_on)
    after = SimpleNamespace(**{**found._mapping, **values})  # noqa: SLF001 -- a Row's public way to its mapping
    return Moved(change, goes_on, after)


def _goes_on(change: Change) -> bool:
    """Whether the same worker takes the next step under the same lease."""
    refused = change.values.get("last_verdict") == "auth_failed"
    going = change.state in {State.PENDING, State.APPLIED}
    return going and change.wait == 0 and not refused


def _values(change: Change, now: datetime, *, goes_on: bool) -> dict[str, Any]:
    values: dict[str, Any] = {**change.values, "claims_without_result": 0}
    values["state"] = change.state.value
    if goes_on and change.state is State.PENDING:
        values["state"] = State.LEASED.value
    if change.doubt is not None:
        values["in_doubt_since"] = now if change.doubt else None
    values["not_before"] = now + timedelta(seconds=change.wait)
    if change.state in DONE:
        values["hold_reason"] = None
    if change.state is State.ABSENT:
        # Seen to be gone: what was sent can be read no more, its digests stay.
        values["evidence_key"] = None
    if not goes_on:
        values |= {"lease_owner": None, "lease_until": None}
    return values
