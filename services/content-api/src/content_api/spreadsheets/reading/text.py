"""CSV as offices save it: any separator, any of the encodings Vietnamese had."""

import csv
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from io import StringIO
from pathlib import Path
from unicodedata import normalize

from content_api.spreadsheets import grid
from content_api.spreadsheets.grid import Cell
from content_api.spreadsheets.reading.errors import UnreadableError

SEPARATORS = ";\t,|"
SAMPLE = 64 * 1024
CELL = 300_000


def decoded(raw: bytes) -> tuple[str, str]:
    """The text, and the encoding it was in. Raises UnreadableError."""
    for mark, name in (
        (BOM_UTF8, "utf-8-sig"),
        (BOM_UTF16_LE, "utf-16"),
        (BOM_UTF16_BE, "utf-16"),
    ):
        if raw.startswith(mark):
            return _strict(raw, name), name
    head = raw[:400]
    if head.count(0) > len(head) // 4:
        name = "utf-16-le" if head[1:2] == b"\0" else "utf-16-be"
        return _strict(raw, name), name
    try:
        return raw.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return normalize("NFC", _strict(raw, "cp1258")), "windows-1258"


def _strict(raw: bytes, encoding: str) -> str:
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as exc:
        raise UnreadableError("encoding") from exc
    if "\0" in text:
        raise UnreadableError("not-a-sheet")
    return text


def separator(text: str) -> str:
    """The one that cuts the most lines of the beginning into the same many cells."""
    lines = text[:SAMPLE].splitlines()[:40]

    def score(mark: str) -> tuple[int, int]:
        widths = [len(row) for row in csv.reader(lines, delimiter=mark)]
        wide = [width for width in widths if width > 1]
        common = max(set(wide), key=wide.count, default=0)
        return wide.count(common) if common else 0, common

    first = text.partition("\n")[0].strip().lower()
    if first.startswith("sep=") and len(first) == len("sep=;"):
        return first[-1]
    return max(SEPARATORS, key=score)


def rows_of(path: Path) -> tuple[list[tuple[int, list[Cell]]], str]:
    """Rows by their line in a spreadsheet program, and the encoding."""
    raw = path.read_bytes()
    text, encoding = decoded(raw)
    del raw
    csv.field_size_limit(CELL)
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator(text))
    rows: list[tuple[int, list[Cell]]] = []
    try:
        for number, cells in enumerate(reader, start=1):
            if len(cells) > grid.MOST_COLUMNS:
                raise UnreadableError("too-many-columns", most=grid.MOST_COLUMNS)
            if any(cells):
                rows.append((number, [cell or None for cell in cells]))
            if len(rows) > grid.MOST_ROWS + grid.HEAD_ROWS:
                raise UnreadableError("too-many-rows", most=grid.MOST_ROWS)
    except csv.Error as exc:
        raise UnreadableError("damaged") from exc
    return rows, encoding
