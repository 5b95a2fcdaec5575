"""What was sent, what is ours now, what they show: field by field. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from asean_sync.connectors.comparison import normal
from asean_sync.profiles.document import Profile
from asean_sync.profiles.mapping import MapEntry, Transform

# What a mapping may do to a text that can be taken back as it is.
HARMLESS = {"nfc", "trim", "text"}


@dataclass(frozen=True, slots=True)
class Side:
    """One field on the three sides."""

    field: str
    sent: Any
    ours: Any
    theirs: Any
    theirs_differs: bool
    ours_differs: bool


def sides(
    sent: Mapping[str, Any], ours: Mapping[str, Any], theirs: Mapping[str, Any]
) -> list[Side]:
    return [
        Side(
            name,
            sent.get(name),
            ours.get(name),
            theirs.get(name),
            theirs_differs=normal(theirs.get(name)) != normal(sent.get(name)),
            ours_differs=normal(ours.get(name)) != normal(sent.get(name)),
        )
        for name in sorted({*sent, *ours})
    ]


def adoptable(profile: Profile, found: list[Side]) -> dict[str, str]:
    """Their words by the names of our texts, where the mapping can be read backwards.

    Only a text that was mapped as it is: a code that was looked up, a date or a joined
    list is not somebody's correction of our words.
    """
    texts: dict[str, str] = {}
    for side in found:
        entry = profile.map.get(side.field)
        if side.theirs_differs and entry is not None:
            texts |= _taken_back(entry, side)
    return texts


def _taken_back(entry: MapEntry, side: Side) -> dict[str, str]:
    if entry.path is None or not all(map(_is_harmless, entry.then)):
        return {}
    scope, _, name = entry.path.partition(".")
    if scope != "language" or not name:
        return {}
    if name == "texts" and isinstance(side.theirs, Mapping):
        before = side.sent if isinstance(side.sent, Mapping) else {}
        return {
            one: text
            for one, text in side.theirs.items()
            if isinstance(text, str) and normal(text) != normal(before.get(one))
        }
    name = name.removeprefix("texts.")
    plain = name.isidentifier() and name not in {"code", "hash", "slug"}
    if not plain or not isinstance(side.theirs, str):
        return {}
    return {name: side.theirs}


def _is_harmless(step: Any) -> bool:
    if isinstance(step, Transform):
        return step.model_fields_set == {"max_chars"}
    return step in HARMLESS
