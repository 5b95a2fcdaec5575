"""A sheet as it was read: rows by their Excel number, each a list of cells."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, TypeAlias


@dataclass(frozen=True, slots=True)
class Broken:
    """A cell that has no value: a formula never computed, or one that failed."""

    why: str


Cell: TypeAlias = str | int | float | bool | date | datetime | Broken | None
MOST_ROWS = 2_000
HEAD_ROWS = 60
MOST_COLUMNS = 1_500
MOST_CELLS = 400_000


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet. `rows` has (number, cells); rows without a value are left out."""

    kind: str
    sheet: str
    rows: list[tuple[int, list[Cell]]]
    merged: list[tuple[int, int, int, int]]
    hidden: list[str]
    unread: list[str]
    converted: int
    encoding: str
    peak_kib: int


def to_json(cell: Cell) -> Any:
    match cell:
        case Broken(why):
            return {"b": why}
        case datetime():
            return {"t": cell.isoformat()}
        case date():
            return {"d": cell.isoformat()}
        case _:
            return cell


def from_json(value: Any) -> Cell:
    if not isinstance(value, dict):
        return value  # type: ignore[no-any-return]  # what JSON has is a Cell
    if "b" in value:
        return Broken(value["b"])
    if "t" in value:
        return datetime.fromisoformat(value["t"])
    return date.fromisoformat(value["d"])


def plain(value: object) -> Cell:
    """What calamine hands out, as a cell: midnight is a day, an hour is its text."""
    match value:
        case datetime():
            return value.date() if value.time() == time() else value
        case time():
            return value.strftime("%H:%M")
        case timedelta():
            minutes = int(value.total_seconds()) // 60
            return f"{minutes // 60:02}:{minutes % 60:02}"
        case None | "":
            return None
        case _:
            return _scalar(value)


def _scalar(value: object) -> Cell:
    if isinstance(value, str) and value in ERRORS:
        return Broken("error")
    if isinstance(value, float) and value.is_integer() and abs(value) < WHOLE:
        return int(value)
    assert isinstance(value, str | int | float | bool | date)  # noqa: S101 -- calamine's types
    return value


WHOLE = 1e15
ERRORS = frozenset(
    {"#REF!", "#N/A", "#DIV/0!", "#VALUE!", "#NAME?", "#NULL!", "#NUM!", "#DATA!"}
)
