"""The words on the pages of a PDF, as a reader sees them."""

from collections.abc import Iterator
from pathlib import Path
from unicodedata import normalize

import pypdfium2  # type: ignore[import-untyped]

from assets_api.formats.errors import RefusedError

AT_ONCE = 25


def pages(path: Path) -> Iterator[str]:
    """Page by page, in NFC. PDFium is not thread-safe: one process, one thread."""
    first, total = 0, 1
    try:
        while first < total:
            # PDFium keeps the pictures of every page it has seen: begin anew.
            document = pypdfium2.PdfDocument(path)
            try:
                total = len(document)
                for number in range(first, min(first + AT_ONCE, total)):
                    yield _words(document[number])
            finally:
                document.close()
            first += AT_ONCE
    except (pypdfium2.PdfiumError, ValueError) as error:
        raise RefusedError("pdf-damaged") from error


def _words(page: pypdfium2.PdfPage) -> str:
    text = page.get_textpage()
    try:
        return normalize("NFC", text.get_text_bounded())
    finally:
        text.close()
        page.close()
