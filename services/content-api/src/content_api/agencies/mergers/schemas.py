from datetime import date, datetime
from uuid import UUID

from pydantic import Field

from content_api.agencies.schemas import Code
from phohien.schemas import Day, In, Out


class MergerDraft(In):
    """Which agencies become part of which, from which day."""

    predecessors: list[Code] = Field(min_length=1, max_length=20)
    into: Code
    effective_on: Day


class MergerOrder(MergerDraft):
    """The same, with its legal basis and the `digest` of the preview that was read."""

    basis: str = Field(min_length=1, max_length=500)
    digest: str = Field(pattern=r"^[0-9a-f]{64}$")


class MergerPreview(Out):
    """What would move; nothing is written."""

    items: int
    released_languages: int = Field(description="Each gets a line in the change log.")
    scheduled_languages: int
    open_nominations: int
    live_offers: int
    people: int
    api_keys: int
    entitlements_carried: list[str] = Field(description="`type → target`")
    digest: str


class MergerOut(Out):
    id: UUID
    predecessors: list[str]
    into: str
    effective_on: date
    basis: str
    made_by_name: str
    made_at: datetime
    started_at: datetime | None
    done_at: datetime | None
    moved: int


class MergerList(Out):
    data: list[MergerOut]
    next_cursor: str | None
