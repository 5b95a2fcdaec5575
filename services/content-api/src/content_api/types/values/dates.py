"""Days, periods and lunar dates, as sources write them."""

import re
from calendar import monthrange
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints, WithJsonSchema

from content_api.types.values.wording import label, refusal
from phohien.errors import FieldProblem, Text
from phohien.schemas import In

_PERIOD = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?|-(\d{4}))?")


def last_day(period: str) -> date:
    """The day until which a period such as 2025, 2025-08 or 2022-2023 lasts.

    Raises:
        ValueError: the text is no period.
    """
    found = _PERIOD.fullmatch(period)
    if found is None:
        raise ValueError(period)
    year, month, day, until = found.groups()
    if until is not None:
        if until < year:
            raise ValueError(period)
        return date(int(until), 12, 31)
    if month is None:
        return date(int(year), 12, 31)
    if not 1 <= int(month) <= 12:  # noqa: PLR2004 -- months of a year
        raise ValueError(period)
    last = monthrange(int(year), int(month))[1]
    return date(int(year), int(month), int(day) if day else last)


def _period(value: str) -> str:
    try:
        last_day(value)
    except ValueError:
        raise refusal(
            "not-a-period",
            vi="Ghi thời điểm theo dạng 2025, 2025-08, 2025-08-31 hoặc 2022-2023.",
            en="Write the time as 2025, 2025-08, 2025-08-31 or 2022-2023.",
        ) from None
    return value


Period = Annotated[
    str,
    AfterValidator(_period),
    WithJsonSchema(
        {"type": "string", "pattern": r"^\d{4}(-\d{2}(-\d{2})?|-\d{4})?$"},
    ),
]
Year = Annotated[int, Field(strict=True, ge=1000, le=2200)]
Clock = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]


class DateSpan(In):
    """From a day to a day, both included; a single day has no end."""

    start: Annotated[date, label("Từ ngày", "First day")]
    end: Annotated[date | None, label("Đến hết ngày", "Last day")] = None


class LunarDate(In):
    """A day of the Vietnamese lunar calendar (UTC+7), in any year."""

    month: Annotated[int, label("Tháng âm lịch", "Lunar month"), Field(ge=1, le=12)]
    day: Annotated[int, label("Ngày âm lịch", "Lunar day"), Field(ge=1, le=30)]
    leap: Annotated[bool, label("Tháng nhuận", "Leap month")] = False


class LunarSpan(In):
    """A festival that starts on a lunar day and lasts some days."""

    start: Annotated[LunarDate, label("Ngày bắt đầu", "First day")]
    days: Annotated[int, label("Số ngày", "Days"), Field(ge=1, le=60)] = 1


class Validity(In):
    """When a document or an offer holds; an open end is left out."""

    start: Annotated[date | None, label("Có hiệu lực từ", "Valid from")] = None
    end: Annotated[date | None, label("Có hiệu lực đến", "Valid until")] = None


Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


def out_of_order(
    pointer: str, earlier: date | None, later: date | None
) -> list[FieldProblem]:
    """One problem when both days are known and the later one comes first."""
    if earlier is None or later is None or earlier <= later:
        return []
    detail = Text(
        vi=f"Ngày {later:%d/%m/%Y} đứng trước ngày {earlier:%d/%m/%Y}; hãy kiểm tra"
        " lại thứ tự hai ngày.",
        en=f"{later.isoformat()} comes before {earlier.isoformat()}; check the order"
        " of the two days.",
    )
    return [FieldProblem(pointer, detail, "dates-out-of-order")]


def months_after(start: date, months: int) -> date:
    """The same day some months later, or the last day of a shorter month."""
    count = start.year * 12 + start.month - 1 + months
    year, month = count // 12, count % 12 + 1
    return date(year, month, min(start.day, monthrange(year, month)[1]))
