"""What calamine does not tell of an XLS sheet: the fonts of its cells (BIFF8)."""

import struct
from collections.abc import Iterator
from pathlib import Path

from content_api.spreadsheets import grid
from content_api.spreadsheets.reading.compound import Compound
from content_api.spreadsheets.reading.errors import UnreadableError
from content_api.spreadsheets.reading.xlsx import Marks
from phohien import fonts

EOF, BOF = 0x0A, 0x809
SINGLE = {0x06, 0x203, 0x204, 0x205, 0x27E, 0xFD, 0xD6}
MULTIPLE = 0xBD
MACRO_SHEET = 1
SKIPPED_FONT = 4  # BIFF has no font number four


def open_workbook(path: Path) -> bytes:
    """The stream of the sheets; refuses macros and passwords by the names inside."""
    container = Compound(path)
    names = container.names
    if {"EncryptedPackage", "EncryptionInfo"} & names:
        raise UnreadableError("password")
    if {"_VBA_PROJECT_CUR", "VBA", "_VBA_PROJECT"} & names:
        raise UnreadableError("macros")
    for name in ("Workbook", "Book"):
        if name in names:
            return container.stream(name)
    raise UnreadableError("not-a-sheet")


def _records(stream: bytes, start: int = 0) -> Iterator[tuple[int, bytes]]:
    at = start
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + length]
        at += 4 + length


def _name(data: bytes) -> str:
    """A short text: its length, a byte that says how wide, the letters."""
    length, wide = data[0], data[1] & 1
    raw = data[2 : 2 + length * (1 + wide)]
    return raw.decode("utf-16-le" if wide else "latin-1")


def marks(stream: bytes, sheet: str) -> Marks:
    try:
        return _marks(stream, sheet)
    except (struct.error, IndexError, UnicodeDecodeError) as exc:
        raise UnreadableError("damaged") from exc


class _Globals:
    """The records before the sheets: fonts, styles, and where each sheet starts."""

    def __init__(self, stream: bytes) -> None:
        self.fonts: list[str] = []
        self.styles: list[int] = []
        self.starts: dict[str, int] = {}
        for kind, data in _records(stream):
            if kind == EOF:
                break
            self._take(kind, data)

    def _take(self, kind: int, data: bytes) -> None:
        match kind:
            case 0x2F:  # FILEPASS
                raise UnreadableError("password")
            case 0x31:  # FONT
                self.fonts.append(_name(data[14:]))
            case 0xE0:  # XF
                self.styles.append(struct.unpack_from("<H", data)[0])
            case 0x85:  # BOUNDSHEET
                if data[5] == MACRO_SHEET:
                    raise UnreadableError("macros")
                self.starts[_name(data[6:])] = struct.unpack_from("<I", data)[0]


def _marks(stream: bytes, sheet: str) -> Marks:
    book = _Globals(stream)
    legacy = _legacy(book.fonts, book.styles)
    found = Marks()
    if sheet not in book.starts:
        return found
    for row, column, style in _cells(stream, book.starts[sheet]):
        found.rows = max(found.rows, row + 1)
        if column >= grid.MOST_COLUMNS:
            raise UnreadableError("too-many-columns", most=grid.MOST_COLUMNS)
        if style in legacy:
            found.fonts[row, column] = legacy[style]
    return found


def _legacy(names: list[str], styles: list[int]) -> dict[int, str]:
    legacy = {}
    for number, font in enumerate(styles):
        place = font - 1 if font > SKIPPED_FONT else font
        if place < len(names) and fonts.is_legacy(names[place]):
            legacy[number] = names[place]
    return legacy


def _cells(stream: bytes, start: int) -> Iterator[tuple[int, int, int]]:
    rows: set[int] = set()
    depth = 0
    for kind, data in _records(stream, start):
        if kind == BOF:
            depth += 1
        elif kind == EOF:
            depth -= 1
            if depth == 0:
                return
        elif depth == 1 and (kind in SINGLE or kind == MULTIPLE):
            row, column, style = struct.unpack_from("<HHH", data)
            rows.add(row)
            if len(rows) > grid.MOST_ROWS + grid.HEAD_ROWS:
                raise UnreadableError("too-many-rows", most=grid.MOST_ROWS)
            yield row, column, style
            for more in range(1, (len(data) - 6) // 6 if kind == MULTIPLE else 1):
                yield (
                    row,
                    column + more,
                    struct.unpack_from("<H", data, 4 + more * 6)[0],
                )
