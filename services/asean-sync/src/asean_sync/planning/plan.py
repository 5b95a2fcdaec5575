"""What a plan is: each object, what would be done with it, and why. Pure."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import IntEnum, StrEnum

from asean_sync.planning.guard import Ceiling, Limit, Ruling
from asean_sync.planning.wishes import Wish
from phohien.canonical import canonical_json, sha256_hex

# Why an object is held: the reasons that a plan sets or clears by itself.
MASS_GUARD = "mass_guard"
CHANGE_GUARD = "change_guard"
APPROVAL_NOT_FOUND = "approval_not_found"
# The target tells another interface than was accepted (set by a worker).
CONTRACT_CHANGED = "contract_changed"


class Action(StrEnum):
    CREATE = "create"
    UPDATE = "update"
    WITHDRAW = "withdraw"
    RETRY = "retry"
    HOLD = "hold"
    BLOCKED = "blocked"
    NOOP = "noop"


class Priority(IntEnum):
    """Lower goes first: nothing overtakes a withdrawal."""

    WITHDRAW_ITEM = 0
    WITHDRAW_MEDIA = 1
    SEND_MEDIA = 5
    SEND_ITEM = 10


@dataclass(frozen=True, slots=True)
class Planned:
    key: str
    role: str
    action: Action
    reason: str
    wish: Wish | None = None
    # An update that takes a language down is as urgent as a withdrawal.
    takes_down: bool = False
    # Somebody ordered it: it waits for no approval.
    said: bool = False
    # What the guard held: this object, or languages in it.
    holds: tuple[str, ...] = ()

    @property
    def content(self) -> str | None:
        return self.wish.hash if self.wish is not None else None

    @property
    def held_change(self) -> bool:
        """Held for what it would become, not for what would go."""
        return self.wish is not None and self.holds == (self.key,)


@dataclass(frozen=True, slots=True)
class Terms:
    """How a plan is to be made."""

    at: datetime
    limit: Limit = field(default_factory=Limit)
    # How many percent of what the target shows may change in one run.
    update_percent: int | None = None
    approved: Ceiling | None = None
    only_withdrawals: bool = False
    # Objects that are at the target besides those looked at: items, and with files.
    others: int = 0
    settled: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    items: tuple[Planned, ...]
    ruling: Ruling
    changes: Ruling = field(default_factory=lambda: Ruling(held=False))
    # Objects that are as offered, and were not looked at one by one.
    settled: int = 0

    @property
    def hash(self) -> str:
        """Names what would be done; what stays as it is has no part in it."""
        acts = [
            [one.key, one.action.value, one.content or ""]
            for one in self.items
            if one.action is not Action.NOOP
        ]
        return sha256_hex(canonical_json(acts))

    @property
    def held(self) -> bool:
        return self.ruling.held or self.changes.held

    @property
    def held_because(self) -> str | None:
        reasons = [one.reason for one in (self.ruling, self.changes) if one.held]
        return "; ".join(reasons) or None

    @property
    def hold_hash(self) -> str | None:
        names = [one.hold_hash for one in (self.ruling, self.changes) if one.hold_hash]
        return "-".join(names) or None

    def beginning(self, first: Collection[str]) -> "Plan":
        """Some objects with their files; what was ordered to go goes at once."""
        chosen = {one.key for one in self.items if one.key in first}
        for one in self.items:
            if one.key in first and one.wish is not None:
                chosen |= one.wish.needs
        kept = (one for one in self.items if one.said or one.key in chosen)
        return replace(self, items=tuple(kept))

    def beyond(self, ceiling: Ceiling) -> list[str]:
        """What this plan would do that nobody approved. Orders need no approval."""
        return [
            one.key for one in self.items if not one.said and _exceeds(one, ceiling)
        ]

    def counts(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for one in self.items:
            found[one.action.value] = found.get(one.action.value, 0) + 1
        if self.settled:
            as_offered = Action.NOOP.value
            found[as_offered] = found.get(as_offered, 0) + self.settled
        return found


def _exceeds(one: Planned, ceiling: Ceiling) -> bool:
    if one.action is Action.WITHDRAW:
        # A file leaves when the items that showed it leave.
        return one.role == "item" and one.key not in ceiling.withdrawals
    if one.action in {Action.CREATE, Action.UPDATE} and one.content is not None:
        return not ceiling.allows(one.key, one.content)
    return False


def priority(one: Planned) -> Priority:
    media = one.role == "media"
    if one.action is Action.WITHDRAW:
        return Priority.WITHDRAW_MEDIA if media else Priority.WITHDRAW_ITEM
    if one.takes_down:
        return Priority.WITHDRAW_ITEM
    return Priority.SEND_MEDIA if media else Priority.SEND_ITEM
