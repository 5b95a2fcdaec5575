"""Finding a unit by any name it ever had, and keeping the list up to date."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import Any

from content_api.public.pool import PublicPool
from content_api.units import names, queries
from content_api.units.errors import UnitNotFoundError
from content_api.units.schemas import UnitFilter
from content_api.units.tables import Unit
from phohien.db import ReadSession, WriteSession
from phohien.errors import FieldProblem, Text

REPLACED_ON = date(2025, 7, 1)
FIRST = (-1, "")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A present unit a name may mean; `mapping` is present, exact or split."""

    unit: Unit
    mapping: str


@dataclass(frozen=True, slots=True)
class UnitRows:
    """A page of units as the public reads them."""

    rows: list[dict[str, Any]]
    next_cursor: str | None


async def list_units(pool: PublicPool, wanted: UnitFilter) -> UnitRows:
    rank, code = FIRST
    if wanted.cursor is not None:
        first, _, code = wanted.cursor.partition(".")
        rank = int(first)
    values = {
        "q": names.folded(wanted.q) if wanted.q else None,
        "level": wanted.level.value if wanted.level else None,
        "on": wanted.on,
        "rank": rank,
        "code": code,
        "limit": wanted.limit + 1,
    }
    found = await queries.page_of_released(pool, values)
    rows = found[: wanted.limit]
    more = len(found) > wanted.limit
    cursor = f"{rows[-1]['rank']}.{rows[-1]['code']}" if more else None
    return UnitRows(rows, cursor)


async def get_unit(pool: PublicPool, code: str) -> dict[str, Any]:
    unit = await queries.get_released(pool, code) or await _former(pool, code)
    if unit is None:
        raise UnitNotFoundError(
            Text(
                vi=f"Không có đơn vị mã {code}; tìm theo tên tại /v1/units?q=…",
                en=f"There is no unit {code}; search by name at /v1/units?q=…",
            )
        )
    return unit


async def _former(pool: PublicPool, code: str) -> dict[str, Any] | None:
    """What a code stood for that no unit carries on, with what it became."""
    found = await queries.former(pool, code)
    if not found:
        return None
    name, _, until, _, _, _, _, province_code = found[0]
    return {
        "code": code,
        "name_vi": name,
        "name_en": names.in_english(name),
        "level": names.level_of(name),
        "province_code": province_code,
        "valid_from": None,
        "valid_to": until,
        "lat": None,
        "lon": None,
        "predecessors": [],
        "successors": [
            {
                "code": now,
                "name_vi": name_vi,
                "name_en": name_en,
                "mapping": mapping,
                "replaced_on": until,
            }
            for _, _, _, mapping, now, name_vi, name_en, _ in found
        ],
    }


async def find_by_name(session: ReadSession, name: str) -> list[Candidate]:
    """Every unit a written name may mean today.

    More than one candidate, or a `split`, needs a person to choose.
    """
    folded = names.folded(name)
    if not folded:
        return []
    found = await queries.named(session, folded)
    return [Candidate(unit, mapping) for unit, mapping in found]


async def unit_problems(
    session: ReadSession, named: Mapping[str, str], *, on: date
) -> list[FieldProblem]:
    """Of codes by the place that names them: unknown ones, and units that ended."""
    ends = await queries.ends_of(session, set(named.values())) if named else {}
    wrong = {
        pointer: code
        for pointer, code in named.items()
        if code not in ends or _ended(ends[code], on)
    }
    if not wrong:
        return []
    after: dict[str, list[tuple[str, str]]] = {}
    for old, name, code in await queries.became(session, wrong.values()):
        after.setdefault(old, []).append((name, code))
    return [
        _problem(pointer, code, ends.get(code), after.get(code, []))
        for pointer, code in wrong.items()
    ]


def _ended(end: date | None, on: date) -> bool:
    return end is not None and end <= on


def _problem(
    pointer: str, code: str, end: date | None, after: list[tuple[str, str]]
) -> FieldProblem:
    present = "; ".join(f"{name} {found}" for name, found in after)
    if not present:
        detail = Text(
            vi="Không có đơn vị hành chính mang mã này; tìm mã tại /v1/units?q=…",
            en="No administrative unit has this code; find it at /v1/units?q=…",
        )
        return FieldProblem(pointer, detail, "unit-unknown")
    since = (f" từ {end:%d/%m/%Y}", f" on {end.isoformat()}") if end else ("", "")
    detail = Text(
        vi=f"Đơn vị {code} không còn{since[0]}; nay là: {present}. Hãy ghi mã mới.",
        en=f"Unit {code} ended{since[1]}; it is now: {present}. Write the new code.",
    )
    return FieldProblem(pointer, detail, "unit-ended")


async def load_units(session: WriteSession) -> int:
    """Bring in the shipped list; running it again changes nothing."""
    units = [
        {
            "code": row["code"],
            "name_vi": row["name_vi"],
            "name_en": row["name_en"],
            "level": row["level"],
            "province_code": row["province_code"],
            "valid_from": _day(row["valid_from"]),
            "valid_to": _day(row["valid_to"]),
            "lat": float(row["lat"]),
            "lon": float(row["lon"]),
            "folded": names.both(row["name_vi"]),
        }
        for row in _rows("units.csv")
    ]
    predecessors = [
        {
            "unit_code": row["unit_code"],
            "ordinal": int(row["ordinal"]),
            "code": row["code"] or None,
            "name": row["name"],
            "district": row["district"],
            "mapping": row["mapping"],
            "written": row["written"],
            "replaced_on": REPLACED_ON,
            "folded": names.both(row["name"]),
        }
        for row in _rows("predecessors.csv")
    ]
    await queries.upsert_units(session, units)
    await queries.upsert_predecessors(session, predecessors)
    return len(units)


def _rows(name: str) -> list[dict[str, str]]:
    path = files("content_api.units").joinpath("data", name)
    return list(csv.DictReader(path.read_text("utf-8").splitlines()))


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
