"""What calamine does not tell of an ODS sheet: fonts, and formulas without a value."""

from xml.parsers import expat
from zipfile import ZipFile

from content_api.spreadsheets import grid
from content_api.spreadsheets.reading import package
from content_api.spreadsheets.reading.errors import UnreadableError
from content_api.spreadsheets.reading.xlsx import Marks
from phohien import fonts


def refuse_encrypted(archive: ZipFile) -> None:
    if "META-INF/manifest.xml" not in archive.namelist():
        return
    if b"encryption-data" in b"".join(package.part(archive, "META-INF/manifest.xml")):
        raise UnreadableError("password")


def sheet_names(archive: ZipFile) -> list[str]:
    names: list[str] = []

    def start(tag: str, given: dict[str, str]) -> None:
        if tag == "table:table":
            names.append(given.get("table:name", ""))

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    package.parse(package.part(archive, "content.xml"), parser)
    return names


class _Content:
    """Walks content.xml; counts what repeats without writing it out."""

    def __init__(self, sheet: str) -> None:
        self.marks = Marks()
        self._sheet = sheet
        self._inside = False
        self._style_name = ""
        self._styles: dict[str, str] = {}
        self._row = self._column = 0
        self._row_repeat = self._repeat = 1
        self._any = False

    def start(self, tag: str, given: dict[str, str]) -> None:
        match tag:
            case "style:style":
                self._style_name = given.get("style:name", "")
            case "style:text-properties":
                name = given.get("style:font-name") or given.get("fo:font-family", "")
                if fonts.is_legacy(name.strip("'")):
                    self._styles[self._style_name] = name.strip("'")
            case "table:table":
                self._inside = given.get("table:name") == self._sheet
            case "table:table-row" if self._inside:
                self._row_repeat = _count(given, "table:number-rows-repeated")
                self._column, self._any = 0, False
            case "table:table-cell" | "table:covered-table-cell" if self._inside:
                self._cell(given)

    def _cell(self, given: dict[str, str]) -> None:
        self._repeat = _count(given, "table:number-columns-repeated")
        valued = "office:value-type" in given or "calcext:value-type" in given
        place = (self._row, self._column)
        if "table:formula" in given and not valued:
            self.marks.uncomputed.add(place)
        if valued:
            self._any = True
            if self._column + self._repeat > grid.MOST_COLUMNS:
                raise UnreadableError("too-many-columns", most=grid.MOST_COLUMNS)
            font = self._styles.get(given.get("table:style-name", ""))
            if font:
                for column in range(self._column, self._column + self._repeat):
                    self.marks.fonts[self._row, column] = font
        self._column += self._repeat

    def end(self, tag: str) -> None:
        if tag == "table:table":
            self._inside = False
        elif tag == "table:table-row" and self._inside:
            if self._any:
                self.marks.rows += self._row_repeat
                if self.marks.rows > grid.MOST_ROWS + grid.HEAD_ROWS:
                    raise UnreadableError("too-many-rows", most=grid.MOST_ROWS)
            self._row += self._row_repeat


def _count(given: dict[str, str], name: str) -> int:
    return max(1, int(given.get(name, "1")))


def marks(archive: ZipFile, sheet: str) -> Marks:
    reader = _Content(sheet)
    parser = expat.ParserCreate()
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    try:
        package.parse(package.part(archive, "content.xml"), parser)
    except (KeyError, ValueError) as exc:
        raise UnreadableError("damaged") from exc
    return reader.marks
