"""A value as a cell: for people in a workbook, and the same in a text file."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from content_api.spreadsheets.grid import Cell
from content_api.spreadsheets.layout import choices, numbers
from content_api.spreadsheets.layout.columns import Column
from content_api.spreadsheets.layout.names import Directory
from content_api.spreadsheets.layout.shape import Kind
from phohien.canonical import canonical_text

# Excel cuts longer texts off; the rest goes on in columns `code#2`, `code#3`.
CHUNK = 32_000
EXACT_DIGITS = 15  # what a number in Excel holds without rounding
FIRST_DAY = "1901-01-01"  # Excel has no days before 1900, and one too many in it
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_NEEDS_QUOTES = re.compile(r'[;\n"]|^\s|\s$|^$')


def cell_of(column: Column, value: Any, directory: Directory) -> Cell:
    """What a workbook shows."""
    if value is None:
        return None
    cell: Cell
    if column.leaf.many:
        cell = joined([_text(column, one, directory) for one in value])
    elif column.kind in {Kind.NUMBER, Kind.DEGREES}:
        cell = numeric(str(value))
    elif column.kind is Kind.WHOLE:
        cell = int(value)
    elif column.kind is Kind.DAY and value >= FIRST_DAY:
        cell = date.fromisoformat(value)
    else:
        cell = _text(column, value, directory)
    return cell


def text_of(column: Column, value: Any, directory: Directory) -> str:
    """What a text file holds. A text that starts like a formula is quoted."""
    if value is None:
        return ""
    if column.leaf.many:
        return guarded(str(cell_of(column, value, directory)))
    if column.kind in {Kind.NUMBER, Kind.DEGREES}:
        return numbers.certain(str(value))
    text = _text(column, value, directory)
    return text if column.kind is Kind.WHOLE else guarded(text)


def guarded(text: str) -> str:
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(text: str) -> str:
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def chunks(text: str) -> Iterator[str]:
    """Pieces a cell of Excel can hold; a piece never ends inside a letter."""
    for start in range(0, len(text), CHUNK):
        yield text[start : start + CHUNK]


def split(line: str) -> list[str]:
    """The values of a cell that holds several: `;` or a line break between them."""
    found = []
    for match in re.finditer(r'\s*(?:"((?:[^"]|"")*)"|([^;\n]*))\s*(?:[;\n]|$)', line):
        quoted, plain = match.groups()
        if quoted is not None:
            found.append(quoted.replace('""', '"'))
        elif plain.strip():
            found.append(plain.strip())
    return found


def numeric(value: str) -> Cell:
    digits = Decimal(value).as_tuple().digits
    if len(digits) > EXACT_DIGITS:
        return numbers.certain(value)
    number = float(value)
    return int(number) if number.is_integer() else number


def _text(column: Column, value: Any, directory: Directory) -> str:
    match column.kind:
        case Kind.CHOICE:
            text = choices.name_of(column, str(value)).vi
        case Kind.YES_NO:
            text = "Có" if value else "Không"
        case Kind.UNIT:
            text = directory.units.label(str(value))
        case Kind.AGENCY:
            text = directory.agencies.label(str(value))
        case Kind.JSON:
            text = canonical_text(value)
        case _:
            text = str(value)
    return text


def joined(texts: Sequence[str]) -> str:
    """Several values in one cell; `split` takes them apart."""
    return "; ".join(map(_quoted, texts))


def _quoted(text: str) -> str:
    if _NEEDS_QUOTES.search(text):
        return '"' + text.replace('"', '""') + '"'
    return text
