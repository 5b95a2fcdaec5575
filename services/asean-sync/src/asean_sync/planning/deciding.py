"""Desired against observed. Pure: a snapshot goes in, a plan comes out."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from asean_sync.planning.guard import Circumstances, Ruling, rule, rule_changes
from asean_sync.planning.losses import Loss, losses, part_said
from asean_sync.planning.plan import (
    APPROVAL_NOT_FOUND,
    CHANGE_GUARD,
    MASS_GUARD,
    Action,
    Plan,
    Planned,
    Terms,
    priority,
)
from asean_sync.planning.wishes import Desire, Known, Wish


def make_plan(desire: Desire, known: Mapping[str, Known], terms: Terms) -> Plan:
    items = {key: one for key, one in known.items() if one.role == "item"}
    lost = losses(desire, items, terms.at)
    down, ruling = _withdrawals(desire, items, lost, terms)
    up = _sendings(desire, items, lost, terms)
    up, changes = _guarded(up, items, terms)
    planned = {**up, **{key: _whole(one, up.get(key)) for key, one in down.items()}}
    planned |= _media(desire, known, planned, terms)
    ordered = sorted(planned.values(), key=lambda one: (priority(one), one.key))
    return Plan(tuple(ordered), ruling, changes, terms.settled)


def _whole(leaving: Planned, sending: Planned | None) -> Planned:
    """An object that is held for a language in it still says what it would become."""
    if leaving.action is not Action.HOLD or sending is None:
        return leaving
    return replace(leaving, wish=sending.wish)


def _guarded(
    up: dict[str, Planned], items: Mapping[str, Known], terms: Terms
) -> tuple[dict[str, Planned], Ruling]:
    """More changes at once than the profile allows wait for a person, all of them."""
    updates = {
        key: one.content
        for key, one in up.items()
        if one.action is Action.UPDATE and not one.takes_down and one.content
    }
    ruling = rule_changes(
        updates,
        present=sum(1 for one in items.values() if one.wanted) + terms.others,
        percent=terms.update_percent,
        least=terms.limit.count,
        held_before=any(items[key].hold_reason == CHANGE_GUARD for key in updates),
        approved=terms.approved,
    )
    if not ruling.held:
        return up, ruling
    held = {
        key: replace(up[key], action=Action.HOLD, reason=ruling.reason, holds=(key,))
        for key in updates
    }
    return {**up, **held}, ruling


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
    names = {name: name for name in implicit} | parts
    seen = Circumstances(
        present=max(present, 0) + len(parts) + terms.others,
        limit=terms.limit,
        unread=sum(1 for name in implicit if name not in desire.refusals) + len(parts),
        went_back=desire.went_back,
        held_before=any(items[key].hold_reason == MASS_GUARD for key in names.values()),
    )
    ruling = rule(names, seen, terms.approved)
    down = {
        key: replace(_down(key, reason), said=True) for key, reason in explicit.items()
    }
    if ruling.held:
        held: dict[str, list[str]] = {}
        for name, key in names.items():
            held.setdefault(key, []).append(name)
        down |= {
            key: replace(
                _down(key, ruling.reason, Action.HOLD), holds=tuple(sorted(those))
            )
            for key, those in held.items()
        }
    else:
        down |= {key: _down(key, reason) for key, reason in implicit.items()}
    again = "the withdrawal is tried again"
    down |= {
        key: _down(key, again, Action.RETRY)
        for key, one in items.items()
        if not one.wanted and not _stays(desire, key) and one.stuck
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
        # Of what is left nothing is to be sent: a word for one takes all of it down.
        return next(filter(None, reasons), None)
    said = desire.said.get((one.item_id, one.lang))
    if said is None and one.expires_at is not None and one.expires_at <= at:
        return "expired"
    return said


def _unsaid(desire: Desire, key: str) -> str:
    refusal = desire.refusals.get(key)
    return refusal.reason if refusal else "no live offer with a released document"


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
            loss = lost[wish.key]
            one = replace(
                one, takes_down=True, said=bool(loss.said), reason=loss.reason
            )
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
    if known.stuck:
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
        elif not one.wanted and key not in needed and one.stuck:
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
        changes = act is not None and _goes(act)
        if one.role == "item" and one.wanted and not leaves and not changes:
            needed |= one.needs
    for act in planned.values():
        if act.wish is not None and _goes(act):
            needed |= act.wish.needs
    return frozenset(needed)


def _goes(act: Planned) -> bool:
    return act.wish is not None and act.action is not Action.HOLD
