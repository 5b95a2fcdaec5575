"""Files of every kind, also those no program of today writes."""

import asyncio
import io
import json
import struct
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from content_api.spreadsheets.grid import Grid
from content_api.spreadsheets.reading import sandbox

SECTOR = 512
FREE, END, TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
ODS = "application/vnd.oasis.opendocument.spreadsheet"


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Grid]:
    """Through the bounded process, as an upload goes."""

    def run(content: bytes, sheet: str = "") -> Grid:
        path = tmp_path / "upload"
        path.write_bytes(content)
        return asyncio.run(sandbox.read(path, tmp_path, sheet))

    return run


@pytest.fixture
def peak(tmp_path: Path) -> Callable[[], int]:
    """The largest the process grew, in MiB, whether it read or refused."""
    return lambda: json.loads((tmp_path / "report.json").read_text())["peak_kib"] >> 10


@pytest.fixture
def book() -> Callable[..., bytes]:
    def make(
        rows: Sequence[Sequence[Any]],
        change: Callable[[Any, Any], None] | None = None,
    ) -> bytes:
        made = openpyxl.Workbook()
        sheet = made.active
        for row in rows:
            sheet.append(list(row))
        if change is not None:
            change(made, sheet)
        file = io.BytesIO()
        made.save(file)
        return file.getvalue()

    return make


@pytest.fixture
def with_part() -> Callable[[bytes, str, bytes], bytes]:
    """A workbook with one more part in its zip."""

    def add(content: bytes, name: str, part: bytes) -> bytes:
        file = io.BytesIO(content)
        with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(name, part)
        return file.getvalue()

    return add


@pytest.fixture
def ods() -> Callable[[str], bytes]:
    """`inside` is what stands in the spreadsheet, and the styles before it."""

    def make(inside: str, styles: str = "") -> bytes:
        spaces = " ".join(
            f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{kind}:1.0"'
            for name, kind in (
                ("office", "office"),
                ("table", "table"),
                ("text", "text"),
                ("style", "style"),
            )
        )
        content = (
            f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces}>'
            f"<office:automatic-styles>{styles}</office:automatic-styles><office:body>"
            f"<office:spreadsheet>{inside}</office:spreadsheet></office:body>"
            "</office:document-content>"
        )
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("mimetype", ODS, zipfile.ZIP_STORED)
            archive.writestr("content.xml", content)
            archive.writestr("META-INF/manifest.xml", "<manifest/>")
        return file.getvalue()

    return make


@pytest.fixture
def compound() -> Callable[[dict[str, bytes]], bytes]:
    """An OLE file with these streams, each padded beyond the small ones."""

    def make(streams: dict[str, bytes]) -> bytes:
        entries = [_entry("Root Entry", 5, END, 0, child=1)]
        sectors, table = [], [TABLE, *([END] * _sectors(len(streams) + 1, 4))]
        for place in range(1, len(table) - 1):
            table[place] = place + 1
        for number, (name, data) in enumerate(streams.items(), start=1):
            padded = data.ljust(max(4096, -(-len(data) // SECTOR) * SECTOR), b"\0")
            start, count = len(table), len(padded) // SECTOR
            table += [*range(start + 1, start + count), END]
            sectors.append(padded)
            right = number + 1 if number < len(streams) else FREE
            entries.append(_entry(name, 2, start, len(padded), right=right))
        directory = b"".join(entries)
        directory += b"\0" * (-len(directory) % SECTOR)
        fat = struct.pack("<128I", *table, *([FREE] * (128 - len(table))))
        head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
        head += struct.pack("<HHHHH6xII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1)
        head += struct.pack("<IIIIIII", 1, 0, 4096, END, 0, END, 0)
        head += struct.pack("<109I", 0, *([FREE] * 108))
        return head + fat + directory + b"".join(sectors)

    return make


def _sectors(entries: int, a_sector: int) -> int:
    return -(-entries // a_sector)


def _entry(
    name: str, kind: int, start: int, size: int, *, right: int = FREE, child: int = FREE
) -> bytes:
    letters = name.encode("utf-16-le") + b"\0\0"
    entry = letters.ljust(64, b"\0")
    entry += struct.pack("<HBBIII", len(letters), kind, 1, FREE, right, child)
    return entry + bytes(36) + struct.pack("<III", start, size, 0)


@pytest.fixture
def biff() -> Callable[..., bytes]:
    """The stream of an XLS with one sheet of texts, all in one font."""

    def make(rows: Sequence[Sequence[str]], font: str = "Arial") -> bytes:
        texts = list(dict.fromkeys(text for row in rows for text in row))
        table = struct.pack("<II", len(texts), len(texts)) + b"".join(
            struct.pack("<HB", len(text), 1) + text.encode("utf-16-le")
            for text in texts
        )
        face = struct.pack("<HHHHHBBBB", 200, 0, 0x7FFF, 400, 0, 0, 0, 0, 0)
        face += struct.pack("<BB", len(font), 0) + font.encode("latin-1")
        style = struct.pack("<HH", 0, 0) + bytes(16)
        before = [_record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0))]
        before += [_record(0x31, face)] * 4 + [_record(0xE0, style)] * 16
        after = _record(0xFC, table) + _record(0x0A, b"")
        name = b"Sheet1"
        size = len(b"".join(before)) + 4 + 8 + len(name) + len(after)
        bound = struct.pack("<IBBBB", size, 0, 0, len(name), 0) + name
        cells = [_record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0))]
        wide = max(map(len, rows))
        cells.append(_record(0x200, struct.pack("<IIHHH", 0, len(rows), 0, wide, 0)))
        for row, line in enumerate(rows):
            for column, text in enumerate(line):
                place = struct.pack("<HHHI", row, column, 15, texts.index(text))
                cells.append(_record(0xFD, place))
        cells.append(_record(0x0A, b""))
        return b"".join(before) + _record(0x85, bound) + after + b"".join(cells)

    return make


def _record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data
