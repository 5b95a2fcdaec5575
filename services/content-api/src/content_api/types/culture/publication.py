"""Ấn phẩm: a book, a disc, a stamp, a brochure; printed or pictured."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from content_api.types.definition import ContentType
from content_api.types.values.dates import Year
from content_api.types.values.figures import Figure
from content_api.types.values.headings import Heading
from content_api.types.values.records import Decision, LanguageCode, Organisation, Url
from content_api.types.values.texts import Line, Lines, Rich
from content_api.types.values.wording import label, refusal
from phohien.errors import FieldProblem, Text
from phohien.schemas import In


def _isbn(value: str) -> str:
    """ISBN-10 or ISBN-13 with a right check digit; kept as printed."""
    digits = value.replace("-", "").replace(" ", "")
    head, last = digits[:-1], digits[-1:]
    if len(digits) == 13 and digits.isdecimal():  # noqa: PLR2004 -- ISBN-13
        total = sum(int(d) * (3 if i % 2 else 1) for i, d in enumerate(digits))
        right = total % 10 == 0
    elif len(digits) == 10 and head.isdecimal() and last in "0123456789X":  # noqa: PLR2004 -- ISBN-10
        total = sum(int(d) * (10 - i) for i, d in enumerate(head))
        right = (total + (10 if last == "X" else int(last))) % 11 == 0
    else:
        right = False
    if not right:
        raise refusal(
            "not-an-isbn",
            vi="Mã ISBN sai: cần 13 chữ số (hoặc 10) và chữ số kiểm tra đúng.",
            en="Not an ISBN: 13 digits (or 10) with a right check digit are needed.",
        )
    return value


class MapCheck(In):
    """A named person looked whether the map shows Hoàng Sa and Trường Sa."""

    checked_by: Annotated[Line, label("Người kiểm tra", "Checked by")]
    checked_on: Annotated[date, label("Ngày kiểm tra", "Checked on")]


class PublicationFields(In):
    kind: Annotated[
        Literal[
            "book",
            "painting",
            "photo",
            "disc",
            "stamp",
            "envelope",
            "leaflet",
            "brochure",
            "video",
            "map",
            "other",
        ]
        | None,
        label("Loại ấn phẩm", "Kind"),
    ] = None
    languages: Annotated[
        tuple[LanguageCode, ...], label("Ngôn ngữ của ấn phẩm", "Languages")
    ] = ()
    licence: Annotated[
        Decision | None, label("Giấy phép xuất bản", "Publishing licence")
    ] = None
    publisher: Annotated[
        Organisation | None, label("Nhà xuất bản, đơn vị phát hành", "Publisher")
    ] = None
    year: Annotated[Year | None, label("Năm", "Year")] = None
    print_run: Annotated[
        Figure[Literal["copy"]] | None, label("Số lượng", "Print run")
    ] = None
    pages: Annotated[int | None, label("Số trang", "Pages"), Field(ge=1)] = None
    size: Annotated[Line | None, label("Khổ", "Size")] = None
    duration_seconds: Annotated[
        int | None, label("Thời lượng (giây)", "Duration (seconds)"), Field(ge=1)
    ] = None
    isbn: Annotated[
        Annotated[str, AfterValidator(_isbn)] | None, label("ISBN", "ISBN")
    ] = None
    rights: Annotated[Line | None, label("Quyền tác giả", "Rights")] = None
    contains_map: Annotated[bool, label("Có bản đồ", "Contains a map")] = False
    map_check: Annotated[
        MapCheck | None, label("Kiểm tra bản đồ", "Check of the map")
    ] = None
    url: Annotated[Url | None, label("Bản điện tử", "Online edition")] = None


class PublicationTexts(Heading):
    description: Annotated[Rich | None, label("Giới thiệu", "Description")] = None
    contents: Annotated[Rich | None, label("Mục lục", "Contents")] = None
    authors: Annotated[Lines | None, label("Tác giả", "Authors")] = None


def maps_are_checked(publication: PublicationFields) -> Iterator[FieldProblem]:
    shown = publication.contains_map or publication.kind == "map"
    if shown and publication.map_check is None:
        detail = Text(
            vi="Ấn phẩm có bản đồ phải ghi người và ngày đã kiểm tra bản đồ thể hiện"
            " đúng Hoàng Sa, Trường Sa.",
            en="A publication with a map must name who checked, and when, that the map"
            " shows Hoàng Sa and Trường Sa.",
        )
        yield FieldProblem("/fields/map_check", detail, "map-not-checked")


TYPE = ContentType(
    code="publication",
    title=Text(vi="Ấn phẩm", en="Publication"),
    fields=PublicationFields,
    texts=PublicationTexts,
    rules=(maps_are_checked,),
    fresh_months=36,
    needed=("fields/kind", "texts/summary"),
    card=("kind", "languages", "year"),
    filters={
        "kind": "kind",
        "languages": "languages",
        "year": "year",
        "contains_map": "contains_map",
    },
    schema_org="DigitalDocument",
)
