"""A cell as a value, or why not, in words that say what to do."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

from content_api.spreadsheets.grid import Broken, Cell
from content_api.spreadsheets.layout import choices, numbers, words
from content_api.spreadsheets.layout.columns import Column
from content_api.spreadsheets.layout.names import Directory, Names
from content_api.spreadsheets.layout.shape import Kind
from content_api.spreadsheets.layout.showing import split
from content_api.spreadsheets.layout.words import Remark
from content_api.text.words import fold
from content_api.types.values.wording import canonical

VIETNAM = timezone(timedelta(hours=7))
YES = frozenset({"co", "x", "true", "dung", "yes", "1", "✓"})
NO = frozenset({"khong", "false", "sai", "no", "0"})
ERASE = frozenset({"(xoa)", "(delete)"})


@dataclass(frozen=True, slots=True)
class Value:
    """`found` is JSON-ready; None with `erased` means: take away what is there."""

    found: Any = None
    erased: bool = False
    unit: str = ""
    remarks: tuple[Remark, ...] = ()


def read(column: Column, cell: Cell, directory: Directory) -> Value:
    """Never raises; a value that cannot be read is a remark that is an error."""
    if isinstance(cell, Broken):
        return Value(remarks=(words.BROKEN[cell.why],))
    if cell is None or (isinstance(cell, str) and not cell.strip()):
        return Value()
    if isinstance(cell, str) and fold(cell.strip()) in ERASE:
        return Value(erased=True)
    if column.leaf.many and isinstance(cell, str):
        return _several(column, cell, directory)
    value = _READERS[column.kind](column, cell, directory)
    return Value([value.found], remarks=value.remarks) if _one(column, value) else value


def _one(column: Column, value: Value) -> bool:
    return column.leaf.many and value.found is not None


def _several(column: Column, text: str, directory: Directory) -> Value:
    reader = _READERS[column.kind]
    values = [reader(column, part, directory) for part in split(text)]
    found = [value.found for value in values if value.found is not None]
    remarks = tuple(remark for value in values for remark in value.remarks)
    return Value(found or None, remarks=remarks)


def _text(_: Column, cell: Cell, __: Directory) -> Value:
    if isinstance(cell, bool):
        return Value("Có" if cell else "Không")
    if isinstance(cell, int | float):
        return Value(canonical(Decimal(repr(cell))))
    if isinstance(cell, date):
        written = f"{cell:%d/%m/%Y}"
        return Value(written, remarks=(words.became_a_day(written),))
    return Value(str(cell))


def _number(column: Column, cell: Cell, _: Directory) -> Value:
    if isinstance(cell, bool | date):
        return Value(remarks=(words.NOT_A_NUMBER,))
    if isinstance(cell, int | float):
        return Value(canonical(Decimal(repr(cell))))
    text = str(cell).strip()
    return _degrees(text) if column.kind is Kind.DEGREES else _typed(text)


def _degrees(text: str) -> Value:
    """Never thousands, so a dot and a comma are the same."""
    text = text.replace(",", ".").removesuffix("°")
    sound = numbers.is_plain(text.removeprefix("-"))
    if not sound:
        return Value(remarks=(words.NOT_DEGREES,))
    return Value(canonical(Decimal(text)))


def _typed(text: str) -> Value:
    number = numbers.number(text)
    if number is None:
        return Value(remarks=(words.NOT_A_NUMBER,))
    found = canonical(Decimal(number.text))
    if number.other is None:
        return Value(found, unit=number.unit)
    remark = words.ambiguous(text, number.text, number.other)
    return Value(found, unit=number.unit, remarks=(remark,))


def _whole(column: Column, cell: Cell, directory: Directory) -> Value:
    value = _number(column, cell, directory)
    if value.found is None:
        return value
    number = Decimal(value.found)
    if number != int(number):
        return Value(remarks=(words.NOT_WHOLE,))
    return Value(int(number), remarks=value.remarks)


def _yes_no(_: Column, cell: Cell, __: Directory) -> Value:
    if isinstance(cell, bool):
        return Value(cell)
    word = fold(str(cell).strip())
    if word in YES or word in NO:
        return Value(word in YES)
    return Value(remarks=(words.NOT_YES_NO,))


def _day(_: Column, cell: Cell, __: Directory) -> Value:
    if isinstance(cell, date):
        return Value(f"{cell:%Y-%m-%d}")
    found = numbers.day(str(cell)) if isinstance(cell, str) else None
    return Value(found.isoformat()) if found else Value(remarks=(words.NOT_A_DAY,))


def _period(_: Column, cell: Cell, __: Directory) -> Value:
    if isinstance(cell, date):
        return Value(f"{cell:%Y-%m-%d}")
    found = numbers.period(str(cell))
    return Value(found) if found else Value(remarks=(words.NOT_A_PERIOD,))


def _moment(_: Column, cell: Cell, __: Directory) -> Value:
    """A time without its zone is Vietnamese time."""
    if isinstance(cell, str):
        day, _blank, hour = cell.strip().partition(" ")
        known = numbers.day(day)
        text = f"{known.isoformat()} {hour or '00:00'}" if known else cell.strip()
        try:
            found = datetime.fromisoformat(text)
        except ValueError:
            return Value(remarks=(words.NOT_A_MOMENT,))
    elif isinstance(cell, date):
        found = datetime.combine(cell, datetime.min.time())
        found = cell if isinstance(cell, datetime) else found
    else:
        return Value(remarks=(words.NOT_A_MOMENT,))
    zoned = found if found.tzinfo else found.replace(tzinfo=VIETNAM)
    return Value(zoned.astimezone(UTC).isoformat())


def _choice(column: Column, cell: Cell, _: Directory) -> Value:
    known = choices.by_name(column)
    written = str(cell).strip()
    code = written if written in column.leaf.choices else known.get(fold(written))
    if code is not None:
        return Value(code)
    shown = [choices.name_of(column, each).vi for each in column.leaf.choices]
    names = Names.of((name, name, [fold(name)]) for name in shown)
    return Value(remarks=(words.not_in_list(names.like(written), shown),))


def _named(kind: str) -> Callable[[Column, Cell, Directory], Value]:
    def reader(_: Column, cell: Cell, directory: Directory) -> Value:
        names: Names = getattr(directory, kind)
        written = str(cell).strip()
        meant = sorted(names.meant(written))
        if len(meant) == 1:
            return Value(meant[0])
        if meant:
            labels = [names.label(code) for code in meant]
            return Value(remarks=(words.several_meant(labels),))
        return Value(remarks=(words.unknown_name(kind, names.like(written)),))

    return reader


def _json(_: Column, cell: Cell, __: Directory) -> Value:
    try:
        found = json.loads(str(cell))
    except ValueError:
        return Value(remarks=(words.NOT_JSON,))
    sound = isinstance(found, list) and all(isinstance(one, dict) for one in found)
    return Value(found) if sound else Value(remarks=(words.NOT_JSON,))


def _file(_: Column, cell: Cell, directory: Directory) -> Value:
    if directory.files is None:
        return Value(remarks=(words.FILE_ALONE,))
    meant = directory.files.meant(str(cell).strip())
    return Value(remarks=(meant,)) if isinstance(meant, Remark) else Value(meant)


_READERS: Mapping[Kind, Callable[[Column, Cell, Directory], Value]] = {
    Kind.TEXT: _text,
    Kind.NUMBER: _number,
    Kind.DEGREES: _number,
    Kind.WHOLE: _whole,
    Kind.YES_NO: _yes_no,
    Kind.DAY: _day,
    Kind.PERIOD: _period,
    Kind.MOMENT: _moment,
    Kind.CHOICE: _choice,
    Kind.UNIT: _named("units"),
    Kind.AGENCY: _named("agencies"),
    Kind.ITEM: _named("items"),
    Kind.JSON: _json,
    Kind.FILE: _file,
}
