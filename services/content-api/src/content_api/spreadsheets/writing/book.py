"""A workbook of ours: hidden codes, names people read, drop-downs, and the rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from content_api.spreadsheets.grid import MOST_ROWS, Cell
from content_api.spreadsheets.layout import choices, showing
from content_api.spreadsheets.layout.columns import Column, dig
from content_api.spreadsheets.layout.names import Directory, Names
from content_api.spreadsheets.layout.shape import Kind
from content_api.spreadsheets.writing.files import letters_of, new_workbook

SHEET, LISTS, GUIDE = "Nhập liệu", "_danh_muc", "Hướng dẫn"
TITLE_ROW, CODE_ROW, LABEL_ROW, FIRST_ROW = 0, 1, 2, 3
WIDE, NARROW = 40, 18
HELP = (
    "Mỗi dòng là một mục tin. Không sửa dòng ẩn số 2: dòng đó giữ mã cột.",
    "Ô trống không làm thay đổi gì. Muốn xóa nội dung đang có, ghi (xóa).",
    "Mã mục tin để trống khi thêm mới; phần mềm tự cấp mã.",
    "Mỗi số liệu gồm giá trị, đơn vị, thời điểm và nguồn.",
    "Ghi số theo cách Việt Nam: 1.234,5. Ghi ngày: 31/08/2025.",
    "Ghi thời điểm của số liệu: 2025, 08/2025, 31/08/2025 hoặc 2022-2023.",
    "Ô nhận nhiều giá trị: cách nhau bằng dấu chấm phẩy (;).",
    "Xã, phường: chọn trong danh sách, hoặc ghi tên cũ; phần mềm tìm đơn vị hiện nay.",
    f"Mỗi lần nhập tối đa {MOST_ROWS} dòng và 25 MiB; không nhận macro, mật khẩu.",
    "Không ghi nội dung thuộc bí mật nhà nước.",
)


@dataclass(frozen=True, slots=True)
class Form:
    """What the columns are and how they are headed."""

    title: str
    columns: Sequence[Column]
    directory: Directory
    # How many cells a long text of a column needs; one where it is not said.
    parts: dict[str, int] = field(default_factory=dict)


class Book:
    """Rows are written one after the other and kept nowhere."""

    def __init__(self, path: Path, form: Form) -> None:
        self._form = form
        self._book = new_workbook(path, form.title)
        self._sheet = self._book.add_worksheet(SHEET)
        self._row = FIRST_ROW
        self._text = self._book.add_format({"num_format": "@", "valign": "top"})
        self._day = self._book.add_format({"num_format": "dd/mm/yyyy", "valign": "top"})
        self._plain = self._book.add_format({"valign": "top"})
        self._places = [
            (column, part)
            for column in form.columns
            for part in range(1, form.parts.get(column.code, 1) + 1)
        ]
        self._offered = self._list_places()
        self._head()

    def add(self, draft: dict[str, Any]) -> None:
        cells: dict[str, list[Cell]] = {}
        for index, (column, part) in enumerate(self._places):
            if column.code not in cells:
                cells[column.code] = list(self._cells(column, draft))
            pieces = cells[column.code]
            if part <= len(pieces):
                self._write(index, pieces[part - 1])
        self._row += 1

    def close(self) -> None:
        self._lists()
        guide = self._book.add_worksheet(GUIDE)
        guide.set_column(0, 0, 110)
        for row, text in enumerate(HELP):
            guide.write_string(row, 0, text)
        self._book.close()

    def _cells(self, column: Column, draft: dict[str, Any]) -> Iterable[Cell]:
        value = dig(draft, column.path)
        cell = showing.cell_of(column, value, self._form.directory)
        return showing.chunks(cell) if isinstance(cell, str) else (cell,)

    def _write(self, index: int, cell: Cell) -> None:
        if cell is None:
            return
        if isinstance(cell, date):
            self._sheet.write_datetime(self._row, index, cell, self._day)
        elif isinstance(cell, int | float):
            self._sheet.write_number(self._row, index, cell, self._plain)
        else:
            self._sheet.write_string(self._row, index, str(cell), self._text)

    def _head(self) -> None:
        sheet, last = self._sheet, len(self._places) - 1
        title = self._book.add_format({"bold": True, "font_size": 14})
        label = self._book.add_format(
            {"bold": True, "text_wrap": True, "bg_color": "#DDEBF7", "border": 1}
        )
        for index, (column, part) in enumerate(self._places):
            wide = WIDE if column.path[0] == "texts" else NARROW
            form = {Kind.DAY: self._day}.get(column.kind, self._plain)
            if column.kind in {Kind.TEXT, Kind.PERIOD, Kind.MOMENT, Kind.CHOICE}:
                form = self._text
            sheet.set_column(index, index, wide, form)
            self._offer(index, column, part)
        sheet.write_string(TITLE_ROW, 0, self._form.title.upper(), title)
        sheet.set_row(CODE_ROW, None, None, {"hidden": True})
        for index, (column, part) in enumerate(self._places):
            mark = f"#{part}" if part > 1 else ""
            sheet.write_string(CODE_ROW, index, f"{column.code}{mark}")
        for index, (column, part) in enumerate(self._places):
            mark = f" (tiếp {part})" if part > 1 else ""
            sheet.write_string(LABEL_ROW, index, f"{column.label.vi}{mark}", label)
        sheet.freeze_panes(FIRST_ROW, min(2, last))

    def _offer(self, index: int, column: Column, part: int) -> None:
        """A drop-down for a closed list; what it misses is a warning, not a wall."""
        if part > 1 or column.leaf.many:
            return
        if column.kind is Kind.YES_NO:
            source: Any = ["Có", "Không"]
        elif column.code in self._offered:
            number, length = self._offered[column.code]
            letters = letters_of(number)
            source = f"={LISTS}!${letters}$1:${letters}${length}"
        else:
            return
        self._sheet.data_validation(
            FIRST_ROW,
            index,
            FIRST_ROW + MOST_ROWS - 1,
            index,
            {"validate": "list", "source": source, "error_type": "warning"},
        )

    def _options(self, column: Column) -> list[str]:
        match column.kind:
            case Kind.CHOICE:
                return [choices.name_of(column, c).vi for c in column.leaf.choices]
            case Kind.UNIT:
                return _labels(self._form.directory.units)
            case Kind.AGENCY:
                return _labels(self._form.directory.agencies)
            case _:
                return []

    def _list_places(self) -> dict[str, tuple[int, int]]:
        """By column code, which column of the list sheet has its options."""
        seen: dict[tuple[str, ...], int] = {}
        places = {}
        for column in self._form.columns:
            options = tuple(self._options(column))
            if options:
                number = seen.setdefault(options, len(seen))
                places[column.code] = (number, len(options))
        return places

    def _lists(self) -> None:
        lists = self._book.add_worksheet(LISTS)
        lists.hide()
        found = (tuple(self._options(column)) for column in self._form.columns)
        seen = dict.fromkeys(options for options in found if options)
        longest = max((len(options) for options in seen), default=0)
        for row in range(longest):
            for number, options in enumerate(seen):
                if row < len(options):
                    lists.write_string(row, number, options[row])


def _labels(names: Names) -> list[str]:
    return [names.label(code) for code in sorted(names.shown)]
