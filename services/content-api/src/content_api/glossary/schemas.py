from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, StringConstraints

from content_api.items.schemas import FindingOut, KeptLanguage, Language
from phohien.schemas import Day, In, Out

Line = Annotated[str, StringConstraints(min_length=1, max_length=300)]


class TermKind(StrEnum):
    UNIT = "unit"
    PLACE = "place"
    ORGANISATION = "organisation"
    TERM = "term"
    PRODUCT = "product"


class TermDraft(In):
    """How one Vietnamese name is written in one language, and how it is not."""

    source_vi: Line
    lang: KeptLanguage
    rendering: Annotated[str, StringConstraints(max_length=300)] = Field(
        default="", description="Empty when only the forbidden ones are settled."
    )
    forbidden: list[Line] = Field(default=[], max_length=50)
    kind: TermKind
    source: Line = Field(
        default="unverified",
        description="Who says so; `unverified` is only a proposal.",
    )
    valid_from: Day | None = None
    valid_to: Day | None = None


class GlossaryTermOut(Out):
    id: UUID
    source_vi: str
    lang: str
    rendering: str
    forbidden: list[str]
    kind: TermKind
    source: str
    verified: bool
    valid_from: Day | None
    valid_to: Day | None
    updated_at: datetime


class GlossaryTermList(Out):
    data: list[GlossaryTermOut]
    next_cursor: str | None


class TermFilter(In):
    lang: KeptLanguage | None = None
    kind: TermKind | None = None
    q: Annotated[str, StringConstraints(min_length=1, max_length=200)] | None = Field(
        default=None, description="A part of the Vietnamese or of the rendering."
    )
    limit: int = Field(default=50, ge=1, le=200)
    cursor: UUID | None = Field(
        default=None, description="`next_cursor` of the page before."
    )


class CheckOrder(In):
    """Texts of an item as a draft has them, the Vietnamese among them."""

    languages: dict[Language, dict[str, Any]] = Field(min_length=1, max_length=50)


class CheckOut(Out):
    """What the glossary says, by language."""

    findings: dict[str, list[FindingOut]]
