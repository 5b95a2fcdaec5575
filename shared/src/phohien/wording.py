"""What the framework found wrong, said to a person in Vietnamese or English."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from pydantic_core import ErrorDetails

from phohien.errors import FieldProblem, Text

HTTP: Mapping[HTTPStatus, Text] = {
    HTTPStatus.NOT_FOUND: Text(
        vi="Không có địa chỉ này. Xem danh mục tại /docs.",
        en="There is nothing at this address. See /docs for what there is.",
    ),
    HTTPStatus.METHOD_NOT_ALLOWED: Text(
        vi="Địa chỉ này không nhận phương thức vừa gửi; xem tiêu đề Allow.",
        en="This address does not take that method; see the Allow header.",
    ),
    HTTPStatus.BAD_REQUEST: Text(
        vi="Không đọc được nội dung gửi lên; hãy gửi JSON hợp lệ, mã UTF-8.",
        en="The body could not be read; send valid JSON in UTF-8.",
    ),
}

# pydantic's own sentence is kept for English; these are the kinds people meet.
_VI: Mapping[str, str] = {
    "missing": "Thiếu trường bắt buộc này",
    "extra_forbidden": "Không có trường nào tên như vậy; hãy bỏ hoặc sửa lại tên",
    "json_invalid": "JSON không hợp lệ",
    "string_type": "Phải là văn bản",
    "language_unknown": "Không có ngôn ngữ này; hãy dùng mã như vi, en, zh-Hans, ja",
    "text_unwritable": "Văn bản không được chứa ký tự NUL hoặc nửa ký tự",
    "string_too_short": "Văn bản quá ngắn (ít nhất {min_length} ký tự)",
    "string_too_long": "Văn bản quá dài (nhiều nhất {max_length} ký tự)",
    "string_pattern_mismatch": "Không đúng mẫu {pattern}",
    "int_parsing": "Phải là số nguyên",
    "int_type": "Phải là số nguyên",
    "decimal_parsing": "Phải là số thập phân, dấu chấm, ví dụ 688.94",
    "bool_parsing": "Phải là true hoặc false",
    "uuid_parsing": "Không phải mã UUID",
    "enum": "Phải là một trong: {expected}",
    "literal_error": "Phải là một trong: {expected}",
    "greater_than": "Phải lớn hơn {gt}",
    "greater_than_equal": "Phải từ {ge} trở lên",
    "less_than": "Phải nhỏ hơn {lt}",
    "less_than_equal": "Phải không quá {le}",
    "too_short": "Cần ít nhất {min_length} mục",
    "too_long": "Nhiều nhất {max_length} mục",
    "list_type": "Phải là danh sách",
    "dict_type": "Phải là đối tượng JSON",
    "model_type": "Phải là đối tượng JSON",
    "model_attributes_type": "Phải là đối tượng JSON",
    "date_from_datetime_parsing": "Phải là ngày dạng năm-tháng-ngày",
    "date_parsing": "Phải là ngày dạng năm-tháng-ngày",
    "datetime_parsing": "Phải là thời điểm theo RFC 3339",
    "datetime_from_date_parsing": "Phải là thời điểm theo RFC 3339",
    "timezone_aware": "Thời điểm phải có múi giờ, ví dụ +07:00",
}


def pointer(location: tuple[int | str, ...], *, root: str = "body") -> str:
    """A JSON Pointer; what is not in the body is named by where it is."""
    parts = [
        str(part).replace("~", "~0").replace("/", "~1")
        for part in (location[1:] if location[:1] == (root,) else location)
    ]
    return "/" + "/".join(parts) if parts else "/"


def sentence(error: ErrorDetails | Mapping[str, Any]) -> Text:
    template = _VI.get(error["type"])
    context = error.get("ctx") or {}
    try:
        vietnamese = template.format(**context) if template else error["msg"]
    except (KeyError, IndexError):
        vietnamese = error["msg"]
    return Text(vi=vietnamese, en=error["msg"])


def field_problem(error: ErrorDetails | Mapping[str, Any]) -> FieldProblem:
    return FieldProblem(
        pointer=pointer(tuple(error["loc"])),
        detail=sentence(error),
        code=str(error["type"]).replace("_", "-"),
    )
