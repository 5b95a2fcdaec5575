"""What differs between two payloads, field by field and language by language. Pure."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from asean_sync.mapping.transforms import NUMBER
from asean_sync.mapping.values import MARK
from asean_sync.profiles.document import Profile
from asean_sync.profiles.mapping import MapEntry

# Long texts are shown around the first place where they differ.
SHOWN, BEFORE_IT = 300, 60


@dataclass(frozen=True, slots=True)
class Change:
    """One field. `lang` is None when the field is of no language; None: not there."""

    field: str
    lang: str | None
    before: Any
    after: Any


def difference(
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    profile: Profile,
    lang: str | None = None,
) -> list[Change]:
    """`lang`: of an object that is one language."""
    found = [
        change
        for name in sorted({*before, *after})
        for change in _field(
            name, before.get(name), after.get(name), profile, profile.map.get(name)
        )
    ]
    return [
        Change(one.field, one.lang or _spoken(one.field, profile, lang), *_cut(one))
        for one in found
    ]


def _field(
    place: str, old: Any, new: Any, profile: Profile, entry: MapEntry | None
) -> Iterator[Change]:
    if old == new:
        return
    if entry is not None and entry.languages is not None:
        yield from _languages(place, old, new, profile, entry.languages.shape)
    elif _plain(old) and _plain(new):
        parts = entry.object if entry is not None else None
        for name in sorted({*old, *new}):
            below = (parts or {}).get(name)
            where = f"{place}.{name}"
            yield from _field(where, old.get(name), new.get(name), profile, below)
    else:
        yield Change(place, None, old, new)


def _languages(
    place: str, old: Any, new: Any, profile: Profile, shape: str
) -> Iterator[Change]:
    ours = {theirs: code for code, theirs in profile.languages.items()}
    if shape == "list" or not (_plain(old or {}) and _plain(new or {})):
        yield Change(place, None, old, new)
        return
    before, after = old or {}, new or {}
    for theirs in sorted({*before, *after}):
        one, other = before.get(theirs), after.get(theirs)
        lang = ours.get(theirs, theirs)
        for change in _field(place, one, other, profile, None):
            yield Change(change.field, lang, change.before, change.after)


def _plain(value: Any) -> bool:
    return isinstance(value, dict) and MARK not in value and NUMBER not in value


def _spoken(field: str, profile: Profile, lang: str | None) -> str | None:
    """A field of a one-language object is of that language when it is mapped so."""
    entry = profile.map.get(field.split(".", maxsplit=1)[0])
    path = entry.path if entry is not None else None
    return lang if path and path.startswith("language.") else None


def _cut(change: Change) -> tuple[Any, Any]:
    old, new = _readable(change.before), _readable(change.after)
    texts = _text(old), _text(new)
    start = max(_same(*texts) - BEFORE_IT, 0) if max(map(len, texts)) > SHOWN else 0
    return _shown(old, texts[0], start), _shown(new, texts[1], start)


def _readable(value: Any) -> Any:
    """Numbers as they go out; an id at the target by the file it is of."""
    if isinstance(value, list):
        return [_readable(one) for one in value]
    if not isinstance(value, dict):
        return value
    if MARK in value:
        return f"{value[MARK]} of {value['key']}"
    if NUMBER in value:
        return value[NUMBER]
    return {name: _readable(one) for name, one in value.items()}


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _same(one: str, other: str) -> int:
    """How far two texts are the same: by halves, since they may be long."""
    least, most = 0, min(len(one), len(other))
    while least < most:
        middle = (least + most + 1) // 2
        if one[least:middle] == other[least:middle]:
            least = middle
        else:
            most = middle - 1
    return least


def _shown(value: Any, text: str, start: int) -> Any:
    if len(text) <= SHOWN:
        return value
    part = text[start : start + SHOWN]
    return f"{'…' if start else ''}{part}… ({len(text)})"


def fields(changes: Sequence[Change]) -> list[str]:
    """The top-level fields that change."""
    return sorted({one.field.split(".", maxsplit=1)[0] for one in changes})
