"""Which row names the columns, and which column each cell of it means."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

from content_api.spreadsheets.grid import Cell, Grid
from content_api.spreadsheets.layout import choices
from content_api.spreadsheets.layout.columns import MOST_REPEATS as REPEATS
from content_api.spreadsheets.layout.columns import Column, columns_of, groups_of
from content_api.spreadsheets.layout.shape import Kind, Leaf
from content_api.text.words import fold
from content_api.types import registry
from phohien.errors import Text

HEAD = 40
LABELS_WITHIN = 5
ENOUGH = 2
LIKENESS = 0.6
_WORD = re.compile(r"\W+")
_BRACKETS = re.compile(r"\(([^()]+)\)\s*$")
_CODE = re.compile(r"(?P<code>[a-z][a-zA-Z0-9_.\[\]-]*?)(#(?P<part>\d+))?")
LANGUAGES: Mapping[str, tuple[str, ...]] = {
    "vi": ("", "vi", "tieng viet"),
    "en": ("en", "tieng anh", "english"),
    "zh-Hans": ("zh-Hans", "zh", "tieng trung", "chinese"),
    "ja": ("ja", "tieng nhat", "japanese"),
    "fr": ("fr", "tieng phap", "french"),
}
TITLES = ("ten", "ten goi", "tieu de", "name", "title")
IGNORED = frozenset({"stt", "tt", "so tt", "no", "loi", "so thu tu"})


def header_key(text: str) -> str:
    return _WORD.sub(" ", fold(text)).strip()


@dataclass(frozen=True, slots=True)
class Heading:
    """One column of the sheet: what stands above it and what that means."""

    index: int
    written: str
    column: Column | None
    part: int = 1
    unit: str = ""
    twice: bool = False


@dataclass(frozen=True, slots=True)
class Head:
    """`row` names the columns; the data starts at the row after `last`."""

    row: int
    last: int
    coded: bool
    headings: list[Heading]


FILES = Column(
    code="files",
    path=("files",),
    leaf=Leaf(Kind.FILE, Text(vi="Tệp trong gói", en="Files in the bundle"), many=True),
    label=Text(vi="Tệp trong gói", en="Files in the bundle"),
    asked=False,
)
CALLED_FILES = ("tên tệp", "tệp kèm theo", "tên file", "file", "files", "ảnh", "hình")


class Lexicon:
    """What columns of a type are called."""

    def __init__(
        self, type_code: str, languages: Sequence[str], remembered: Mapping[str, str]
    ) -> None:
        repeats = dict.fromkeys(groups_of(type_code), REPEATS)
        every = columns_of(type_code, languages, repeats)
        # A group written as one column of JSON is a column too.
        every += [c for c in columns_of(type_code, (), {}) if c.kind is Kind.JSON]
        every.append(FILES)
        self.columns = {column.code: column for column in every}
        self._names: dict[str, str] = {}
        # What a column is called in full comes before what others are called for short.
        for names in (_full_names, _short_names):
            for column in every:
                for name in names(column, type_code):
                    self._names.setdefault(name, column.code)
        self._names |= {
            header: code for header, code in remembered.items() if code in self.columns
        }

    def heading(self, index: int, *written: str) -> Heading:
        """The first spelling that means something."""
        for text in written:
            code = self._names.get(header_key(text))
            if code is not None:
                return Heading(index, text, self.columns[code])
            found = _BRACKETS.search(text)
            if found is None:
                continue
            code = self._names.get(header_key(text[: found.start()]))
            if code is not None and (unit := self._unit(code, found[1])):
                return Heading(index, text, self.columns[code], unit=unit)
        return Heading(index, written[0], None)

    def coded(self, index: int, written: str) -> Heading:
        found = _CODE.fullmatch(written.strip())
        column = self.columns.get(found["code"]) if found else None
        part = int(found["part"] or 1) if found else 1
        return Heading(index, written, column, part)

    def like(self, written: str) -> list[str]:
        """Labels that look like an unknown header, the closest first."""
        close = get_close_matches(header_key(written), self._names, 3, LIKENESS)
        labels = [self.columns[self._names[name]].label.vi for name in close]
        return list(dict.fromkeys(labels))

    def _unit(self, code: str, written: str) -> str:
        """`Diện tích (ha)`: the unit of every value below."""
        sibling = self.columns.get(code.removesuffix(".value") + ".unit")
        if sibling is None or not code.endswith(".value"):
            return ""
        return choices.by_name(sibling).get(fold(written.strip()), "")


def _full_names(column: Column, _: str) -> Iterator[str]:
    for name in (column.code, column.label.vi, column.label.en):
        yield header_key(name)


def _short_names(column: Column, type_code: str) -> Iterator[str]:
    if column is FILES:
        yield from (header_key(name) for name in CALLED_FILES)
    for label in (column.label.vi, column.label.en):
        if column.code.endswith(".value"):
            yield header_key(f"{label} gia tri")
            yield header_key(f"{label} value")
        if column.path[0] != "texts":
            continue
        lang = str(column.path[1])
        bare = label.rpartition(" (")[0]
        for said in LANGUAGES.get(lang, (lang,)):
            yield header_key(f"{bare} {said}")
    if column.path[0] == "texts" and column.path[2] == "title":
        title = registry.get(type_code).title
        named = (*TITLES, f"ten {title.vi}", f"{title.en} name", title.vi, title.en)
        for said in LANGUAGES.get(str(column.path[1]), ()):
            yield from (header_key(f"{name} {said}") for name in named)


def find(grid: Grid, lexicon: Lexicon) -> Head | None:
    """None when no row of the first forty names at least two columns.

    Of two columns with one meaning the first is taken.
    """
    head = _found(grid, lexicon)
    if head is None:
        return None
    seen: set[tuple[str, int]] = set()
    headings = []
    for heading in head.headings:
        meant = (heading.column.code, heading.part) if heading.column else None
        again = meant is not None and meant in seen
        headings.append(replace(heading, column=None, twice=True) if again else heading)
        if meant is not None:
            seen.add(meant)
    return replace(head, headings=headings)


def _found(grid: Grid, lexicon: Lexicon) -> Head | None:
    rows = {number: cells for number, cells in grid.rows if number <= HEAD}
    coded = _code_row(rows, lexicon)
    if coded is not None:
        return coded
    above = _Above(rows, grid.merged)
    best: Head | None = None
    most = ENOUGH - 1
    for number, cells in rows.items():
        headings = [
            lexicon.heading(index, *above.spellings(number, index, text))
            for index, text in _texts(cells, above, number)
        ]
        known = {heading.column.code for heading in headings if heading.column}
        if len(known) > most:
            most = len(known)
            best = Head(number, number, coded=False, headings=headings)
    return best


def _code_row(rows: Mapping[int, list[Cell]], lexicon: Lexicon) -> Head | None:
    """A workbook of ours: codes in a hidden row, and what people read below it."""
    for number, cells in rows.items():
        texts = [(i, c) for i, c in enumerate(cells) if isinstance(c, str)]
        headings = [lexicon.coded(index, text) for index, text in texts]
        known = sum(heading.column is not None for heading in headings)
        if known < ENOUGH or known * 2 < len(headings):
            continue
        last = number
        for below in range(number + 1, number + 1 + LABELS_WITHIN):
            labels = rows.get(below, [])
            said = [
                lexicon.heading(index, text).column
                for index, text in enumerate(labels)
                if isinstance(text, str)
            ]
            if sum(column is not None for column in said) >= min(known, ENOUGH):
                last = below
        return Head(number, last, coded=True, headings=headings)
    return None


class _Above:
    """What stands over a cell: a wide title over several, or a tall one through it."""

    def __init__(
        self,
        rows: Mapping[int, list[Cell]],
        merged: Sequence[tuple[int, int, int, int]],
    ) -> None:
        self._rows = rows
        self._covered: dict[tuple[int, int], tuple[int, int]] = {}
        for top, left, bottom, right in merged:
            if top >= HEAD or right - left > HEAD * HEAD:
                continue
            for row in range(top, min(bottom, HEAD) + 1):
                for column in range(left, right + 1):
                    self._covered[row + 1, column] = (top + 1, left)

    def text(self, row: int, column: int) -> str:
        row, column = self._covered.get((row, column), (row, column))
        cells = self._rows.get(row, [])
        cell = cells[column] if column < len(cells) else None
        return cell if isinstance(cell, str) else ""

    def spellings(self, row: int, column: int, text: str) -> list[str]:
        over = self.text(row - 1, column)
        combined = [f"{over} - {text}"] if over and over != text else []
        return [*combined, text]


def _texts(cells: Sequence[Cell], above: _Above, row: int) -> Iterator[tuple[int, str]]:
    for index in range(len(cells)):
        text = above.text(row, index)
        if text.strip():
            yield index, text


def is_ignored(written: str) -> bool:
    return header_key(written) in IGNORED
