"""Rows of a sheet as values by column, with what is to be said about each cell."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from content_api.imports.understanding.headers import Head, Heading
from content_api.spreadsheets.grid import Cell, Grid
from content_api.spreadsheets.layout import choices, reading, words
from content_api.spreadsheets.layout.columns import Column
from content_api.spreadsheets.layout.names import Directory
from content_api.spreadsheets.layout.shape import Kind
from content_api.spreadsheets.layout.showing import unguarded
from content_api.spreadsheets.layout.words import Remark
from content_api.text.words import fold
from phohien.canonical import canonical_text, sha256_hex

_NUMBERING = re.compile(r"\(?\d{1,3}\)?")
TOTALS = ("tong cong", "tong so", "tong:", "cong:", "cong ")


@dataclass(frozen=True, slots=True)
class Said:
    """A remark and where it stands; `index` is None for the row as a whole."""

    remark: Remark
    index: int | None = None
    code: str = ""


@dataclass(slots=True)
class Row:
    """`values` are JSON-ready by column code; `erased` are codes to take away."""

    number: int
    values: dict[str, Any] = field(default_factory=dict)
    erased: set[str] = field(default_factory=set)
    said: list[Said] = field(default_factory=list)

    @property
    def sha256(self) -> str:
        whole = {"values": self.values, "erased": sorted(self.erased)}
        return sha256_hex(canonical_text(whole).encode())


class Reader:
    """Reads the rows below a head."""

    def __init__(
        self,
        grid: Grid,
        head: Head,
        columns: Mapping[str, Column],
        directory: Directory,
    ) -> None:
        self._grid, self._head = grid, head
        self._columns, self._directory = columns, directory
        self.skipped: list[int] = []
        # Texts that stand in several cells: together they may say what none does.
        self.joined: list[str] = []

    def rows(self) -> Iterator[Row]:
        """Every row with data; the line of column numbers and the sums are not."""
        first = True
        for number, cells in self._grid.rows:
            if number <= self._head.last:
                continue
            if (first and _is_numbering(cells)) or _is_total(cells):
                self.skipped.append(number)
                continue
            row = self._row(number, cells)
            if row.values or row.erased or row.said:
                first = False
                yield row

    def _row(self, number: int, cells: list[Cell]) -> Row:
        row = Row(number)
        for heading, cell in self._joined(cells):
            column = heading.column
            assert column is not None  # noqa: S101 -- only headings with one are joined
            value = reading.read(column, cell, self._directory)
            for remark in value.remarks:
                row.said.append(Said(remark, heading.index, column.code))
            if value.erased:
                row.erased.add(column.code)
            if value.found is not None:
                row.values[column.code] = value.found
                self._note_unit(row, heading, value.unit)
        return row

    def _joined(self, cells: list[Cell]) -> Iterator[tuple[Heading, Cell]]:
        """Long texts go on in further columns; they are one text."""
        texts: dict[str, list[tuple[int, str]]] = {}
        firsts: dict[str, Heading] = {}
        for heading in self._head.headings:
            if heading.column is None or heading.index >= len(cells):
                continue
            cell = cells[heading.index]
            if self._grid.kind == "csv" and isinstance(cell, str):
                cell = unguarded(cell)
            if heading.column.kind in {Kind.TEXT, Kind.JSON} and isinstance(cell, str):
                texts.setdefault(heading.column.code, []).append((heading.part, cell))
                firsts.setdefault(heading.column.code, heading)
            elif cell is not None:
                yield heading, cell
        for code, pieces in texts.items():
            text = "".join(text for _, text in sorted(pieces))
            if len(pieces) > 1:
                self.joined.append(text)
            yield firsts[code], text

    def _note_unit(self, row: Row, heading: Heading, written: str) -> None:
        """The unit of a value: beside the number, in the header, or the only one."""
        column = heading.column
        if column is None or not column.code.endswith(".value"):
            return
        sibling = self._columns.get(column.code.removesuffix("value") + "unit")
        if sibling is None:
            return
        known = choices.by_name(sibling)
        only = sibling.leaf.choices[0] if len(sibling.leaf.choices) == 1 else ""
        unit = known.get(fold(written), "") or heading.unit or only
        if written and fold(written) not in known:
            shown = [choices.name_of(sibling, c).vi for c in sibling.leaf.choices]
            remark = words.not_in_list((), shown)
            row.said.append(Said(remark, heading.index, sibling.code))
        elif unit:
            row.values.setdefault(sibling.code, unit)


def _is_numbering(cells: list[Cell]) -> bool:
    """The line (1) (2) (3) below the header of an official form."""
    texts = [str(cell).strip() for cell in cells if cell is not None]
    if len(texts) < 3 or not all(_NUMBERING.fullmatch(text) for text in texts):  # noqa: PLR2004 -- two numbers may be data
        return False
    numbers = [int(text.strip("()")) for text in texts]
    return all(after - before == 1 for before, after in zip(numbers, numbers[1:]))  # noqa: B905, RUF007 -- pairs


def _is_total(cells: list[Cell]) -> bool:
    first = next((cell for cell in cells if cell is not None), None)
    return isinstance(first, str) and fold(first.strip()).startswith(TOTALS)
