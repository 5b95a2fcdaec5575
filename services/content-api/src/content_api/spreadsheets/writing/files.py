"""The library that writes workbooks: large, and for those who ask for one alone."""

from datetime import datetime
from pathlib import Path
from typing import Any

# The same rows are the same bytes, whenever they are written.
WRITTEN = datetime(2000, 1, 1)  # noqa: DTZ001 -- Excel knows no zones
OPTIONS = {"constant_memory": True, "strings_to_urls": False}


def new_workbook(path: Path, title: str) -> Any:
    """Rows leave memory as they are written."""
    import xlsxwriter  # type: ignore[import-untyped]  # noqa: PLC0415 -- large; no stubs

    book = xlsxwriter.Workbook(str(path), OPTIONS)
    book.set_properties({"created": WRITTEN, "title": title})
    return book


def letters_of(column: int) -> str:
    from xlsxwriter.utility import (  # type: ignore[import-untyped]  # noqa: PLC0415 -- as above
        xl_col_to_name,
    )

    return str(xl_col_to_name(column))
