"""A plain table for programs and readers: one header, rows, nothing else."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from content_api.spreadsheets.grid import Cell
from content_api.spreadsheets.layout.showing import CHUNK
from content_api.spreadsheets.writing.files import new_workbook

MOST_ROWS = 1_048_575


class Table:
    """Rows are written one after the other and kept nowhere."""

    def __init__(self, path: Path, title: str, header: Sequence[str]) -> None:
        self._book = new_workbook(path, title)
        self._sheet = self._book.add_worksheet()
        bold = self._book.add_format({"bold": True, "text_wrap": True})
        self._sheet.freeze_panes(1, 1)
        for index, text in enumerate(header):
            self._sheet.write_string(0, index, text, bold)
        self._row = 1

    def add(self, rows: Iterable[Sequence[Cell]]) -> None:
        for cells in rows:
            if self._row > MOST_ROWS:
                return
            for index, cell in enumerate(cells):
                self._write(index, cell)
            self._row += 1

    def close(self) -> None:
        self._book.close()

    def _write(self, index: int, cell: Cell) -> None:
        if isinstance(cell, bool):
            self._sheet.write_boolean(self._row, index, cell)
        elif isinstance(cell, int | float):
            self._sheet.write_number(self._row, index, cell)
        elif cell:
            # Excel holds no longer text; the other forms do.
            self._sheet.write_string(self._row, index, str(cell)[:CHUNK])
