"""The words on the pages of a PDF, as a reader sees them, and how large pages are."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from unicodedata import normalize

import pypdfium2  # type: ignore[import-untyped]

from assets_api.formats.errors import RefusedError
from assets_api.formats.leaves.notes import BETWEEN

AT_ONCE = 25


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page; its size in points, as it is shown."""

    words: str
    width: float
    height: float


def pages(path: Path) -> Iterator[Leaf]:
    """Page by page, in NFC. PDFium is not thread-safe: one process, one thread."""
    first, total = 0, 1
    try:
        while first < total:
            # PDFium keeps the pictures of every page it has seen: begin anew.
            document = pypdfium2.PdfDocument(path)
            try:
                total = len(document)
                for number in range(first, min(first + AT_ONCE, total)):
                    yield _leaf(document[number])
            finally:
                document.close()
            first += AT_ONCE
    except (pypdfium2.PdfiumError, ValueError) as error:
        raise RefusedError("pdf-damaged") from error


def _leaf(page: pypdfium2.PdfPage) -> Leaf:
    text = page.get_textpage()
    try:
        words = normalize("NFC", text.get_text_bounded()).replace(BETWEEN, " ")
        return Leaf(words, *page.get_size())
    finally:
        text.close()
        page.close()
