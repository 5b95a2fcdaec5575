"""Alerts over the wire. None of them holds a word of what was refused."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field

from phohien.schemas import In, Out

AgencyCode = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9.-]{1,39}$")]


class Kind(StrEnum):
    """What is overdue.

    `release-untold`, `expiry-untold`: the clock showed or hid it, the log does not say
    so: the worker's tick is not running. `release-missed`: cleared, and its time has
    come, but nobody released it. `clearance-due`: submitted, and its time comes within
    a day. `offer-expiring`: expires within a week although a target was offered it.
    `nomination-void`: waits for approval of what is no longer public. `facts-stale`:
    released, with facts past the day they had to be looked at. `merger-late`: the day
    of a merger has come and its items have not moved: the worker is not running; `key`
    is the agency that takes them.
    """

    RELEASE_UNTOLD = "release-untold"
    EXPIRY_UNTOLD = "expiry-untold"
    RELEASE_MISSED = "release-missed"
    CLEARANCE_DUE = "clearance-due"
    OFFER_EXPIRING = "offer-expiring"
    NOMINATION_VOID = "nomination-void"
    FACTS_STALE = "facts-stale"
    MERGER_LATE = "merger-late"


class OverdueFilter(In):
    """Which of them; every condition given must hold."""

    kind: Kind | None = None
    agency: AgencyCode | None = None
    cursor: str | None = Field(None, max_length=300)
    limit: int = Field(50, ge=1, le=200)


class OverdueOut(Out):
    """One thing that waits for somebody."""

    kind: Kind
    key: str
    lang: str = Field(description="Empty when all languages are meant.")
    agency_code: str
    since: datetime = Field(description="When it was due, or will be.")


class OverdueList(Out):
    data: list[OverdueOut]
    next_cursor: str | None


class MarkingFilter(In):
    """Which refusals; those that nobody has dealt with unless `handled` is true."""

    handled: bool = False
    agency: AgencyCode | None = None
    cursor: int | None = Field(None, ge=1, le=2**62)
    limit: int = Field(50, ge=1, le=200)


class MarkingOut(Out):
    """That something was refused: who, where, when and which kinds; never the words."""

    id: int
    at: datetime
    service: str
    actor: str
    agency_code: str
    subject: str
    kinds: list[str]
    handled_at: datetime | None
    handled_by: str | None
    note: str | None


class MarkingList(Out):
    data: list[MarkingOut]
    next_cursor: int | None


class HandledOrder(In):
    note: str = Field(default="", max_length=2000)


class AlertOut(Out):
    """How many of one kind there are, and where they are listed."""

    kind: str
    count: int
    href: str


class AlertList(Out):
    data: list[AlertOut]
    next_cursor: str | None


def kinds_of(detail: dict[str, Any]) -> list[str]:
    """The two services write them as a list, and by how often."""
    kinds = detail.get("kinds") or []
    return sorted({str(kind).removeprefix("marking-") for kind in kinds})
