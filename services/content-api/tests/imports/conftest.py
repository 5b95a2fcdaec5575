"""Workbooks as departments make them, and their way through the API."""

import io
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import openpyxl
import pytest
from httpx import Response

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEADER = (
    "STT",
    "Tên khu công nghiệp",
    "Tóm tắt",
    "Diện tích (ha)",
    "Diện tích - Thời điểm của số liệu",
    "Diện tích - Nguồn số liệu - Nguồn",
    "Tình trạng",
)

Send = Callable[..., Awaitable[Response]]
MakeBook = Callable[..., bytes]


@pytest.fixture
def make_book() -> MakeBook:
    """A sheet with a title merged above its header, as official forms have it."""

    def make(
        rows: Sequence[Sequence[Any]],
        *,
        header: Sequence[str] = HEADER,
        change: Callable[[Any], None] | None = None,
    ) -> bytes:
        book = openpyxl.Workbook()
        sheet = book.active
        sheet.title = "Biểu 01"
        sheet["A1"] = "BIỂU TỔNG HỢP CÁC KHU CÔNG NGHIỆP"
        sheet.merge_cells("A1:G1")
        sheet["A2"] = "(Kèm theo Công văn số 12/BQL-QLĐT)"
        for column, text in enumerate(header, start=1):
            sheet.cell(4, column, text)
        for number, cells in enumerate(rows, start=5):
            for column, value in enumerate(cells, start=1):
                sheet.cell(number, column, value)
        if change is not None:
            change(book)
        file = io.BytesIO()
        book.save(file)
        return file.getvalue()

    return make


@pytest.fixture
def send(officer: Any) -> Send:
    """Upload a file for a preview; `by` speaks instead of the officer."""

    async def post(content: bytes, *, by: Any = None, **wanted: Any) -> Response:
        params = {
            "type": "industrial_park",
            "filename": "bieu-01.xlsx",
            "fi_category": "image_promotion",
            **wanted,
        }
        return await (by or officer).client.post(
            "/staff/v1/imports",
            params=params,
            content=content,
            headers={"Content-Type": XLSX, "Accept-Language": "vi"},
        )

    return post


@pytest.fixture
def preview(send: Send) -> Callable[..., Awaitable[dict[str, Any]]]:
    """The same, and it has to be taken."""

    async def post(content: bytes, **wanted: Any) -> dict[str, Any]:
        answer = await send(content, **wanted)
        assert answer.status_code == 201, answer.text
        found: dict[str, Any] = answer.json()
        return found

    return post


@pytest.fixture
def rows_of(officer: Any) -> Callable[..., Awaitable[list[dict[str, Any]]]]:
    async def get(run: dict[str, Any]) -> list[dict[str, Any]]:
        answer = await officer.client.get(
            f"/staff/v1/imports/{run['id']}/rows", headers={"Accept-Language": "vi"}
        )
        assert answer.status_code == 200, answer.text
        found: list[dict[str, Any]] = answer.json()["data"]
        return found

    return get


@pytest.fixture
def confirm(officer: Any) -> Send:
    async def post(run: dict[str, Any], *, by: Any = None, **order: Any) -> Response:
        return await (by or officer).client.post(
            f"/staff/v1/imports/{run['id']}/confirm", json=order
        )

    return post


@pytest.fixture
def park_row() -> Callable[..., list[Any]]:
    def make(number: int, title: str, area: Any = "1.234,5") -> list[Any]:
        source = "Ban Quản lý các khu công nghiệp"
        return [number, title, "Một khu.", area, "2023", source, "Đang hoạt động"]

    return make
