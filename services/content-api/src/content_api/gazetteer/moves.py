"""Where units went, and an item that follows them: values, no database."""

import copy
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from content_api.items.aggregates.bodies import Body

Choice = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Became:
    """What a unit is today; `split`: not all of it is in one of them."""

    name: str
    codes: tuple[str, ...]
    split: bool


@dataclass(frozen=True, slots=True)
class Place:
    """Where an item names a unit that is no more what it was."""

    pointer: str
    unit: str
    candidates: tuple[str, ...]
    split: bool


def became(
    wanted: Mapping[str, str], steps: Mapping[str, Sequence[str]]
) -> dict[str, Became]:
    """`wanted`: names by code. `steps`: where each unit that changed went.

    A chain is followed to its end; a unit that goes on is the end of one.
    """
    found = {}
    for code, name in wanted.items():
        codes, split = _ends(code, steps, frozenset())
        if codes:
            found[code] = Became(name, tuple(sorted(codes)), split)
    return found


def _ends(
    code: str, steps: Mapping[str, Sequence[str]], seen: frozenset[str]
) -> tuple[set[str], bool]:
    nexts = steps.get(code, ())
    codes: set[str] = set()
    split = len(nexts) > 1
    for after in nexts:
        if after == code or after in seen or after not in steps:
            codes.add(after)
        else:
            further, parted = _ends(after, steps, seen | {code})
            codes |= further
            split = split or parted
    return codes, split


def places(body: Body, known: Mapping[str, Became]) -> list[Place]:
    """Every place of an item that names one of these units."""
    named = [(f"/unit_codes/{n}", code) for n, code in enumerate(body["unit_codes"])]
    named += [(pointer, at["unit_code"]) for pointer, at in _addresses(body)]
    return [
        Place(pointer, code, known[code].codes, known[code].split)
        for pointer, code in named
        if code in known
    ]


def followed(body: Body, known: Mapping[str, Became], choice: Choice) -> Body:
    """The same item with present units; what was written is kept beside them."""
    moved = copy.deepcopy(body)
    moved["unit_codes"] = sorted(
        {now for code in body["unit_codes"] for now in _now(code, known, choice)}
    )
    for _, at in _addresses(moved):
        code = at["unit_code"]
        now = _now(code, known, choice)
        if code not in known or not now:
            continue
        at.setdefault("written", known[code].name)
        at["unit_code"] = now[0]
        at["mapping"] = "manual" if known[code].split else "exact"
    return moved


def _now(code: str, known: Mapping[str, Became], choice: Choice) -> Sequence[str]:
    if code not in known:
        return (code,)
    return choice.get(code) or (() if known[code].split else known[code].codes)


def _addresses(body: Body) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every address in the fields, to be read or changed."""
    yield from _below(body["fields"], "/fields")


def _below(value: Any, pointer: str) -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(value, dict):
        if "unit_code" in value:
            yield f"{pointer}/unit_code", value
        for name, inner in value.items():
            yield from _below(inner, f"{pointer}/{name}")
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from _below(inner, f"{pointer}/{place}")
