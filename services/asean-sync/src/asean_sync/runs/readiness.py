"""How much of what a target can take is there, in percent. Pure."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from asean_sync.planning.plan import Planned
from asean_sync.planning.service import Outlook
from asean_sync.profiles.document import Profile
from asean_sync.profiles.mapping import MapEntry

# What must be there weighs as much as three fields that may be.
REQUIRED, OPTIONAL = 3, 1
MOST_NAMED = 20
_EMPTY: tuple[Any, ...] = (None, "", [], {})


@dataclass(frozen=True, slots=True)
class Score:
    """Of one object: percent, and the fields that are empty."""

    percent: int
    missing: tuple[str, ...]


def score(payload: Mapping[str, Any], profile: Profile) -> Score:
    weighed = list(_leaves(profile.map, payload, profile, ""))
    total = sum(weight for _, weight, _ in weighed)
    there = sum(weight for _, weight, filled in weighed if filled)
    missing = tuple(place for place, _, filled in weighed if not filled)
    return Score(100 * there // total if total else 100, missing)


def _leaves(
    entries: Mapping[str, MapEntry],
    payload: Mapping[str, Any],
    profile: Profile,
    place: str,
) -> Iterator[tuple[str, int, bool]]:
    for name, entry in entries.items():
        value, where = payload.get(name), f"{place}{name}"
        if entry.object is not None:
            below = value if isinstance(value, dict) else {}
            yield from _leaves(entry.object, below, profile, f"{where}.")
        elif entry.languages is not None and entry.languages.shape == "object":
            shown = value if isinstance(value, dict) else {}
            for lang, theirs in profile.languages.items():
                yield f"{where}.{lang}", _weight(entry), bool(shown.get(theirs))
        elif entry.const is None:
            yield where, _weight(entry), value not in _EMPTY


def _weight(entry: MapEntry) -> int:
    return REQUIRED if entry.required else OPTIONAL


def readiness(outlook: Outlook, profile: Profile) -> dict[str, Any]:
    """Of everything offered: the mean of each language, and what is missing most."""
    objects: Counter[str] = Counter()
    percents: Counter[str] = Counter()
    missing: Counter[str] = Counter()
    for one in outlook.plan.items:
        scored = scored_of(one, profile)
        if scored is None or one.wish is None:
            continue
        lang = one.wish.lang or "*"
        objects[lang] += 1
        percents[lang] += scored.percent
        missing.update(scored.missing)
    blocked = outlook.plan.counts().get("blocked", 0)
    total = sum(objects.values()) + blocked
    return {
        "percent": sum(percents.values()) // total if total else None,
        "blocked": blocked,
        "languages": {
            lang: {"objects": number, "percent": percents[lang] // number}
            for lang, number in sorted(objects.items())
        },
        "missing": dict(missing.most_common(MOST_NAMED)),
    }


def scored_of(one: Planned, profile: Profile) -> Score | None:
    """None: a file, or nothing is to be there."""
    if one.role != "item" or one.wish is None:
        return None
    return score(one.wish.payload, profile)
