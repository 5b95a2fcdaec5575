"""The table of contents a PDF carries. Child only."""

from itertools import islice
from pathlib import Path
from unicodedata import normalize

import pypdfium2  # type: ignore[import-untyped]

MOST_ENTRIES, DEEPEST, LONGEST = 1000, 6, 300


def entries(path: Path, pages: int) -> list[tuple[int, str, int]]:
    """Depth from nought, title, and page; page nought where it leads nowhere inside."""
    document = pypdfium2.PdfDocument(path)
    found = []
    try:
        for bookmark in islice(document.get_toc(max_depth=DEEPEST), MOST_ENTRIES):
            title = " ".join(normalize("NFC", bookmark.get_title()).split())[:LONGEST]
            target = bookmark.get_dest()
            index = target.get_index() if target else None
            page = index + 1 if index is not None and 0 <= index < pages else 0
            if title:
                found.append((bookmark.level, title, page))
    except (pypdfium2.PdfiumError, ValueError):
        # Bookmarks that cannot be followed are no reason to refuse the pages.
        return found
    finally:
        document.close()
    return found
