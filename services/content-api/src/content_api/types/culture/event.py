"""Sự kiện: a festival, a fair, a conference, with solar or lunar days."""

from collections.abc import Iterator
from typing import Annotated, Literal

from content_api.types.definition import ContentType
from content_api.types.values import lunar
from content_api.types.values.dates import DateSpan, LunarSpan, out_of_order
from content_api.types.values.figures import Figure
from content_api.types.values.headings import Heading
from content_api.types.values.places import Location
from content_api.types.values.records import (
    Contact,
    Country,
    Decision,
    Organisation,
    Url,
)
from content_api.types.values.texts import Lines, Rich
from content_api.types.values.wording import label
from phohien.errors import FieldProblem, Text
from phohien.schemas import In


class EventFields(In):
    kind: Annotated[
        Literal[
            "festival",
            "trade_fair",
            "exhibition",
            "investment_conference",
            "conference",
            "competition",
            "performance",
            "other",
        ]
        | None,
        label("Loại sự kiện", "Kind"),
    ] = None
    festival_kind: Annotated[
        Literal["traditional", "cultural", "trade", "foreign"] | None,
        label("Loại lễ hội", "Kind of festival"),
    ] = None
    solar: Annotated[DateSpan | None, label("Ngày dương lịch", "Solar days")] = None
    lunar: Annotated[LunarSpan | None, label("Ngày âm lịch", "Lunar days")] = None
    recurrence: Annotated[
        Literal["once", "yearly", "two_yearly", "three_yearly", "five_yearly"],
        label("Kỳ tổ chức", "Recurrence"),
    ] = "once"
    scale: Annotated[
        Literal["village", "commune", "province", "region", "national", "international"]
        | None,
        label("Quy mô tổ chức", "Scale"),
    ] = None
    organisers: Annotated[
        tuple[Organisation, ...], label("Đơn vị tổ chức", "Organisers")
    ] = ()
    participating_countries: Annotated[
        tuple[Country, ...], label("Nước tham gia", "Participating countries")
    ] = ()
    visitors: Annotated[
        Figure[Literal["person"]] | None, label("Lượt khách", "Visitors")
    ] = None
    intangible_heritage: Annotated[
        Decision | None, label("Di sản văn hóa phi vật thể", "Intangible heritage")
    ] = None
    registration_url: Annotated[
        Url | None, label("Trang đăng ký", "Registration page")
    ] = None
    location: Annotated[Location | None, label("Địa điểm", "Location")] = None
    contact: Annotated[Contact | None, label("Liên hệ", "Contact")] = None


class EventTexts(Heading):
    description: Annotated[Rich | None, label("Giới thiệu", "Description")] = None
    venue: Annotated[Lines | None, label("Nơi tổ chức", "Venue")] = None
    honours: Annotated[
        Lines | None, label("Đối tượng thờ phụng", "Deity or person honoured")
    ] = None
    ceremony: Annotated[Rich | None, label("Phần lễ", "Ceremony")] = None
    festivities: Annotated[Rich | None, label("Phần hội", "Festivities")] = None
    programme: Annotated[Rich | None, label("Chương trình", "Programme")] = None
    admission: Annotated[Lines | None, label("Vé, cách tham dự", "Admission")] = None


def days_are_known(event: EventFields) -> Iterator[FieldProblem]:
    """A solar day, a lunar day or both; never neither."""
    if event.solar is None and event.lunar is None:
        detail = Text(
            vi="Ghi ngày dương lịch (solar) hoặc ngày âm lịch (lunar) của sự kiện.",
            en="Give the solar or the lunar days of the event.",
        )
        yield FieldProblem("/fields/solar", detail, "event-without-days")
    if event.solar is not None:
        yield from out_of_order("/fields/solar/end", event.solar.start, event.solar.end)


def both_calendars_last_as_long(event: EventFields) -> Iterator[FieldProblem]:
    """Checked when the last solar day was written too."""
    if event.lunar is None or event.solar is None or event.solar.end is None:
        return
    solar_days = (event.solar.end - event.solar.start).days + 1
    if solar_days > 0 and solar_days != event.lunar.days:
        detail = Text(
            vi=f"Dương lịch ghi {solar_days} ngày, âm lịch ghi {event.lunar.days} ngày;"
            " hai lịch phải cùng số ngày.",
            en=f"The solar days are {solar_days}, the lunar days {event.lunar.days};"
            " both must last as long.",
        )
        yield FieldProblem("/fields/lunar/days", detail, "calendars-differ")


def both_calendars_name_one_day(event: EventFields) -> Iterator[FieldProblem]:
    if event.lunar is None or event.solar is None:
        return
    start, wanted = event.solar.start, event.lunar.start
    if start.year - 1 not in lunar.YEARS or start.year + 1 not in lunar.YEARS:
        return
    _, found = lunar.lunar_day(start)
    if found != wanted:
        leap_vi, leap_en = (" nhuận", " leap") if found.leap else ("", "")
        detail = Text(
            vi=f"Ngày {start:%d/%m/%Y} là ngày {found.day} tháng {found.month}{leap_vi}"
            f" âm lịch, không phải ngày {wanted.day} tháng {wanted.month}; hãy sửa một"
            " trong hai ngày.",
            en=f"{start.isoformat()} is day {found.day} of{leap_en} month {found.month}"
            f" in the lunar calendar, not day {wanted.day} of month {wanted.month};"
            " correct one of the two.",
        )
        yield FieldProblem("/fields/lunar/start", detail, "calendars-disagree")


def only_a_festival_has_its_kind(event: EventFields) -> Iterator[FieldProblem]:
    if event.festival_kind is not None and event.kind not in {None, "festival"}:
        detail = Text(
            vi="Chỉ lễ hội mới ghi loại lễ hội.",
            en="Only a festival has a kind of festival.",
        )
        yield FieldProblem("/fields/festival_kind", detail, "not-a-festival")


TYPE = ContentType(
    code="event",
    title=Text(vi="Sự kiện", en="Event"),
    fields=EventFields,
    texts=EventTexts,
    rules=(
        days_are_known,
        both_calendars_last_as_long,
        both_calendars_name_one_day,
        only_a_festival_has_its_kind,
    ),
    fresh_months=12,
    needed=("fields/kind", "texts/summary"),
    card=("kind", "solar", "lunar", "location"),
    filters={
        "kind": "kind",
        "festival_kind": "festival_kind",
        "recurrence": "recurrence",
        "scale": "scale",
        "countries": "participating_countries",
        "starts": "solar.start",
        "ends": "solar.end",
        "lunar_month": "lunar.start.month",
    },
    schema_org="Event",
)
