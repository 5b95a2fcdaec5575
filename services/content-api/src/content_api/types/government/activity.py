"""Hoạt động đối ngoại của lãnh đạo: a leader receives, visits, talks or signs."""

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from content_api.types.definition import ContentType
from content_api.types.values.dates import Clock, DateSpan, out_of_order
from content_api.types.values.headings import Heading
from content_api.types.values.places import Location
from content_api.types.values.records import Country, Decision, Person, Url
from content_api.types.values.texts import Line, Lines, Rich
from content_api.types.values.wording import label
from phohien.errors import FieldProblem, Text
from phohien.schemas import In


class Delegation(In):
    """The other side; people stand in the order of protocol."""

    organisation: Annotated[Line | None, label("Cơ quan, tổ chức", "Organisation")] = (
        None
    )
    country: Annotated[Country | None, label("Quốc gia (ISO)", "Country (ISO)")] = None
    people: Annotated[
        tuple[Person, ...], label("Thành viên theo thứ tự lễ tân", "People, in order")
    ] = ()
    size: Annotated[int | None, label("Số người", "Size"), Field(ge=1)] = None


class ActivityFields(In):
    kind: Annotated[
        Literal[
            "reception", "visit", "talks", "signing", "delegation_abroad", "ceremony"
        ]
        | None,
        label("Loại hoạt động", "Kind"),
    ] = None
    held: Annotated[DateSpan, label("Thời gian", "Held")]
    at: Annotated[Clock | None, label("Giờ", "Time")] = None
    hosts: Annotated[
        tuple[Person, ...],
        label("Lãnh đạo tỉnh theo thứ tự lễ tân", "Hosts, in order"),
    ] = ()
    foreign_sides: Annotated[
        tuple[Delegation, ...], label("Phía nước ngoài", "Foreign sides")
    ] = ()
    signed: Annotated[
        tuple[Decision, ...], label("Văn kiện đã ký", "Documents signed")
    ] = ()
    press_source: Annotated[Line | None, label("Nguồn tin", "Press source")] = None
    press_url: Annotated[Url | None, label("Địa chỉ tin gốc", "Press address")] = None
    location: Annotated[Location | None, label("Địa điểm", "Location")] = None


class ActivityTexts(Heading):
    body: Annotated[Rich | None, label("Nội dung", "Text")] = None
    place: Annotated[Lines | None, label("Địa điểm", "Place")] = None
    results: Annotated[Lines | None, label("Kết quả", "Results")] = None


def dates_in_order(activity: ActivityFields) -> Iterator[FieldProblem]:
    yield from out_of_order("/fields/held/end", activity.held.start, activity.held.end)


def a_signing_signs_something(activity: ActivityFields) -> Iterator[FieldProblem]:
    if activity.kind == "signing" and not activity.signed:
        detail = Text(
            vi="Lễ ký kết phải ghi ít nhất một văn kiện đã ký.",
            en="A signing must list at least one document that was signed.",
        )
        yield FieldProblem("/fields/signed", detail, "nothing-signed")


TYPE = ContentType(
    code="activity",
    title=Text(vi="Hoạt động đối ngoại của lãnh đạo", en="External activity"),
    fields=ActivityFields,
    texts=ActivityTexts,
    rules=(dates_in_order, a_signing_signs_something),
    fresh_months=120,
    needed=("fields/kind", "fields/hosts", "texts/summary"),
    card=("kind", "held", "foreign_sides"),
    filters={
        "kind": "kind",
        "held": "held.start",
        "countries": "foreign_sides.country",
    },
    schema_org="Event",
)
