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
