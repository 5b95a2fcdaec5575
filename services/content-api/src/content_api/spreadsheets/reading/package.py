"""The zip around XLSX and ODS: what is in it, and how large it would become."""

import re
from collections.abc import Iterator
from pathlib import Path
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from content_api.spreadsheets.reading.errors import UnreadableError

MOST_INFLATED = 256 << 20
MOST_PART = 160 << 20
MOST_SHARED = 48 << 20
MOST_ENTRIES = 2_000
CHUNK = 1 << 16
TEXT_PARTS = (".xml", ".rels", ".vml")
MACROS = ("vbaproject.bin", "macrosheets/", "basic/", "scripts/")
OBJECTS = ("embeddings/", "activex/", "ctrlprops/", "object ")
# `&C` centres what follows in the header of a page, `&"Arial,Bold"` sets its font.
_HEADER_MARKS = re.compile(r'&(?:"[^"]*"|\d+|K[0-9A-F]{6}|[A-Z])')
# Runs of one text: a word in two colours is not two words.
INLINE = {"r", "t", "rPr", "span", "s", "font", "b", "i", "u", "color", "sz", "rFont"}


def opened(path: Path) -> ZipFile:
    try:
        archive = ZipFile(path)
    except (BadZipFile, OSError) as exc:
        raise UnreadableError("damaged") from exc
    entries = archive.infolist()
    total = sum(entry.file_size for entry in entries)
    names = [entry.filename.lower() for entry in entries]
    shared = [e.file_size for e in entries if e.filename.endswith("haredStrings.xml")]
    if (
        len(entries) > MOST_ENTRIES
        or total > MOST_INFLATED
        or max((entry.file_size for entry in entries), default=0) > MOST_PART
        or sum(shared) > MOST_SHARED
        or len(set(names)) != len(names)
    ):
        raise UnreadableError("too-large-inside", megabytes=total >> 20)
    if any(entry.flag_bits & 1 for entry in entries):
        raise UnreadableError("password")
    if any(part in name for name in names for part in MACROS):
        raise UnreadableError("macros")
    if any(part in name for name in names for part in OBJECTS):
        raise UnreadableError("embedded-objects")
    return archive


def part(archive: ZipFile, name: str) -> Iterator[bytes]:
    """The bytes of one part; never more than it said it would be."""
    size = archive.getinfo(name).file_size
    read = 0
    try:
        with archive.open(name) as file:
            while chunk := file.read(CHUNK):
                read += len(chunk)
                if read > size:
                    raise UnreadableError("too-large-inside", megabytes=read >> 20)
                yield chunk
    except (BadZipFile, EOFError, OSError) as exc:
        raise UnreadableError("damaged") from exc


def parse(chunks: Iterator[bytes], parser: expat.XMLParserType) -> None:
    """Streams XML through `parser`; no document type, so no entities."""
    parser.StartDoctypeDeclHandler = _no_doctype
    parser.buffer_text = True
    for chunk in chunks:
        _feed(parser, chunk)


def _no_doctype(*_: object) -> None:
    raise UnreadableError("damaged")


def words(archive: ZipFile) -> Iterator[str]:
    """Every text in every part, attributes too: what a marking could hide in."""
    for entry in archive.infolist():
        if not entry.filename.lower().endswith(TEXT_PARTS) or not entry.file_size:
            continue
        found: list[str] = []
        run: list[str] = []

        def start(
            _: str, attributes: dict[str, str], *, into: list[str] = found
        ) -> None:
            into.extend(filter(_has_letters, attributes.values()))

        def end(name: str, *, into: list[str] = found, run: list[str] = run) -> None:
            # A word in two colours is two runs of one text.
            if name.rpartition(":")[2] not in INLINE:
                text = "".join(run)
                plain = _HEADER_MARKS.sub("\n", text)
                into.extend(filter(_has_letters, {text, plain}))
                run.clear()

        parser = expat.ParserCreate()
        parser.StartDoctypeDeclHandler = _no_doctype
        parser.StartElementHandler = start
        parser.EndElementHandler = end
        parser.CharacterDataHandler = run.append
        for chunk in part(archive, entry.filename):
            _feed(parser, chunk)
            yield from found
            found.clear()


def _has_letters(text: str) -> bool:
    return len(text) > 2 and any(char.isalpha() for char in text)  # noqa: PLR2004 -- no marking is shorter


def _feed(parser: expat.XMLParserType, chunk: bytes) -> None:
    try:
        parser.Parse(chunk, False)  # noqa: FBT003 -- expat's own signature
    except expat.ExpatError as exc:
        raise UnreadableError("damaged") from exc


def keep_text_parts(archive: ZipFile, target: Path) -> None:
    """The workbook as it may be stored: pictures and other binary parts are empty."""
    with ZipFile(target, "w", ZIP_DEFLATED) as kept:
        for entry in archive.infolist():
            name = entry.filename
            if not name.lower().endswith(TEXT_PARTS):
                kept.writestr(name, b"")
                continue
            with kept.open(name, "w") as file:
                for chunk in part(archive, name):
                    file.write(chunk)
