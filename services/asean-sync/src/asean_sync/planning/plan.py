"""Desired against observed. Pure: a snapshot goes in, a plan comes out."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import IntEnum, StrEnum

from asean_sync.objects.states import State
from asean_sync.planning.guard import Limit, Ruling, rule
from asean_sync.planning.losses import Loss, losses, part_said
from asean_sync.planning.wishes import Desire, Known, Wish
from phohien.canonical import canonical_json, sha256_hex

# Why an object is held: the two reasons that a plan sets or clears by itself.
MASS_GUARD = "mass_guard"
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


@dataclass(frozen=True, slots=True)
class Terms:
    """How a plan is to be made."""

    at: datetime
    limit: Limit = field(default_factory=Limit)
    approved: str | None = None
    only_withdrawals: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    items: tuple[Planned, ...]
    ruling: Ruling

    @property
    def hash(self) -> str:
        acts = [
            [one.key, one.action.value, one.wish.hash if one.wish else ""]
            for one in self.items
        ]
        return sha256_hex(canonical_json(acts))

    def counts(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for one in self.items:
            found[one.action.value] = found.get(one.action.value, 0) + 1
        return found


def make_plan(desire: Desire, known: Mapping[str, Known], terms: Terms) -> Plan:
    items = {key: one for key, one in known.items() if one.role == "item"}
    lost = losses(desire, items, terms.at)
    down, ruling = _withdrawals(desire, items, lost, terms)
    up = _sendings(desire, items, lost, terms)
    planned = {**up, **down}
    planned |= _media(desire, known, planned, terms)
    ordered = sorted(planned.values(), key=lambda one: (priority(one), one.key))
    return Plan(tuple(ordered), ruling)


def priority(one: Planned) -> Priority:
    media = one.role == "media"
    if one.action is Action.WITHDRAW:
        return Priority.WITHDRAW_MEDIA if media else Priority.WITHDRAW_ITEM
    if one.takes_down:
        return Priority.WITHDRAW_ITEM
    return Priority.SEND_MEDIA if media else Priority.SEND_ITEM


def _withdrawals(
    desire: Desire,
    items: Mapping[str, Known],
    lost: Mapping[str, Loss],
    terms: Terms,
) -> tuple[dict[str, Planned], Ruling]:
    explicit, implicit = _leaving(desire, items, terms.at)
    explicit |= _unsendable(desire, lost)
    parts = {
        part: key
        for key, loss in lost.items()
        if key in desire.wishes and not loss.said
        for part in loss.names(key)
    }
    present = sum(1 for one in items.values() if one.wanted) - len(explicit)
    ruling = rule(
        {*implicit, *parts},
        present=max(present, 0) + len(parts),
        limit=terms.limit,
        went_back=desire.went_back,
        held_before=any(
            items[parts.get(name, name)].hold_reason == MASS_GUARD
            for name in (*implicit, *parts)
        ),
        approved=terms.approved,
    )
    down = {key: _down(key, reason) for key, reason in explicit.items()}
    if ruling.held:
        held = {*implicit, *parts.values()}
        down |= {key: _down(key, ruling.reason, Action.HOLD) for key in held}
    else:
        down |= {key: _down(key, reason) for key, reason in implicit.items()}
    again = "the withdrawal is tried again"
    down |= {
        key: _down(key, again, Action.RETRY)
        for key, one in items.items()
        if not one.wanted and not _stays(desire, key) and _stuck(one)
    }
    return down, ruling


def _down(key: str, reason: str, action: Action = Action.WITHDRAW) -> Planned:
    return Planned(key, "item", action, reason)


def _leaving(
    desire: Desire, items: Mapping[str, Known], at: datetime
) -> tuple[dict[str, str], dict[str, str]]:
    """What is wanted no more: with somebody's word for it, and without."""
    explicit: dict[str, str] = {}
    implicit: dict[str, str] = {}
    for key, one in items.items():
        if not one.wanted or _stays(desire, key):
            continue
        said = _said(desire, one, at)
        if said:
            explicit[key] = said
        else:
            implicit[key] = _unsaid(desire, key)
    return explicit, implicit


