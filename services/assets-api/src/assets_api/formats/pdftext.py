"""The words on the pages of a PDF, as a reader sees them."""

from collections.abc import Iterator
from pathlib import Path
from unicodedata import normalize

import pypdfium2  # type: ignore[import-untyped]

from assets_api.formats.errors import RefusedError


def pages(path: Path) -> Iterator[str]:
    """Page by page, in NFC. PDFium is not thread-safe: one process, one thread."""
    try:
        document = pypdfium2.PdfDocument(path)
        try:
            for page in document:
                text = page.get_textpage()
                yield normalize("NFC", text.get_text_bounded())
                text.close()
                page.close()
        finally:
            document.close()
    except (pypdfium2.PdfiumError, ValueError) as error:
        raise RefusedError("pdf-damaged") from error
