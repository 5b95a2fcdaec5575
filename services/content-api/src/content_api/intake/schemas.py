from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, StringConstraints

from content_api.items.schemas import Code, KeptLanguage, Language
from phohien.schemas import In, Out

Name = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Address = Annotated[
    str, StringConstraints(pattern=r"^https?://[!-~]+$", max_length=2000)
]
Minutes = Annotated[int, Field(ge=5, le=10_080)]


class NewsState(StrEnum):
    NEW = "new"
    TAKEN = "taken"
    DISMISSED = "dismissed"


class FeedChange(In):
    name: Name
    lang: KeptLanguage = "vi"
    fi_category: Code = "world_into_vietnam"
    enabled: bool = True
    every_minutes: Minutes = 60


class FeedDraft(FeedChange):
    """An Atom or RSS feed of a host that the operator has allowed."""

    url: Address


class FeedOut(Out):
    id: UUID
    url: str
    name: str
    lang: str
    fi_category: str
    enabled: bool
    every_minutes: int
    next_at: datetime
    pulled_at: datetime | None
    outcome: str
    failures: int


class FeedList(Out):
    data: list[FeedOut]
    next_cursor: str | None


class PullOut(Out):
    """What one pull brought: `known` were here already, `refused` had a marking."""

    outcome: str
    new: int
    known: int
    refused: int


class SourceOut(Out):
    feed_id: UUID
    name: str
    at: datetime


class NewsOut(Out):
    """Seen by the staff alone, with where it came from."""

    id: UUID
    url: str
    lang: str
    title: str
    summary: str
    published_at: datetime | None
    fetched_at: datetime
    state: str
    item_key: str | None
    decided_by_name: str | None
    decided_at: datetime | None
    sources: list[SourceOut]


class NewsList(Out):
    data: list[NewsOut]
    next_cursor: str | None


class TakeOrder(In):
    """The texts of the draft; without them it has the headline and the summary."""

    fi_category: Code | None = None
    topics: list[Code] = Field(default=[], max_length=20)
    languages: (
        Annotated[dict[Language, dict[str, Any]], Field(min_length=1, max_length=50)]
        | None
    ) = None


class TakenOut(Out):
    """The draft that was made; it goes through the gate like any other."""

    item_key: str
    news: NewsOut
