"""Plans and endings as they are kept for a person to look at. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from asean_sync.planning.difference import Change, difference, fields
from asean_sync.planning.guard import Ceiling
from asean_sync.planning.plan import Action, Plan, Planned
from asean_sync.planning.service import Outlook
from asean_sync.profiles import service as profiles
from asean_sync.profiles.document import Profile
from asean_sync.runs.readiness import readiness, scored_of


@dataclass(frozen=True, slots=True)
class Ending:
    """How a run ended; what was planned, and under which profile."""

    outcome: str
    counts: Mapping[str, Any] = field(default_factory=dict)
    note: str | None = None
    plan: Plan | None = None
    profile: Profile | None = None


def looked_at(outlook: Outlook, profile: Profile) -> Ending:
    """A plan by itself: does it wait for a person?"""
    plan = outlook.plan
    asks = profile.guard.approval != "guarded" and plan.beyond(Ceiling())
    return Ending(
        "needs_approval" if plan.held or asks else "ok",
        {"plan": plan.counts(), "readiness": readiness(outlook, profile)},
        note=plan.held_because,
        plan=plan,
        profile=profile,
    )


def planned(ending: Ending) -> dict[str, Any]:
    """What an approval binds to, and whether another person has to give it."""
    plan, profile = ending.plan, ending.profile
    if plan is None or profile is None:
        return {}
    return {
        "plan_hash": plan.hash,
        "hold_hash": plan.hold_hash,
        "profile_sha256": profiles.digest(profile),
        "two_person": plan.held or profile.guard.approval == "two_person",
    }


def planned_rows(
    outlook: Outlook, profile: Profile, *, whole: bool
) -> Iterator[dict[str, Any]]:
    """One at a time: a first night has as many as there are items.

    `whole`: for a person who decides; a night by itself tells of new objects that they
    are new, not all that is in them.
    """
    for one in outlook.plan.items:
        if one.action is Action.NOOP:
            continue
        scored = scored_of(one, profile) if whole else None
        yield {
            "object_key": one.key,
            "action": one.action.value,
            "reason": one.reason,
            "diff": _told(_changes(one, outlook, profile, whole=whole)),
            "lang": one.wish.lang if one.wish is not None else None,
            "content_hash": one.content,
            "holds": list(one.holds),
            "readiness": scored.percent if scored is not None else None,
        }


def _changes(
    one: Planned, outlook: Outlook, profile: Profile, *, whole: bool
) -> Sequence[Change]:
    if whole and one.action is Action.CREATE and one.wish is not None:
        return difference({}, one.wish.payload, profile, one.wish.lang)
    return outlook.diffs.get(one.key, [])


def _told(changes: Sequence[Change]) -> dict[str, Any]:
    return {"changed": fields(changes), "changes": [asdict(one) for one in changes]}
