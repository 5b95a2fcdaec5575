"""The same numbers as a workbook: the tables first, then every list behind them."""

import io
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from content_api.reports.documents.context import Context, names_of
from content_api.reports.documents.shape import Names
from content_api.reports.documents.sheets.columns import LISTS, cell, columns, head

if TYPE_CHECKING:
    from xlsxwriter.format import Format  # type: ignore[import-untyped]  # no stubs
    from xlsxwriter.workbook import Workbook  # type: ignore[import-untyped]  # as above
    from xlsxwriter.worksheet import (  # type: ignore[import-untyped]  # as above
        Worksheet,
    )

# Text that looks like a formula or a link stays text.
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
CELL = 32_000
WIDE = 24


def workbook(snapshot: Mapping[str, Any], context: Context) -> bytes:
    import xlsxwriter  # type: ignore[import-untyped]  # noqa: PLC0415 -- large; no stubs

    held = io.BytesIO()
    with xlsxwriter.Workbook(held, OPTIONS) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "border": 1})
        names = names_of(snapshot)
        _tables(book, context, bold)
        for name, title in LISTS.items():
            if snapshot["facts"][name]:
                _list(book.add_worksheet(title), snapshot["facts"][name], names, book)
    return held.getvalue()


def _tables(book: "Workbook", context: Context, bold: "Format") -> None:
    sheet = book.add_worksheet("Báo cáo")
    sheet.set_column(0, 6, WIDE)
    period = f"Từ ngày {context['period_from']} đến ngày {context['period_to']}"
    lines: list[list[str]] = [[context["title"]], [period], [context["state"]]]
    if context["content_sha256"]:
        lines.append(["Mã băm nội dung (SHA-256)", context["content_sha256"]])
    row = 0
    for line in lines:
        sheet.write_row(row, 0, line, bold)
        row += 1
    for section in context["results"]:
        sheet.write_string(row + 1, 0, f"{section['number']}. {section['title']}", bold)
        row += 2
        for line in (*section["lines"], *section["written"]):
            sheet.write_string(row, 0, line[:CELL])
            row += 1
        for table in section["tables"]:
            sheet.write_string(row, 0, table["title"])
            sheet.write_row(row + 1, 0, table["head"], bold)
            row += 2
            for cells in table["rows"]:
                for column, text in enumerate(cells):
                    sheet.write_string(row, column, text[:CELL])
                row += 1


def _list(
    sheet: "Worksheet", rows: list[dict[str, Any]], names: Names, book: "Workbook"
) -> None:
    shown = columns(rows[0])
    bold = book.add_format({"bold": True, "text_wrap": True, "border": 1})
    sheet.write_row(0, 0, [head(name) for name in shown], bold)
    sheet.set_column(0, len(shown), WIDE)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(rows), len(shown) - 1)
    whole = book.add_format({"num_format": "#,##0"})
    for line, row in enumerate(rows, start=1):
        for column, name in enumerate(shown):
            value = cell(name, row.get(name), names)
            if isinstance(value, str):
                sheet.write_string(line, column, value[:CELL])
            else:
                sheet.write_number(line, column, value, whole)
