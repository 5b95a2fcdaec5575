"""Tin, bài: news and features. The headline is the title."""

from datetime import date
from typing import Annotated, Literal

from content_api.types.definition import ContentType
from content_api.types.values.headings import Heading
from content_api.types.values.places import Location
from content_api.types.values.records import Source
from content_api.types.values.texts import Line, Lines, Rich
from content_api.types.values.wording import label
from phohien.errors import Text
from phohien.schemas import In


class ArticleFields(In):
    genre: Annotated[
        Literal["news", "feature", "interview", "statement", "clarification"],
        label("Thể loại", "Genre"),
    ] = "news"
    byline: Annotated[Line | None, label("Tác giả, bút danh", "Byline")] = None
    source: Annotated[Source | None, label("Nguồn", "Source")] = None
    happened_on: Annotated[date | None, label("Ngày diễn ra", "Happened on")] = None
    first_published_on: Annotated[
        date | None, label("Ngày đăng lần đầu", "First published on")
    ] = None
    location: Annotated[Location | None, label("Địa điểm", "Location")] = None


class ArticleTexts(Heading):
    lead: Annotated[Lines | None, label("Sa pô", "Lead")] = None
    body: Annotated[Rich | None, label("Nội dung", "Body")] = None
    place: Annotated[Lines | None, label("Nơi diễn ra", "Place")] = None


TYPE = ContentType(
    code="article",
    title=Text(vi="Tin, bài", en="Article"),
    fields=ArticleFields,
    texts=ArticleTexts,
    fresh_months=120,
    needed=("texts/body",),
    card=("genre", "happened_on", "source"),
    filters={
        "genre": "genre",
        "happened_on": "happened_on",
        "first_published_on": "first_published_on",
    },
    schema_org="NewsArticle",
)
