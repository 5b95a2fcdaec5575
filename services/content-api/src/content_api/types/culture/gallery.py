"""Bộ ảnh: ordered pictures or films; the order and captions come with the media."""

from collections.abc import Iterator
from typing import Annotated, Literal

from content_api.types.definition import ContentType
from content_api.types.values.dates import DateSpan, out_of_order
from content_api.types.values.headings import Heading
from content_api.types.values.places import Location
from content_api.types.values.records import Person
from content_api.types.values.texts import Lines, Rich
from content_api.types.values.wording import label
from phohien.errors import FieldProblem, Text
from phohien.schemas import In


class GalleryFields(In):
    kind: Annotated[
        Literal["photo", "video", "mixed"] | None, label("Loại", "Kind")
    ] = None
    taken: Annotated[DateSpan | None, label("Thời gian chụp", "Taken")] = None
    authors: Annotated[tuple[Person, ...], label("Tác giả", "Authors")] = ()
    location: Annotated[Location | None, label("Nơi chụp", "Place")] = None


class GalleryTexts(Heading):
    body: Annotated[Rich | None, label("Lời dẫn", "Text")] = None
    place: Annotated[Lines | None, label("Nơi chụp", "Place")] = None


def dates_in_order(gallery: GalleryFields) -> Iterator[FieldProblem]:
    if gallery.taken is not None:
        yield from out_of_order(
            "/fields/taken/end", gallery.taken.start, gallery.taken.end
        )


TYPE = ContentType(
    code="gallery",
    title=Text(vi="Bộ ảnh, phim", en="Gallery"),
    fields=GalleryFields,
    texts=GalleryTexts,
    rules=(dates_in_order,),
    fresh_months=36,
    needed=("texts/summary",),
    card=("kind", "taken"),
    filters={
        "kind": "kind",
        "taken": "taken.start",
    },
    schema_org="ImageGallery",
)
