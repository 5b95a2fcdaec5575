"""What a child does with a ZIP of files: its list read, each file laid by itself.

Names in the archive are only compared with the list; nothing is written under them.
"""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from zipfile import ZipFile, ZipInfo

from assets_api.formats import archive
from assets_api.formats.errors import HeldError, RefusedError

MOST_FILES = 500
MOST_LIST = 1024 * 1024
LISTS = ("manifest.csv", "manifest.json", "danh-sach.csv")
NOTES = "lines.json"
WORDS = "text.txt"
JUNK = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")
"""What systems put beside a person's files without being asked."""


def unpack(path: Path, folder: Path) -> None:
    """Writes `lines.json`, the words of the list, and the files as `m-1` and so on."""
    try:
        with archive.opened(path) as parts:
            _unpack(parts, folder)
    except HeldError as error:
        # Nobody looks at a package: it is packed again without a password.
        raise RefusedError(error.code, *error.facts) from error


def _unpack(parts: ZipFile, folder: Path) -> None:
    entries = [one for one in parts.infolist() if not one.is_dir() and not _junk(one)]
    listing = _list_of(entries)
    files = [one for one in entries if one is not listing]
    if len(files) > MOST_FILES:
        raise RefusedError("bundle-too-many", "files")
    total = listing.file_size
    text = _text(b"".join(_bounded(parts, listing, MOST_LIST)))
    lines = list(_lines(listing.filename, text))
    if not lines or len(lines) > MOST_FILES:
        raise RefusedError("bundle-manifest", "lines")
    names = "\n".join(one.filename for one in files)
    (folder / WORDS).write_text(f"{text}\n{names}\n", "utf-8", errors="replace")
    laid = []
    for number, entry in enumerate(files, 1):
        size = _lay(parts, entry, folder / f"m-{number}", archive.MOST_BYTES - total)
        total += size
        laid.append({"name": entry.filename, "stored": f"m-{number}", "bytes": size})
    found = {
        "folder": listing.filename.rpartition("/")[0],
        "lines": lines,
        "files": laid,
    }
    (folder / NOTES).write_text(json.dumps(found), encoding="ascii")


def _junk(entry: ZipInfo) -> bool:
    name = entry.filename
    return name.startswith(JUNK[0]) or name.rpartition("/")[2] in JUNK[1:]


def _list_of(entries: list[ZipInfo]) -> ZipInfo:
    """The one list, at the top or in the one folder that was packed."""
    found = [
        one
        for one in entries
        if one.filename.rpartition("/")[2].casefold() in LISTS
        and one.filename.count("/") <= 1
    ]
    if len(found) != 1:
        raise RefusedError("bundle-manifest", "several" if found else "missing")
    return found[0]


def _bounded(parts: ZipFile, entry: ZipInfo, most: int) -> Iterator[bytes]:
    """Counted while inflating: a directory may lie about sizes."""
    size = 0
    for chunk in archive.chunks(parts, entry):
        size += len(chunk)
        if size > most:
            raise RefusedError("archive-bomb", "size")
        yield chunk


def _lay(parts: ZipFile, entry: ZipInfo, path: Path, most: int) -> int:
    size = 0
    with path.open("xb") as file:
        for chunk in _bounded(parts, entry, most):
            size += file.write(chunk)
    return size


def _text(data: bytes) -> str:
    """As Excel saves it: UTF-8 with or without a mark, or UTF-16 as "Unicode text"."""
    coding = "utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    try:
        return data.decode(coding)
    except UnicodeDecodeError as error:
        raise RefusedError("bundle-manifest", "encoding") from error


def _lines(name: str, text: str) -> Iterator[dict[str, Any]]:
    rows = _from_json(text) if name.endswith(".json") else _from_csv(text)
    for number, cells in rows:
        if any(cells.values()):
            yield {"number": number, "cells": cells}


def _from_csv(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Numbered as a spreadsheet does it: the heading is line 1."""
    head = text.partition("\n")[0]
    separator = max(",;\t", key=head.count)
    try:
        rows = csv.reader(io.StringIO(text), delimiter=separator, strict=True)
        headings = [cell.strip() for cell in next(rows, [])]
        if len(set(headings)) != len(headings):
            raise RefusedError("bundle-manifest", "headings")
        for number, row in enumerate(rows, 2):
            if len(row) > len(headings):
                raise RefusedError("bundle-manifest", "cells")
            cells = [cell.strip() for cell in row]
            yield number, dict(zip(headings, cells, strict=False))
    except csv.Error as error:
        raise RefusedError("bundle-manifest", "csv") from error


def _from_json(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    """A list of objects whose values are all words."""
    try:
        rows = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise RefusedError("bundle-manifest", "json") from error
    if not isinstance(rows, list) or not all(map(_is_plain, rows)):
        raise RefusedError("bundle-manifest", "json")
    yield from enumerate(rows, 1)


def _is_plain(row: object) -> bool:
    return isinstance(row, Mapping) and all(
        isinstance(value, str) for value in row.values()
    )
