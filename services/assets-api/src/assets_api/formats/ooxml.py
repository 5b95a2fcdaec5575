"""DOCX, XLSX, PPTX: the right main part, no macros, nothing embedded or remote."""

import re
import zipfile
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml import ElementTree  # type: ignore[import-untyped]
from defusedxml.common import DefusedXmlException  # type: ignore[import-untyped]

from assets_api.formats import archive as zips
from assets_api.formats.errors import HeldError, RefusedError

CONTENT_TYPES = "[Content_Types].xml"
OFFICE = "application/vnd.openxmlformats-officedocument."
MAIN = {
    "docx": f"{OFFICE}wordprocessingml.document.main+xml",
    "xlsx": f"{OFFICE}spreadsheetml.sheet.main+xml",
    "pptx": f"{OFFICE}presentationml.presentation.main+xml",
}
MACROS = {
    "docx": "application/vnd.ms-word.document.macroEnabled.main+xml",
    "xlsx": "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    "pptx": "application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml",
}
HELD_NAMES = (
    ("macros", re.compile(r"vbaProject|vbaData|/macrosheets/", re.IGNORECASE)),
    ("embedded-files", re.compile(r"/(embeddings|activeX|ctrlProps)/", re.IGNORECASE)),
    ("remote-content", re.compile(r"/externalLinks/|/connections\.xml$")),
)
REMOTE = re.compile(
    r"\bWEBSERVICE\s*\(|\bRTD\s*\(|\bDDEAUTO\b|\bDDE\b\s|\bINCLUDETEXT\b|cmd\s*\|",
    re.IGNORECASE,
)
WEB = re.compile(r"^(https?://|mailto:|#)", re.IGNORECASE)
BLOCKS = frozenset({"p", "si", "is", "row", "tr", "br", "cr", "c", "comment", "text"})
SPOKEN = ("descr", "title", "name")
"""Attributes in which Office keeps words: alternative texts, sheet names."""


def kind_of(archive: zipfile.ZipFile) -> str:
    """`docx`, `xlsx` or `pptx`; of a macro-enabled file, what it would be without."""
    listed = zips.read(archive, CONTENT_TYPES).decode("utf-8", "replace")
    for kind, main in MAIN.items():
        if f'"{MACROS[kind]}"' in listed:
            return kind
        if f'"{main}"' in listed:
            return kind
    raise RefusedError("type-not-accepted", "zip")


def refuse_active(archive: zipfile.ZipFile) -> None:
    if b"macroEnabled" in zips.read(archive, CONTENT_TYPES):
        raise HeldError("macros")
    for name in archive.namelist():
        for code, pattern in HELD_NAMES:
            if pattern.search(f"/{name}"):
                raise HeldError(code)
        if name.endswith(".rels"):
            _refuse_remote(parsed(archive, name))


def _refuse_remote(relations: Element) -> None:
    for relation in relations:
        if relation.get("TargetMode") != "External":
            continue
        if not relation.get("Type", "").endswith("/hyperlink"):
            raise HeldError("remote-content")


def parsed(archive: zipfile.ZipFile, name: str) -> Element:
    try:
        root: Element = ElementTree.fromstring(
            zips.read(archive, name), forbid_dtd=True
        )
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise RefusedError("document-damaged", "xml") from error
    return root


def text(archive: zipfile.ZipFile) -> Iterator[str]:
    """The words of every part in reading order; a paragraph or cell a line.

    Runs inside a paragraph are joined without a space: a word cut in two by
    formatting is one word again.
    """
    for name in archive.namelist():
        if name.endswith((".xml", ".rels")) and name != CONTENT_TYPES:
            yield "".join(_words(parsed(archive, name)))


def refuse_remote_words(archive: zipfile.ZipFile) -> None:
    """Formulas and fields that fetch or start something."""
    for name in archive.namelist():
        wordy = name.endswith(".xml") and name.startswith(("word/", "xl/"))
        if wordy and REMOTE.search("".join(_words(parsed(archive, name)))):
            raise HeldError("remote-content")


def _words(element: Element) -> Iterator[str]:
    tag = element.tag.rpartition("}")[2]
    for key in SPOKEN:
        if value := element.get(key):
            yield f"\n{value}\n"
    if tag == "tab":
        yield "\t"
    if element.text and element.text.strip():
        yield element.text
    for child in element:
        yield from _words(child)
        if child.tail and child.tail.strip():
            yield child.tail
    if tag in BLOCKS:
        yield "\n"
