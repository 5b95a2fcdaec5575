"""ODT and ODS: the right first part, no macros, nothing encrypted, nothing remote."""

import re
import zipfile
from collections.abc import Iterator

from assets_api.formats import archive as zips
from assets_api.formats import ooxml
from assets_api.formats.errors import HeldError, RefusedError

FIRST = "mimetype"
MANIFEST = "META-INF/manifest.xml"
KINDS = {
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
}
MACROS = re.compile(r"^(?:Basic|Scripts|Dialogs)/", re.IGNORECASE)
OBJECTS = ("application/vnd.sun.star.oleobject", "application/x-ole")
XLINK = "{http://www.w3.org/1999/xlink}href"
HARMLESS = frozenset({"a", "user-defined"})
BLOCKS = frozenset(
    {"p", "h", "list-item", "table-cell", "covered-table-cell", "line-break", "tab"}
)


def kind_of(archive: zipfile.ZipFile) -> str | None:
    """`odt` or `ods`; None when it is no OpenDocument file at all."""
    if archive.namelist()[0] != FIRST:
        return None
    said = zips.read(archive, FIRST)[:200].decode("ascii", "replace").strip()
    if said not in KINDS:
        raise RefusedError("type-not-accepted", "zip")
    if b"encryption-data" in zips.read(archive, MANIFEST):
        raise HeldError("encrypted")
    return KINDS[said]


def text(archive: zipfile.ZipFile) -> Iterator[str]:
    """The words of every part, a paragraph or cell a line."""
    for name in archive.namelist():
        if name.endswith(".xml") and name != MANIFEST:
            root = ooxml.parsed(archive, name)
            words: list[str] = []
            for element in root.iter():
                if element.tag.rpartition("}")[2] in BLOCKS:
                    words.append("\n")
                words.append((element.text or "") + (element.tail or ""))
                words.extend(
                    f"\n{value}\n"
                    for key, value in element.attrib.items()
                    if key.endswith(("}name", "}string-value", "}title"))
                )
            yield "".join(words)


def refuse_active(archive: zipfile.ZipFile) -> None:
    if any(MACROS.search(name) for name in archive.namelist()):
        raise HeldError("macros")
    listed = zips.read(archive, MANIFEST).decode("utf-8", "replace")
    if any(kind in listed for kind in OBJECTS):
        raise HeldError("embedded-files")
    for name in archive.namelist():
        if name.endswith(".xml") and name != MANIFEST:
            _refuse_reaching(archive, name)


def _refuse_reaching(archive: zipfile.ZipFile, name: str) -> None:
    for element in ooxml.parsed(archive, name).iter():
        tag = element.tag.rpartition("}")[2]
        if tag in {"event-listener", "script"}:
            raise HeldError("macros")
        target = element.get(XLINK, "")
        outside = "://" in target or target.startswith(("//", "../", "/"))
        if tag == "dde-source" or (outside and tag not in HARMLESS):
            raise HeldError("remote-content")
