"""What a place was and is called: words a document about it is found by."""

import csv
import hashlib
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from phohien.canonical import canonical_json


class Area(NamedTuple):
    """A district that is no more, by the codes of its communes."""

    first: int
    last: int
    district: str
    province: str


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit as the public is told of it."""

    code: str
    name_vi: str
    name_en: str
    predecessors: Sequence[Mapping[str, Any]]


class Gazetteer:
    """Every unit with the names it is found by; `digest` changes with any of them."""

    def __init__(self, units: Iterable[Unit]) -> None:
        told = sorted(units, key=lambda unit: unit.code)
        self._names = {unit.code: tuple(dict.fromkeys(_names(unit))) for unit in told}
        self.digest = hashlib.sha256(canonical_json(self._names)).hexdigest()[:16]

    def names_of(self, codes: Iterable[str]) -> Iterable[str]:
        for code in codes:
            yield from self._names.get(code, ())


def area_of(code: str) -> Area | None:
    number = int(code) if code.isdigit() else 0
    areas = _areas()
    place = bisect_right(areas, number, key=lambda area: area.first)
    found = areas[place - 1] if place else None
    return found if found is not None and number <= found.last else None


def _names(unit: Unit) -> Iterable[str]:
    yield unit.name_vi
    yield unit.name_en
    yield from _area_names(unit.code)
    for former in unit.predecessors:
        yield former["name"]
        if former.get("district"):
            yield former["district"]
        yield from _area_names(former.get("code") or "")


def _area_names(code: str) -> Iterable[str]:
    area = area_of(code)
    return () if area is None else (area.district, area.province)


@cache
def _areas() -> list[Area]:
    path = files("content_api.search").joinpath("data", "former_areas.csv")
    rows = csv.reader(path.read_text("utf-8").splitlines()[1:])
    return sorted(Area(int(first), int(last), *names) for first, last, *names in rows)
