"""Which facts have grown old: a figure past its clock, a paper past its day."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from content_api.types import registry
from content_api.types.values.dates import last_day, months_after

FIGURE = {"value", "unit", "as_of"}


@dataclass(frozen=True, slots=True)
class Stale:
    """A fact that should be looked at again, and the day from which that is so."""

    pointer: str
    since: date


def stale_facts(type_code: str, fields: Mapping[str, Any], *, on: date) -> list[Stale]:
    """`fields` are canonical, as `check` returns them or a release carries them."""
    return [
        Stale(pointer, since)
        for pointer, since in clocks(type_code, fields)
        if since < on
    ]


def clocks(type_code: str, fields: Mapping[str, Any]) -> Iterator[tuple[str, date]]:
    """Every dated fact with the last day on which it counts as fresh."""
    content_type = registry.get(type_code)
    for name, value in fields.items():
        months = content_type.fresh_figures.get(name, content_type.fresh_months)
        yield from _clocks(value, f"/fields/{name}", months)


def _clocks(value: Any, at: str, months: int) -> Iterator[tuple[str, date]]:
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from _clocks(item, f"{at}/{index}", months)
    elif isinstance(value, dict):
        if value.keys() >= FIGURE:
            yield at, months_after(last_day(value["as_of"]), months)
        for name, item in value.items():
            yield from _clocks(item, f"{at}/{name}", months)
    elif isinstance(value, str) and at.endswith("/valid_until"):
        yield at, date.fromisoformat(value)
