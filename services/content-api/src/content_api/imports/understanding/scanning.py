"""Every word of a file, before any of it is stored."""

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from content_api.spreadsheets.grid import Grid
from content_api.spreadsheets.reading.errors import UnreadableError
from phohien import markings

MOST_LETTERS = 12_000_000
SHORTEST = 3


class File(Protocol):
    """What of an upload is looked at here."""

    @property
    def folder(self) -> Path: ...

    @property
    def filename(self) -> str: ...


def marked(grid: Grid, file: File) -> dict[str, str]:
    """The texts that carry a marking, by where they stand; empty for most files."""
    seen: set[str] = set()
    letters = 0
    found: dict[str, str] = {}
    for pointer, text in _texts(grid, file):
        if text in seen:
            continue
        seen.add(text)
        letters += len(text)
        if letters > MOST_LETTERS:
            raise UnreadableError("too-much-text")
        if markings.scan(text):
            found.setdefault(pointer, text)
    return found


def _texts(grid: Grid, file: File) -> Iterator[tuple[str, str]]:
    yield "/filename", file.filename
    for number, cells in grid.rows:
        for index, cell in enumerate(cells):
            if isinstance(cell, str) and len(cell) >= SHORTEST:
                yield f"/rows/{number}/{letters_of(index)}", cell
    # Hidden sheets, comments, headers and footers: not imported, yet kept.
    with (file.folder / "words.txt").open(encoding="utf-8") as words:
        for line in words:
            yield "/workbook", line.rstrip("\n")


def letters_of(index: int) -> str:
    """0 is A, 26 is AA."""
    text = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        text = chr(65 + rest) + text
    return text
