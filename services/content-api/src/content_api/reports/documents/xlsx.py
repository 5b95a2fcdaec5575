"""The same numbers as a workbook: the tables first, then every list behind them."""

import io
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]  # it has no stubs
from xlsxwriter.format import Format  # type: ignore[import-untyped]  # as above
from xlsxwriter.workbook import Workbook  # type: ignore[import-untyped]  # as above

from content_api.reports.documents.context import Context

# Text that looks like a formula or a link stays text.
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
CELL = 32_000
WIDE = 24
LISTS: Mapping[str, str] = {
    "changes": "Thay đổi",
    "topics": "Theo chủ đề",
    "legal_documents": "Văn bản",
    "directives": "Văn bản chỉ đạo",
    "people": "Nhân sự",
    "trainings": "Tập huấn",
    "media": "Tệp",
    "nominations": "Đề cử",
    "offers": "Đang gửi",
    "publications": "Ấn phẩm",
    "other_publications": "Ấn phẩm khác",
    "events": "Sự kiện",
    "projects": "Dự án",
    "activities": "Hoạt động",
    "press_delegations": "Phóng viên nước ngoài",
    "press": "Dư luận (số lượng)",
    "gate": "Cửa kiểm tra (số lượng)",
    "budgets": "Kinh phí",
}
HEADS: Mapping[str, str] = {
    "key": "Mã",
    "title": "Tên",
    "type": "Loại",
    "lang": "Ngôn ngữ",
    "agency": "Cơ quan",
    "kind": "Kiểu",
    "on": "Ngày",
    "last_on": "Ngày cuối",
    "times": "Số lần",
    "topic": "Chủ đề",
    "month": "Tháng",
    "target": "Đích",
    "area": "Diện tích",
    "capital": "Vốn",
    "planned": "Dự toán (đồng)",
    "spent": "Đã chi (đồng)",
    "participants": "Số người",
    "name": "Họ và tên",
    "duty": "Nhiệm vụ",
    "office": "Chức vụ",
    "count": "Số lượng",
}


def workbook(snapshot: Mapping[str, Any], context: Context) -> bytes:
    held = io.BytesIO()
    with xlsxwriter.Workbook(held, OPTIONS) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "border": 1})
        _tables(book, context, bold)
        for name, title in LISTS.items():
            if snapshot["facts"][name]:
                _list(book, title, snapshot["facts"][name], bold)
    return held.getvalue()


def _tables(book: Workbook, context: Context, bold: Format) -> None:
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
                for column, cell in enumerate(cells):
                    sheet.write_string(row, column, cell[:CELL])
                row += 1


def _list(book: Workbook, title: str, rows: list[dict[str, Any]], bold: Format) -> None:
    sheet = book.add_worksheet(title[:31])
    names = list(rows[0])
    sheet.write_row(0, 0, [HEADS.get(name, name) for name in names], bold)
    sheet.set_column(0, len(names), WIDE)
    sheet.freeze_panes(1, 0)
    whole = book.add_format({"num_format": "#,##0"})
    for line, row in enumerate(rows, start=1):
        for column, name in enumerate(names):
            value = row.get(name)
            if isinstance(value, int | Decimal) and not isinstance(value, bool):
                sheet.write_number(line, column, value, whole)
            else:
                sheet.write_string(line, column, _text(value)[:CELL])


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, list):
        return ", ".join(str(each) for each in value)
    return str(value)
