from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator
from pydantic_core import PydanticCustomError

from content_api.items.schemas import Code
from content_api.reports.facts import sections
from content_api.reports.facts.periods import Basis
from phohien.schemas import Day, In, Out

Passage = Annotated[str, StringConstraints(max_length=20_000)]
Hash = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Count = Annotated[int, Field(ge=0, le=1_000_000_000)]
Filter = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.-]{1,64}$")]
MORE_YEARS = 100


class Format(StrEnum):
    DOCX = "docx"
    XLSX = "xlsx"
    JSON = "json"


class ListName(StrEnum):
    """What a number of the report is made of."""

    CHANGES = "changes"
    TOPICS = "topics"
    LEGAL_DOCUMENTS = "legal_documents"
    PUBLICATIONS = "publications"
    OTHER_PUBLICATIONS = "other_publications"
    EVENTS = "events"
    PROJECTS = "projects"
    ACTIVITIES = "activities"
    MEDIA = "media"
    NOMINATIONS = "nominations"
    OFFERS = "offers"
    GATE = "gate"
    PEOPLE = "people"
    DIRECTIVES = "directives"
    TRAININGS = "trainings"
    BUDGETS = "budgets"
    PRESS_DELEGATIONS = "press_delegations"
    PRESS = "press"


class ReportDraft(In):
    """A year cut in one of three ways, or days of your own choice."""

    basis: Basis = Basis.CUT_OFF
    year: int | None = Field(default=None, ge=2000, le=2000 + MORE_YEARS)
    period_from: Day | None = None
    period_to: Day | None = None
    title: str | None = Field(default=None, min_length=1, max_length=300)
    period_note: str = Field(
        default="",
        max_length=1000,
        description="Why days before this period are in no report, when that is so.",
    )


class Reason(In):
    """Why a target refused, in its own words, and how many objects."""

    reason: str = Field(min_length=1, max_length=400)
    objects: Count


class SyncFigure(In):
    """Figures of one target, by hand: what the ledger of the sync does not say."""

    target: Code
    sent: Count
    accepted: Count
    rejected: Count = 0
    withdrawn: Count = 0
    waiting: Count = 0
    first_pass: Count | None = None
    reasons: list[Reason] = Field(default=[], max_length=50)
    note: str = Field(default="", max_length=1000)


class _Texts(In):
    texts: dict[str, Passage] = Field(max_length=len(sections.ALL))

    @field_validator("texts")
    @classmethod
    def _known(cls, texts: dict[str, str]) -> dict[str, str]:
        unknown = sorted(texts.keys() - sections.CODES)
        if unknown:
            raise PydanticCustomError(
                "section_unknown",
                "Not a section: {unknown}. The sections are: {known}",
                {
                    "unknown": ", ".join(unknown)[:200],
                    "known": ", ".join(section.code for section in sections.ALL),
                },
            )
        return {code: text for code, text in texts.items() if text}


class PartDraft(_Texts):
    """What the agency writes under each heading."""


class RollUpDraft(_Texts):
    """What the province writes under each heading, and figures entered by hand."""

    sync_figures: list[SyncFigure] = Field(default=[], max_length=50)


class SignOrder(In):
    """`if_hash` is the `hash` of the part as the leader read it."""

    if_hash: Hash


class FreezeOrder(In):
    """`if_hash` is the `hash` of the report as it was read."""

    if_hash: Hash
    unsigned_note: str = Field(
        default="",
        max_length=1000,
        description="Why the report goes without the parts that are not signed.",
    )


class SectionOut(Out):
    code: str
    number: int
    title: str


class PartLine(Out):
    agency_code: str
    agency_name: str
    state: str
    revision: int
    updated_by_name: str | None
    updated_at: datetime
    signed_by_name: str | None
    signed_at: datetime | None
    sha256: str | None


class ReportLine(Out):
    id: UUID
    title: str
    period_from: date
    period_to: date
    basis: str
    state: str
    created_by_name: str
    created_at: datetime
    frozen_by_name: str | None
    frozen_at: datetime | None
    sha256: str | None


class ReportList(Out):
    data: list[ReportLine]
    next_cursor: str | None


class ReportOut(ReportLine):
    """`hash` is what a freeze binds to; `figures` are frozen, or those of now."""

    period_note: str
    revision: int
    texts: dict[str, str]
    sync_figures: list[dict[str, Any]]
    parts: list[PartLine]
    sections: list[SectionOut]
    hash: str
    figures: dict[str, Any]


class PartOut(PartLine):
    """`hash` is what a signature binds to."""

    texts: dict[str, str]
    hash: str
    figures: dict[str, Any]


class FactFilter(BaseModel):
    """Which rows of a list; a row is shown when every one of these is its own."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    agency: Filter | None = None
    type: Filter | None = None
    lang: Filter | None = None
    kind: Filter | None = None
    topic: Filter | None = None
    month: Filter | None = None
    target: Filter | None = None
    state: Filter | None = None
    duty: Filter | None = None
    action: Filter | None = None
    cursor: Annotated[str, StringConstraints(pattern=r"^[0-9]{1,9}$")] | None = None
    limit: int = Field(default=100, ge=1, le=1000)


class FactList(Out):
    """The rows behind a number."""

    total: int
    data: list[dict[str, Any]]
    next_cursor: str | None


class TemplateOut(Out):
    filename: str
    sha256: str
    bytes: int
    is_default: bool
    created_by_name: str | None
    created_at: datetime | None
