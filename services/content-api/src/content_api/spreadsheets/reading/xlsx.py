"""What calamine does not tell of an XLSX sheet: fonts, and formulas without a value."""

import re
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from xml.parsers import expat
from zipfile import ZipFile

from content_api.spreadsheets import grid
from content_api.spreadsheets.reading import package
from content_api.spreadsheets.reading.errors import UnreadableError
from phohien import fonts

_PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
Place = tuple[int, int]


@dataclass(slots=True)
class Marks:
    """By (row, column) from 0: fonts from before Unicode, formulas never computed."""

    fonts: dict[Place, str] = field(default_factory=dict)
    uncomputed: set[Place] = field(default_factory=set)
    rows: int = 0


def column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def sheet_part(archive: ZipFile, name: str) -> str:
    """The part that holds the sheet with this name."""
    sheets: dict[str, str] = {}
    targets: dict[str, str] = {}

    def sheet(tag: str, given: dict[str, str]) -> None:
        if tag.rpartition(":")[2] == "sheet":
            found = [v for k, v in given.items() if k.rpartition(":")[2] == "id"]
            sheets[given.get("name", "")] = found[0] if found else ""

    def relation(tag: str, given: dict[str, str]) -> None:
        if tag.rpartition(":")[2] == "Relationship":
            targets[given.get("Id", "")] = given.get("Target", "")

    for part, handler in (
        ("xl/workbook.xml", sheet),
        ("xl/_rels/workbook.xml.rels", relation),
    ):
        parser = expat.ParserCreate()
        parser.StartElementHandler = handler
        try:
            package.parse(package.part(archive, part), parser)
        except KeyError as exc:
            raise UnreadableError("damaged") from exc
    target = targets.get(sheets.get(name, ""), "")
    absolute = target.removeprefix("/")
    return absolute if target.startswith("/") else str(PurePosixPath("xl") / target)


def legacy_styles(archive: ZipFile) -> dict[int, str]:
    """Cell styles whose font is from before Unicode, with the font's name."""
    names: list[str] = []
    styles: dict[int, str] = {}
    where: list[str] = []
    seen = [0]

    def start(tag: str, given: dict[str, str]) -> None:
        tag = tag.rpartition(":")[2]
        inside = where[-1] if where else ""
        if tag == "font" and inside == "fonts":
            names.append("")
        elif tag == "name" and inside == "font" and names:
            names[-1] = given.get("val", "")
        elif tag == "xf" and inside == "cellXfs":
            number = int(given.get("fontId", "0"))
            name = names[number] if number < len(names) else ""
            if fonts.is_legacy(name):
                styles[seen[0]] = name
            seen[0] += 1
        where.append(tag)

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _: where.pop()
    if "xl/styles.xml" in archive.namelist():
        package.parse(package.part(archive, "xl/styles.xml"), parser)
    return styles


class _Sheet:
    """Reads one sheet part and stops at the first row too many."""

    def __init__(self, styles: dict[int, str], most_rows: int) -> None:
        self.marks = Marks()
        self._styles = styles
        self._most = most_rows
        self._row = -1
        self._column = -1
        self._formula = self._value = self._any = self._within = False
        self._style = 0

    def start(self, tag: str, given: dict[str, str]) -> None:
        match tag.rpartition(":")[2]:
            case "row":
                self._row = int(given.get("r", self._row + 2)) - 1
                self._column, self._any = -1, False
            case "c":
                found = _PLACE.fullmatch(given.get("r", ""))
                self._column += 1
                if found:
                    self._column = column_number(found[1])
                if self._column >= grid.MOST_COLUMNS:
                    raise UnreadableError("too-many-columns", most=grid.MOST_COLUMNS)
                # A formula may well give an empty text, and then says so.
                self._formula, self._value = False, given.get("t") == "str"
                self._style = int(given.get("s", "0"))
            case "f":
                self._formula = True
            case "v" | "is":
                self._within = True

    def text(self, text: str) -> None:
        self._value = self._value or (self._within and bool(text))

    def end(self, tag: str) -> None:
        match tag.rpartition(":")[2]:
            case "c":
                place = (self._row, self._column)
                if self._formula and not self._value:
                    self.marks.uncomputed.add(place)
                if self._value and self._style in self._styles:
                    self.marks.fonts[place] = self._styles[self._style]
                self._any = self._any or self._value or self._formula
            case "v" | "is":
                self._within = False
            case "row" if self._any:
                self.marks.rows += 1
                if self.marks.rows > self._most:
                    raise UnreadableError("too-many-rows", most=grid.MOST_ROWS)


def marks(archive: ZipFile, sheet: str) -> Marks:
    """Raises UnreadableError, also for more rows than an import takes."""
    reader = _Sheet(legacy_styles(archive), grid.MOST_ROWS + grid.HEAD_ROWS)
    parser = expat.ParserCreate()
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    try:
        package.parse(package.part(archive, sheet_part(archive, sheet)), parser)
    except (KeyError, ValueError) as exc:
        raise UnreadableError("damaged") from exc
    return reader.marks
