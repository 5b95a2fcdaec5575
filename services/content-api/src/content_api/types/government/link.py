"""Liên kết, biểu ngữ: set once here, shown by every portal."""

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from content_api.types.definition import ContentType
from content_api.types.values.dates import Validity, out_of_order
from content_api.types.values.headings import Heading
from content_api.types.values.records import Url
from content_api.types.values.texts import Line
from content_api.types.values.wording import label
from phohien.errors import FieldProblem, Text
from phohien.schemas import In


class LinkFields(In):
    url: Annotated[Url, label("Địa chỉ liên kết", "Target address")]
    placement: Annotated[
        Literal["banner_top", "banner_side", "footer", "menu", "partners"],
        label("Vị trí", "Placement"),
    ] = "partners"
    position: Annotated[int | None, label("Thứ tự", "Order"), Field(ge=1, le=999)] = (
        None
    )
    new_window: Annotated[bool, label("Mở cửa sổ mới", "Opens a new window")] = True
    validity: Annotated[Validity | None, label("Thời gian hiển thị", "Shown")] = None


class LinkTexts(Heading):
    caption: Annotated[Line | None, label("Chữ trên liên kết", "Caption")] = None


def dates_in_order(link: LinkFields) -> Iterator[FieldProblem]:
    if link.validity is not None:
        yield from out_of_order(
            "/fields/validity/end", link.validity.start, link.validity.end
        )


TYPE = ContentType(
    code="link",
    title=Text(vi="Liên kết, biểu ngữ", en="Link"),
    fields=LinkFields,
    texts=LinkTexts,
    rules=(dates_in_order,),
    fresh_months=12,
    card=("url", "placement", "position"),
    filters={
        "placement": "placement",
        "position": "position",
    },
    schema_org="WebPage",
)
