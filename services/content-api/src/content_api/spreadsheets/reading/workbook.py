"""Any workbook, in the child: its kind, its sheet, its cells, its every word."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from unicodedata import normalize
from zipfile import ZipFile

import python_calamine as calamine

from content_api.spreadsheets import grid
from content_api.spreadsheets.grid import Broken, Cell
from content_api.spreadsheets.reading import (
    compound,
    ods,
    package,
    text,
    xls,
    xlsx,
)
from content_api.spreadsheets.reading.errors import UnreadableError
from content_api.spreadsheets.reading.xlsx import Marks
from content_api.spreadsheets.writing.annotated import write_plain
from phohien import fonts

Rows = list[tuple[int, list[Cell]]]
OWN = ("_danh_muc", "Hướng dẫn")
MACROS = (calamine.SheetTypeEnum.MacroSheet, calamine.SheetTypeEnum.Vba)
ZIP = b"PK\x03\x04"
OTHERS = (b"%PDF", b"{\\rtf", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc")


def read(path: Path, folder: Path, wanted: str) -> dict[str, Any]:
    """Leaves rows.jsonl, words.txt and kept.xlsx in `folder`, and says what it saw."""
    with path.open("rb") as file:
        head = file.read(8)
    if head.startswith(ZIP):
        return _zipped(path, folder, wanted)
    if head == compound.MAGIC:
        stream = xls.open_workbook(path)
        book = _book(path)
        sheet, said = _choose(book, wanted)
        return _deliver(
            folder, _Sheet(book, "xls", sheet, xls.marks(stream, sheet)), said
        )
    if head.startswith(OTHERS):
        raise UnreadableError("not-a-sheet")
    rows, encoding = text.rows_of(path)
    _write(folder, rows, ())
    write_plain(folder / "kept.xlsx", "CSV", rows)
    none: dict[str, Any] = {"hidden": [], "unread": [], "merged": [], "converted": 0}
    return {"kind": "csv", "sheet": "CSV", "encoding": encoding, **none}


def _zipped(path: Path, folder: Path, wanted: str) -> dict[str, Any]:
    with package.opened(path) as archive:
        names = set(archive.namelist())
        if "xl/workbook.xml" in names:
            kind = "xlsx"
        elif "content.xml" in names:
            kind = "ods"
            ods.refuse_encrypted(archive)
        else:
            raise UnreadableError("not-a-sheet")
        # The names of the sheets come from a part; the sheets are not read for them.
        book = _book(path) if kind == "xlsx" else None
        if book is None:
            return _ods(path, archive, folder, wanted)
        sheet, said = _choose(book, wanted)
        marks = xlsx.marks(archive, sheet)
        said = _deliver(
            folder, _Sheet(book, kind, sheet, marks), said, package.words(archive)
        )
        package.keep_text_parts(archive, folder / "kept.xlsx")
        return said


def _ods(path: Path, archive: ZipFile, folder: Path, wanted: str) -> dict[str, Any]:
    """Calamine writes repeated rows out, so they are counted before it looks."""
    for name in ods.sheet_names(archive):
        ods.marks(archive, name)
    book = _book(path)
    sheet, said = _choose(book, wanted)
    marks = ods.marks(archive, sheet)
    found = _Sheet(book, "ods", sheet, marks)
    return _deliver(folder, found, said, package.words(archive))


def _book(path: Path) -> calamine.CalamineWorkbook:
    try:
        return calamine.CalamineWorkbook.from_path(str(path))
    except calamine.PasswordError as exc:
        raise UnreadableError("password") from exc
    except (calamine.CalamineError, OSError) as exc:
        raise UnreadableError("damaged") from exc


def _choose(
    book: calamine.CalamineWorkbook, wanted: str
) -> tuple[str, dict[str, list[str]]]:
    """The first sheet people see, or the one they named; the others are told."""
    seen: list[str] = []
    hidden: list[str] = []
    for sheet in book.sheets_metadata:
        if sheet.typ in MACROS:
            raise UnreadableError("macros")
        if sheet.typ != calamine.SheetTypeEnum.WorkSheet:
            continue
        shown = sheet.visible == calamine.SheetVisibleEnum.Visible
        (seen if shown else hidden).append(sheet.name)
    if wanted and wanted not in seen:
        raise UnreadableError("no-such-sheet", sheets=", ".join(seen))
    if not seen:
        raise UnreadableError("no-visible-sheet")
    sheet_name = wanted or seen[0]
    told = [name for name in hidden if name not in OWN]
    others = [name for name in seen if name not in {sheet_name, *OWN}]
    return sheet_name, {"hidden": told, "unread": others}


class _Sheet:
    """One sheet of a book, with what was found out about its cells."""

    def __init__(
        self, book: calamine.CalamineWorkbook, kind: str, name: str, marks: Marks
    ) -> None:
        self.kind, self.name, self.converted = kind, name, 0
        self._marks = marks
        self._found = self._load(book, name)
        merged = getattr(self._found, "merged_cell_ranges", None) or []
        self.merged = [(*start, *end) for start, end in merged]

    @staticmethod
    def _load(book: calamine.CalamineWorkbook, name: str) -> calamine.CalamineSheet:
        try:
            return book.get_sheet_by_name(name)
        except (calamine.CalamineError, OSError) as exc:
            raise UnreadableError("damaged") from exc

    def rows(self) -> Rows:
        found: Rows = []
        values = self._found.to_python(skip_empty_area=False)
        uncomputed: dict[int, list[int]] = {}
        for row, column in self._marks.uncomputed:
            uncomputed.setdefault(row, []).append(column)
        last = max(uncomputed, default=-1) + 1
        for row in range(max(len(values), last)):
            cells = [
                self._cell(row, column, grid.plain(value))
                for column, value in enumerate(values[row] if row < len(values) else ())
            ]
            # A formula nobody computed is no cell to calamine.
            for column in uncomputed.get(row, ()):
                cells += [None] * (column + 1 - len(cells))
                cells[column] = Broken("formula")
            if any(cell is not None for cell in cells):
                found.append((row + 1, cells))
        return found

    def _cell(self, row: int, column: int, cell: Cell) -> Cell:
        font = self._marks.fonts.get((row, column))
        if font is not None and isinstance(cell, str):
            letters = fonts.converted(cell, font)
            self.converted += letters != cell
            return letters
        return cell


def _deliver(
    folder: Path,
    sheet: _Sheet,
    said: dict[str, list[str]],
    words: Iterable[str] = (),
) -> dict[str, Any]:
    rows = sheet.rows()
    _write(folder, rows, words)
    if sheet.kind != "xlsx":
        write_plain(folder / "kept.xlsx", sheet.name, rows)
    return {
        "kind": sheet.kind,
        "sheet": sheet.name,
        "encoding": "",
        "merged": sheet.merged,
        "converted": sheet.converted,
        **said,
    }


def _write(folder: Path, rows: Rows, words: Iterable[str]) -> None:
    count = 0
    with (folder / "rows.jsonl").open("w", encoding="utf-8") as file:
        for number, cells in rows:
            while cells and cells[-1] is None:
                cells.pop()
            count += sum(cell is not None for cell in cells)
            if count > grid.MOST_CELLS:
                raise UnreadableError("too-many-cells", most=grid.MOST_CELLS)
            line = [number, [grid.to_json(_composed(cell)) for cell in cells]]
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
    with (folder / "words.txt").open("w", encoding="utf-8", errors="replace") as file:
        for word in words:
            file.write(word + "\n")


def _composed(cell: Cell) -> Cell:
    return normalize("NFC", cell) if isinstance(cell, str) else cell