def _unsendable(desire: Desire, lost: Mapping[str, Loss]) -> dict[str, str]:
    """A language was taken down and the rest cannot be sent: all of it goes."""
    return {
        key: f"{loss.said}; what is left cannot be sent: {desire.refusals[key].reason}"
        for key, loss in lost.items()
        if loss.said and key in desire.refusals and not desire.refusals[key].excluded
    }


def _stays(desire: Desire, key: str) -> bool:
    """Blocked is not withdrawn: what was approved before stays until the fix."""
    refusal = desire.refusals.get(key)
    return key in desire.wishes or (refusal is not None and not refusal.excluded)


def _said(desire: Desire, one: Known, at: datetime) -> str | None:
    if one.parts:
        reasons = [part_said(desire, one, lang, at) for lang in sorted(one.parts)]
        return next(iter(reasons)) if all(reasons) else None
    said = desire.said.get((one.item_id, one.lang))
    if said is None and one.expires_at is not None and one.expires_at <= at:
        return "expired"
    return said


def _unsaid(desire: Desire, key: str) -> str:
    refusal = desire.refusals.get(key)
    return refusal.reason if refusal else "no live offer with a released document"


def _stuck(one: Known) -> bool:
    return one.state in {
        State.DEAD,
        State.HELD,
        *((State.REJECTED, State.QUARANTINED) if not one.wanted else ()),
    }


def _sendings(
    desire: Desire,
    items: Mapping[str, Known],
    lost: Mapping[str, Loss],
    terms: Terms,
) -> dict[str, Planned]:
    wishes = [wish for wish in desire.wishes.values() if wish.role == "item"]
    planned = {}
    for wish in wishes:
        one = _sending(wish, items.get(wish.key))
        if wish.key in lost:
            one = replace(one, takes_down=True, reason=lost[wish.key].reason)
        elif terms.only_withdrawals and not _only_unheld(one, items.get(wish.key)):
            continue
        planned[wish.key] = one
    if not terms.only_withdrawals:
        planned |= {
            key: Planned(key, "item", Action.BLOCKED, refusal.reason)
            for key, refusal in desire.refusals.items()
        }
    return planned


def _only_unheld(one: Planned, known: Known | None) -> bool:
    """Between nights: only what a worker set aside because it saw no approval."""
    return (
        one.action is Action.RETRY
        and known is not None
        and known.hold_reason == APPROVAL_NOT_FOUND
    )


def _sending(wish: Wish, known: Known | None) -> Planned:
    def planned(action: Action, reason: str) -> Planned:
        return Planned(wish.key, wish.role, action, reason, wish)

    if known is None:
        return planned(Action.CREATE, "new at the target")
    if not known.wanted:
        return planned(Action.CREATE, "offered again")
    if (known.hash, known.needs) != (wish.hash, wish.needs):
        action = Action.UPDATE if known.observed == "present" else Action.CREATE
        return planned(action, "another version is offered")
    if _stuck(known):
        return planned(Action.RETRY, f"was {known.state.value}")
    return planned(Action.NOOP, "as offered")


def _media(
    desire: Desire,
    known: Mapping[str, Known],
    planned: Mapping[str, Planned],
    terms: Terms,
) -> dict[str, Planned]:
    rows = {key: one for key, one in known.items() if one.role == "media"}
    needed = _needed(known, planned)
    found = {}
    for key, one in rows.items():
        if key not in needed and one.wanted:
            found[key] = Planned(key, "media", Action.WITHDRAW, "no item shows it")
        elif not one.wanted and key not in needed and _stuck(one):
            reason = "the withdrawal is tried again"
            found[key] = Planned(key, "media", Action.RETRY, reason)
    if terms.only_withdrawals:
        return found
    for key in needed:
        wish = desire.wishes.get(key)
        if wish is not None:
            found[key] = _sending(wish, rows.get(key))
    return found


def _needed(
    known: Mapping[str, Known], planned: Mapping[str, Planned]
) -> frozenset[str]:
    """Media shown by what is at the target after the plan, or still there meanwhile."""
    needed: set[str] = set()
    for key, one in known.items():
        act = planned.get(key)
        leaves = act is not None and act.action is Action.WITHDRAW
        changes = act is not None and act.wish is not None
        if one.role == "item" and one.wanted and not leaves and not changes:
            needed |= one.needs
    for act in planned.values():
        if act.wish is not None:
            needed |= act.wish.needs
    return frozenset(needed)
