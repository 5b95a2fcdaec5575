"""Figures and names as a Vietnamese official writes them."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from content_api.types import registry, vocabulary
from content_api.types.errors import ContentTypeNotFoundError
from content_api.types.values.wording import number_vi

NO_FIGURES = "chưa có số liệu"
LANGUAGES: Mapping[str, str] = {
    "vi": "tiếng Việt",
    "en": "tiếng Anh",
    "zh-Hans": "tiếng Trung",
    "ja": "tiếng Nhật",
    "fr": "tiếng Pháp",
    "ko": "tiếng Hàn",
}
PUBLICATIONS: Mapping[str, str] = {
    "book": "sách",
    "painting": "tranh",
    "photo": "ảnh",
    "disc": "đĩa",
    "stamp": "tem",
    "envelope": "phong bì thư",
    "leaflet": "tờ rơi",
    "brochure": "tập gấp, sách mỏng",
    "video": "video",
    "map": "bản đồ",
    "other": "loại khác",
}
MEDIA: Mapping[str, str] = {
    "image": "ảnh",
    "document": "tài liệu",
    "video": "video",
    "audio": "âm thanh",
}
DUTIES: Mapping[str, str] = {
    "leader": "lãnh đạo phụ trách",
    "officer": "cán bộ thực hiện",
}
KINDS: Mapping[str, str] = {
    "released": "mới",
    "corrected": "cập nhật",
    "withdrawn": "gỡ bỏ",
}
STATES: Mapping[str, str] = {
    "nominated": "chờ duyệt",
    "approved": "đã duyệt",
    "rejected": "từ chối",
}
STEPS: Mapping[str, str] = {
    "item.submitted": "trình duyệt",
    "item.returned": "trả lại",
    "item.cleared": "duyệt nội dung",
    "item.released": "công bố",
    "item.withdrawn": "gỡ xuống",
    "marking.refused": "ngăn, không lưu vì có dấu hiệu bí mật nhà nước",
}
SCALES: Mapping[str, str] = {
    "village": "làng, thôn",
    "commune": "xã, phường",
    "province": "cấp tỉnh",
    "region": "cấp vùng",
    "national": "quốc gia",
    "international": "quốc tế",
}
PROJECT: Mapping[str, str] = {
    "idea": "ý tưởng",
    "in_list": "trong danh mục kêu gọi",
    "bidding": "đang lựa chọn nhà đầu tư",
    "has_investor": "đã có nhà đầu tư",
    "licensed": "đã cấp phép",
    "suspended": "tạm dừng",
    "withdrawn": "đã thu hồi",
}
ACTIVITIES: Mapping[str, str] = {
    "reception": "tiếp khách",
    "visit": "thăm, làm việc",
    "talks": "hội đàm",
    "signing": "ký kết",
    "delegation_abroad": "đoàn ra",
    "ceremony": "lễ, sự kiện đối ngoại",
}
REASONS: Mapping[str, str] = {
    "error": "có sai sót",
    "outdated": "đã cũ",
    "consent": "rút sự đồng ý",
    "rights": "hết quyền sử dụng",
    "legal": "theo quy định pháp luật",
    "security": "lý do an ninh",
    "expired": "hết hạn công bố",
    "other": "lý do khác",
}
UNITS: Mapping[str, str] = {
    "m2": "m²",
    "km2": "km²",
    "VND": "đồng",
    "million_VND": "triệu đồng",
    "billion_VND": "tỷ đồng",
}
# By column of a list: what its codes mean.
CODES: Mapping[str, Mapping[str, str]] = {
    "kind": {**PUBLICATIONS, **MEDIA, **ACTIVITIES, **KINDS},
    "duty": DUTIES,
    "state": STATES,
    "action": STEPS,
    "scale": SCALES,
    "status": PROJECT,
    "reason": REASONS,
    "area_unit": UNITS,
    "capital_unit": UNITS,
}
BILLION, MILLION, KIBI = Decimal(10**9), Decimal(10**6), 1024


def number(value: Decimal | int | str) -> str:
    """1082.5 is 1.082,5."""
    return number_vi(Decimal(value))


def money(value: Decimal | int | str) -> str:
    """1082000000000 is 1.082 tỷ đồng."""
    amount = Decimal(value)
    if amount >= BILLION:
        return f"{number(_cut(amount / BILLION))} tỷ đồng"
    if amount >= MILLION:
        return f"{number(_cut(amount / MILLION))} triệu đồng"
    return f"{number(amount)} đồng"


def hectares(value: Decimal | str) -> str:
    """688.94 is 688,94 ha."""
    return f"{number(_cut(Decimal(value)))} ha"


def size(count: int) -> str:
    for unit in ("B", "KB", "MB"):
        if count < KIBI:
            return f"{number(count)} {unit}"
        count //= KIBI
    return f"{number(count)} GB"


def share(part: int, whole: int) -> str:
    """7 of 8 is 87,5%."""
    if not whole:
        return "-"
    percent = Decimal(100 * part) / whole
    return f"{number(percent.quantize(Decimal('0.1')))}%"


def day(written: str) -> str:
    """2026-11-30 is 30/11/2026."""
    return f"{date.fromisoformat(written[:10]):%d/%m/%Y}" if written else ""


def month(written: str) -> str:
    return f"{written[5:7]}/{written[:4]}"


def language(tag: str) -> str:
    return LANGUAGES.get(tag, tag)


def content_type(code: str) -> str:
    try:
        return registry.get(code).title.vi
    except ContentTypeNotFoundError:
        return code


def topic(code: str) -> str:
    term = vocabulary.terms("topic").get(code)
    return term.name.vi if term else code


def _cut(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"))
