from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from content_api.items.schemas import KeptLanguage
from phohien.schemas import Day, In, Out

Code = Annotated[str, StringConstraints(min_length=1, max_length=64)]


class Grouping(StrEnum):
    TYPE = "type"
    AGENCY = "agency"
    TARGET = "target"


class ReportQuery(In):
    by: Grouping = Field(
        default=Grouping.TYPE,
        description="`target`: what each target's entitlements allow today.",
    )
    agency: Code | None = Field(
        default=None, description="One agency; officers see their own alone."
    )
    type: Code | None = None
    lang: KeptLanguage | None = None


class CompletenessLine(Out):
    """One language of one group."""

    group: str
    lang: str
    of: int = Field(description="Items of the group.")
    items: int = Field(description="Of these, how many have this language.")
    wanted: int = Field(description="Fields these should have.")
    filled: int = Field(description="Fields these have.")
    stale: int = Field(description="Fields whose Vietnamese changed afterwards.")
    hard_stale: int = Field(description="Items whose figures differ in this language.")
    score: int = Field(
        description="0 to 100: the mean over all items of the group of the share of"
        " fields that are there and not stale; no language is 0."
    )


class CompletenessList(Out):
    data: list[CompletenessLine]
    next_cursor: str | None


class LanguageCompleteness(Out):
    wanted: int
    filled: int
    missing: list[str] = Field(description="Fields that are not there.")
    stale: list[str]
    hard_stale: list[str]
    score: int


class ItemCompleteness(Out):
    key: str
    type: str
    score: int = Field(description="The mean of its languages and those it must have.")
    required_languages: list[str]
    missing_languages: list[str]
    languages: dict[str, LanguageCompleteness]
    targets: list[str] = Field(description="Where it may go today.")


class FactsQuery(In):
    agency: Code | None = Field(
        default=None, description="One agency; officers see their own alone."
    )
    type: Code | None = None
    on: Day | None = Field(default=None, description="As of this day; else today.")
    limit: int = Field(default=50, ge=1, le=200)
    cursor: Annotated[str, StringConstraints(max_length=400)] | None = None


class StaleFact(Out):
    key: str
    type: str
    agency_code: str
    title: str
    pointer: str
    stale_after: date
    languages: dict[str, str] = Field(description="Where each language stands.")
    targets: list[str] = Field(description="Targets that are offered the item now.")


class StaleFactList(Out):
    data: list[StaleFact]
    next_cursor: str | None


class AgencyCount(Out):
    agency_code: str
    items: int
    facts: int


class AgencyCountList(Out):
    data: list[AgencyCount]
    next_cursor: str | None
