"""The workbook handed back: red cells, a comment in each, and a column LỖI."""

import json
import warnings
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter  # type: ignore[import-untyped]  # it has none
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from content_api.spreadsheets.grid import Broken, Cell

RED = PatternFill("solid", fgColor="FFFFC7CE")
YELLOW = PatternFill("solid", fgColor="FFFFEB9C")
BOLD = Font(bold=True, color="FF9C0006")
AUTHOR = "Phố Hiến"
COLUMN = "LỖI"


def annotate(workbook: Path, folder: Path) -> None:
    """`folder/marks.json`: {sheet, header, rows: [{row, column, text, error}]}."""
    told = json.loads((folder / "marks.json").read_text("utf-8"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what openpyxl does not know it leaves out
        book = openpyxl.load_workbook(workbook)
        sheet = book[told["sheet"]]
        assert isinstance(sheet, Worksheet)  # noqa: S101 -- the sheet that was read
        _paint(sheet, told)
        book.active = book.index(sheet)
        book.save(folder / "annotated.xlsx")


def _paint(sheet: Worksheet, told: dict[str, Any]) -> None:
    last = sheet.max_column + 1
    title = sheet.cell(told["header"], last, COLUMN)
    title.font = BOLD
    sheet.column_dimensions[title.column_letter].width = 60
    by_row: dict[int, list[str]] = {}
    by_cell: dict[tuple[int, int], list[dict[str, Any]]] = {}
    for mark in told["rows"]:
        by_row.setdefault(mark["row"], []).append(mark["text"])
        if mark["column"] is not None:
            by_cell.setdefault((mark["row"], mark["column"]), []).append(mark)
    for row, texts in by_row.items():
        cell = sheet.cell(row, last)
        cell.value = "\n".join(dict.fromkeys(texts))[:32_000]
        cell.data_type = "s"  # a sentence, also when it starts with "="
        cell.font = BOLD
    for (row, column), marks in by_cell.items():
        cell = sheet.cell(row, column + 1)
        cell.fill = RED if any(mark["error"] for mark in marks) else YELLOW
        words = "\n".join(dict.fromkeys(mark["text"] for mark in marks))
        if hasattr(cell, "comment"):
            cell.comment = Comment(words, AUTHOR, width=320, height=120)


def write_plain(path: Path, sheet: str, rows: list[tuple[int, list[Cell]]]) -> None:
    """The cells of a file that was no XLSX, in the same places, as one."""
    book = xlsxwriter.Workbook(
        str(path), {"constant_memory": True, "strings_to_formulas": False}
    )
    target = book.add_worksheet(_sheet_name(sheet))
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    for number, cells in rows:
        for column, cell in enumerate(cells):
            _write_cell(target, (number - 1, column), cell, day)
    book.close()


def _write_cell(target: Any, at: tuple[int, int], cell: Cell, day: Any) -> None:
    if cell is None:
        return
    if isinstance(cell, Broken):
        target.write_string(*at, "#VALUE!")
    elif isinstance(cell, str):
        target.write_string(*at, cell[:32_767])
    elif isinstance(cell, bool):
        target.write_boolean(*at, cell)
    elif isinstance(cell, int | float):
        target.write_number(*at, cell)
    else:
        target.write_datetime(*at, cell, day)


def _sheet_name(name: str) -> str:
    return "".join(char for char in name if char not in "[]:*?/\\'")[:31] or "Sheet1"
