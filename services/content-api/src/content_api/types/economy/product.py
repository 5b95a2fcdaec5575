"""Sản phẩm đặc trưng: a specialty of the province."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from content_api.types.definition import ContentType
from content_api.types.values.dates import months_after, out_of_order
from content_api.types.values.figures import Area, Figure, Money
from content_api.types.values.headings import Heading
from content_api.types.values.places import Location
from content_api.types.values.records import (
    Award,
    Certificate,
    Contact,
    Country,
    Decision,
    Organisation,
    Url,
)
from content_api.types.values.texts import Line, Lines, Rich
from content_api.types.values.wording import label
from phohien.errors import FieldProblem, Text
from phohien.schemas import In

OCOP_MONTHS = 36
KINDS = {
    "geographical_indication": Text(vi="chỉ dẫn địa lý", en="geographical indication"),
    "certification_mark": Text(vi="nhãn hiệu chứng nhận", en="certification mark"),
    "collective_mark": Text(vi="nhãn hiệu tập thể", en="collective mark"),
    "trademark": Text(vi="nhãn hiệu thông thường", en="trademark"),
}
HsCode = Annotated[str, StringConstraints(pattern=r"^\d{4}(\.?\d{2}){0,3}$")]
Month = Annotated[int, Field(ge=1, le=12)]


class Protection(In):
    """One title of protection. An indication, a mark and OCOP are different things."""

    kind: Annotated[
        Literal[
            "geographical_indication",
            "certification_mark",
            "collective_mark",
            "trademark",
        ],
        label("Loại bảo hộ", "Kind of protection"),
    ]
    number: Annotated[Line, label("Số đăng bạ hoặc số văn bằng", "Number")]
    decision: Annotated[Decision | None, label("Quyết định cấp", "Decision")] = None
    granted_on: Annotated[date | None, label("Ngày cấp", "Granted on")] = None
    valid_until: Annotated[date | None, label("Có hiệu lực đến", "Valid until")] = None
    holder: Annotated[
        Organisation | None, label("Chủ văn bằng hoặc tổ chức quản lý", "Holder")
    ] = None
    area_written: Annotated[
        Lines | None, label("Khu vực bảo hộ như đã ghi", "Area as written")
    ] = None
    control_body: Annotated[
        Organisation | None, label("Tổ chức kiểm soát", "Control body")
    ] = None


class Ocop(In):
    """A grade of the One Commune One Product programme, valid for 36 months."""

    stars: Annotated[int, label("Số sao", "Stars"), Field(ge=1, le=5)]
    decision: Annotated[Decision, label("Quyết định công nhận", "Decision")]
    valid_until: Annotated[date | None, label("Có giá trị đến", "Valid until")] = None


class ProductFields(In):
    kind: Annotated[
        Literal[
            "fruit",
            "food",
            "drink",
            "herb",
            "flower",
            "livestock",
            "handicraft",
            "industrial",
            "other",
        ]
        | None,
        label("Nhóm sản phẩm", "Kind"),
    ] = None
    protections: Annotated[
        tuple[Protection, ...], label("Bảo hộ sở hữu trí tuệ", "Protection")
    ] = ()
    ocop: Annotated[Ocop | None, label("Hạng OCOP", "OCOP grade")] = None
    season: Annotated[tuple[Month, ...], label("Các tháng có hàng", "Months")] = ()
    growing_area: Annotated[Area | None, label("Diện tích trồng", "Growing area")] = (
        None
    )
    output: Annotated[
        Figure[Literal["tonne_per_year", "tonne"]] | None, label("Sản lượng", "Output")
    ] = None
    turnover: Annotated[Money | None, label("Giá trị", "Value a year")] = None
    producers: Annotated[
        Figure[Literal["household", "person"]] | None,
        label("Số hộ, số người sản xuất", "Number of producers"),
    ] = None
    makers: Annotated[
        tuple[Organisation, ...], label("Cơ sở sản xuất", "Producers")
    ] = ()
    hs_codes: Annotated[tuple[HsCode, ...], label("Mã HS", "HS codes")] = ()
    certificates: Annotated[
        tuple[Certificate, ...], label("Chứng nhận", "Certificates")
    ] = ()
    awards: Annotated[tuple[Award, ...], label("Giải thưởng", "Awards")] = ()
    export_markets: Annotated[
        tuple[Country, ...], label("Thị trường xuất khẩu", "Export markets")
    ] = ()
    traceability_url: Annotated[
        Url | None, label("Trang truy xuất nguồn gốc", "Traceability page")
    ] = None
    location: Annotated[Location | None, label("Vùng sản xuất", "Place")] = None
    contact: Annotated[Contact | None, label("Liên hệ", "Contact")] = None


class ProductTexts(Heading):
    description: Annotated[Rich | None, label("Giới thiệu", "Description")] = None
    specification: Annotated[
        Lines | None, label("Quy cách, chất lượng", "Specification")
    ] = None
    story: Annotated[Rich | None, label("Câu chuyện sản phẩm", "Story")] = None
    usage: Annotated[Lines | None, label("Cách dùng", "Use")] = None
    producers: Annotated[Lines | None, label("Nơi sản xuất", "Producers")] = None


def titles_are_kept_apart(product: ProductFields) -> Iterator[FieldProblem]:
    """One number is one title: it cannot be an indication and a mark at once."""
    seen: dict[str, str] = {}
    for index, title in enumerate(product.protections):
        earlier = seen.setdefault(title.number.casefold(), title.kind)
        if earlier != title.kind:
            first, second = KINDS[earlier], KINDS[title.kind]
            detail = Text(
                vi=f"Số {title.number} đã ghi là {first.vi}, không thể đồng thời là"
                f" {second.vi}; chỉ giữ một loại.",
                en=f"Number {title.number} is already a {first.en} and cannot be a"
                f" {second.en} too; keep one.",
            )
            pointer = f"/fields/protections/{index}/kind"
            yield FieldProblem(pointer, detail, "protection-kinds-mixed")
    if product.ocop and (number := product.ocop.decision.number).casefold() in seen:
        detail = Text(
            vi=f"Quyết định {number} đã ghi ở mục bảo hộ; hạng OCOP không phải là"
            " chỉ dẫn địa lý hay nhãn hiệu.",
            en=f"Decision {number} is already listed as protection; an OCOP grade is"
            " neither an indication nor a mark.",
        )
        yield FieldProblem(
            "/fields/ocop/decision/number", detail, "protection-kinds-mixed"
        )


def ocop_lasts_36_months(product: ProductFields) -> Iterator[FieldProblem]:
    ocop = product.ocop
    if ocop is None or ocop.valid_until is None or ocop.decision.issued_on is None:
        return
    issued_on = ocop.decision.issued_on
    yield from out_of_order("/fields/ocop/valid_until", issued_on, ocop.valid_until)
    latest = months_after(issued_on, OCOP_MONTHS)
    if ocop.valid_until > latest:
        detail = Text(
            vi=f"Hạng OCOP có giá trị 36 tháng kể từ ngày {issued_on:%d/%m/%Y}, muộn"
            f" nhất đến {latest:%d/%m/%Y}.",
            en=f"An OCOP grade lasts 36 months from {issued_on.isoformat()}, at the"
            f" latest until {latest.isoformat()}.",
        )
        yield FieldProblem("/fields/ocop/valid_until", detail, "ocop-over-36-months")


def dates_in_order(product: ProductFields) -> Iterator[FieldProblem]:
    for index, title in enumerate(product.protections):
        pointer = f"/fields/protections/{index}/valid_until"
        yield from out_of_order(pointer, title.granted_on, title.valid_until)
    for index, paper in enumerate(product.certificates):
        pointer = f"/fields/certificates/{index}/valid_until"
        yield from out_of_order(pointer, paper.issued_on, paper.valid_until)


TYPE = ContentType(
    code="product",
    title=Text(vi="Sản phẩm đặc trưng", en="Specialty product"),
    fields=ProductFields,
    texts=ProductTexts,
    rules=(titles_are_kept_apart, ocop_lasts_36_months, dates_in_order),
    fresh_months=12,
    needed=("fields/kind", "texts/summary"),
    card=("kind", "protections", "ocop", "season"),
    filters={
        "kind": "kind",
        "protection": "protections.kind",
        "stars": "ocop.stars",
        "season": "season",
        "hs_codes": "hs_codes",
        "export_markets": "export_markets",
        "growing_area": "growing_area",
    },
    schema_org="Product",
)
