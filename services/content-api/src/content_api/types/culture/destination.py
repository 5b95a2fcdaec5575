"""Điểm đến: a relic, a temple, a landscape, a place worth the journey."""

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from content_api.types.definition import ContentType
from content_api.types.values.dates import Clock, Period, Weekday
from content_api.types.values.figures import Area, Figure
from content_api.types.values.headings import Heading
from content_api.types.values.places import Journey, Location
from content_api.types.values.records import Contact, Decision
from content_api.types.values.texts import Line, Lines, Rich
from content_api.types.values.wording import label
from phohien.errors import FieldProblem, Text
from phohien.schemas import In


class Opening(In):
    """The same hours on some days of the week."""

    days: Annotated[tuple[Weekday, ...], label("Các ngày", "Days"), Field(min_length=1)]
    opens: Annotated[Clock, label("Mở cửa", "Opens")]
    closes: Annotated[Clock, label("Đóng cửa", "Closes")]


class Ticket(In):
    """A price for a kind of visitor."""

    visitor: Annotated[Line | None, label("Đối tượng", "For whom")] = None
    price: Annotated[Figure[Literal["VND", "USD"]], label("Giá vé", "Price")]


class DestinationFields(In):
    aliases: Annotated[tuple[Line, ...], label("Tên gọi khác", "Other names")] = ()
    rank: Annotated[
        Literal["special_national", "national", "provincial", "unranked"] | None,
        label("Xếp hạng", "Rank"),
    ] = None
    decision: Annotated[
        Decision | None, label("Quyết định xếp hạng", "Ranking decision")
    ] = None
    kinds: Annotated[
        tuple[
            Literal[
                "historical",
                "architectural",
                "archaeological",
                "scenic",
                "religious",
                "craft_village",
                "ecological",
                "museum",
                "resort",
            ],
            ...,
        ],
        label("Loại hình", "Kinds"),
    ] = ()
    built: Annotated[Period | None, label("Năm xây dựng", "Built")] = None
    area: Annotated[Area | None, label("Diện tích", "Area")] = None
    component_count: Annotated[
        int | None, label("Số di tích thành phần", "Component sites"), Field(ge=1)
    ] = None
    intangible_heritage: Annotated[
        tuple[Decision, ...],
        label("Di sản văn hóa phi vật thể", "Intangible heritage"),
    ] = ()
    opening: Annotated[tuple[Opening, ...], label("Giờ mở cửa", "Opening hours")] = ()
    free: Annotated[bool | None, label("Không bán vé", "Free of charge")] = None
    tickets: Annotated[tuple[Ticket, ...], label("Vé", "Tickets")] = ()
    accessibility: Annotated[
        tuple[
            Literal["wheelchair", "parking", "toilet", "braille", "sign_language"], ...
        ],
        label("Tiếp cận", "Accessibility"),
    ] = ()
    journeys: Annotated[tuple[Journey, ...], label("Khoảng cách", "Distances")] = ()
    visitors: Annotated[
        Figure[Literal["person"]] | None, label("Lượt khách", "Visitors")
    ] = None
    location: Annotated[Location | None, label("Địa điểm", "Location")] = None
    contact: Annotated[Contact | None, label("Liên hệ", "Contact")] = None


class DestinationTexts(Heading):
    description: Annotated[Rich | None, label("Giới thiệu", "Description")] = None
    history: Annotated[Rich | None, label("Lịch sử", "History")] = None
    period: Annotated[Lines | None, label("Niên đại", "Period")] = None
    honours: Annotated[
        Lines | None, label("Đối tượng thờ phụng", "Deity or person honoured")
    ] = None
    address: Annotated[Lines | None, label("Địa chỉ", "Address")] = None
    getting_there: Annotated[Lines | None, label("Đường đi", "Getting there")] = None
    etiquette: Annotated[Lines | None, label("Quy tắc ứng xử", "Etiquette")] = None
    access: Annotated[Lines | None, label("Tiếp cận", "Access")] = None


def rank_and_decision_agree(place: DestinationFields) -> Iterator[FieldProblem]:
    if place.rank == "unranked" and place.decision is not None:
        detail = Text(
            vi="Di tích chưa xếp hạng thì không có quyết định xếp hạng.",
            en="A place without a rank has no ranking decision.",
        )
        yield FieldProblem("/fields/decision", detail, "rank-contradicted")


def hours_are_in_order(place: DestinationFields) -> Iterator[FieldProblem]:
    for index, hours in enumerate(place.opening):
        if hours.closes <= hours.opens:
            detail = Text(
                vi=f"Giờ đóng cửa {hours.closes} phải sau giờ mở cửa {hours.opens}.",
                en=f"Closing at {hours.closes} must come after opening at"
                f" {hours.opens}.",
            )
            pointer = f"/fields/opening/{index}/closes"
            yield FieldProblem(pointer, detail, "hours-out-of-order")


def free_means_no_ticket(place: DestinationFields) -> Iterator[FieldProblem]:
    if place.free and place.tickets:
        detail = Text(
            vi="Đã ghi không bán vé thì không ghi giá vé.",
            en="A place that is free of charge has no ticket price.",
        )
        yield FieldProblem("/fields/tickets", detail, "ticket-contradicted")


TYPE = ContentType(
    code="destination",
    title=Text(vi="Điểm đến", en="Destination"),
    fields=DestinationFields,
    texts=DestinationTexts,
    rules=(rank_and_decision_agree, hours_are_in_order, free_means_no_ticket),
    fresh_months=24,
    fresh_figures={"tickets": 12},
    needed=("fields/location", "texts/summary"),
    card=("rank", "kinds", "location"),
    filters={
        "rank": "rank",
        "kinds": "kinds",
        "free": "free",
        "accessibility": "accessibility",
        "built": "built",
        "area": "area",
    },
    schema_org="TouristAttraction",
)
