"""The lists behind the numbers, named and written in Vietnamese for a workbook."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from content_api.reports.documents import wording
from content_api.reports.documents.shape import Names

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
    "abstract": "Trích yếu",
    "action": "Việc",
    "agency": "Cơ quan",
    "alt": "Có mô tả thay thế",
    "answered": "Đã giải thích, làm rõ",
    "approved_on": "Ngày duyệt",
    "area": "Diện tích",
    "area_unit": "Đơn vị diện tích",
    "asset": "Mã tệp",
    "bytes": "Dung lượng (byte)",
    "capital": "Vốn",
    "capital_unit": "Đơn vị vốn",
    "cases": "Số vụ việc",
    "copies": "Số lượng",
    "count": "Số lượng",
    "countries": "Nước",
    "country": "Nước",
    "days": "Số ngày",
    "decided_on": "Ngày quyết định",
    "delegations": "Số đoàn",
    "duty": "Nhiệm vụ",
    "entry": "Mã dòng sổ",
    "filename": "Tên tệp",
    "held_on": "Ngày diễn ra",
    "host": "Cơ quan đón",
    "hours": "Thời gian xử lý (giờ)",
    "issued_on": "Ngày ban hành",
    "key": "Mã",
    "kind": "Kiểu",
    "lang": "Ngôn ngữ",
    "languages": "Ngôn ngữ",
    "last_on": "Ngày cuối",
    "licence": "Giấy phép",
    "mime": "Định dạng",
    "month": "Tháng",
    "name": "Họ và tên",
    "nominated_on": "Ngày đề cử",
    "note": "Ghi chú",
    "number": "Số, ký hiệu",
    "office": "Chức vụ",
    "on": "Ngày",
    "organisation": "Cơ quan báo chí",
    "participants": "Số người",
    "people": "Số người",
    "permit": "Giấy phép",
    "place": "Địa điểm",
    "planned": "Dự toán (đồng)",
    "purpose": "Nội dung",
    "reason": "Lý do gỡ",
    "rights": "Có tác giả và giấy phép",
    "scale": "Quy mô",
    "seconds": "Thời gian duyệt (giây)",
    "since": "Từ ngày",
    "source": "Nguồn",
    "spent": "Đã chi (đồng)",
    "state": "Kết quả",
    "status": "Tình trạng",
    "target": "Đích",
    "times": "Số lần",
    "title": "Tên",
    "topic": "Chủ đề",
    "type": "Loại",
    "withdrawn_on": "Ngày rút",
}
# What a reader finds in another column already.
LEFT_OUT = {"agency_name"}
DAYS = {
    *("approved_on", "decided_on", "held_on", "issued_on", "last_on"),
    *("nominated_on", "on", "since", "withdrawn_on"),
}
WORDED: Mapping[str, Callable[[str], str]] = {
    "lang": wording.language,
    "languages": wording.language,
    "type": wording.content_type,
    "topic": wording.topic,
    "month": wording.month,
}


def columns(row: Mapping[str, Any]) -> list[str]:
    return [name for name in row if name not in LEFT_OUT]


def head(name: str) -> str:
    return HEADS.get(name, name)


def cell(name: str, value: Any, names: Names) -> str | Decimal | int:
    """`names` are those of agencies and targets; a number stays one."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, list):
        return ", ".join(str(cell(name, each, names)) for each in value)
    if isinstance(value, int | Decimal):
        return value
    return _worded(name, str(value), names)


def _worded(name: str, value: str, names: Names) -> str:
    if name in DAYS:
        return wording.day(value)
    if name in {"agency", "target"}:
        return names.get(value, value)
    if name in WORDED:
        return WORDED[name](value)
    return wording.CODES.get(name, {}).get(value, value)
