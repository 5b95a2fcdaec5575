from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from phohien.languages import resolve
from phohien.schemas import In, Moment, Out

Code = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_.-]{0,63}$")]
Language = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9-]{2,35}$")]


def _kept(tag: str) -> str:
    resolved = resolve(tag)
    if resolved is None:
        raise PydanticCustomError(
            "language_unknown", "There is no such language; send vi, en, zh-Hans, ja"
        )
    return resolved


# The tag as it is kept: `zh-CN` is `zh-Hans`.
KeptLanguage = Annotated[Language, AfterValidator(_kept)]
UnitCode = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,32}$")]
ItemKey = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,100}$")]


class RelationDraft(In):
    kind: Code
    key: ItemKey


class MediumDraft(In):
    asset_id: UUID
    role: Code
    languages: Annotated[list[Language], Field(max_length=50)] | None = None


class ItemDraft(In):
    """An item as its agency describes it: the whole of it, every time."""

    type: Code
    agency_code: str | None = Field(default=None, max_length=64)
    fi_category: Code
    topics: list[Code] = Field(default=[], max_length=20)
    unit_codes: list[UnitCode] = Field(default=[], max_length=110)
    fields: dict[str, Any] = Field(default={})
    languages: Annotated[
        dict[Language, dict[str, Any]], Field(min_length=1, max_length=50)
    ]
    reviewed: dict[Language, list[str]] = Field(
        default={},
        description="Translated fields checked against the present Vietnamese text.",
    )
    relations: list[RelationDraft] = Field(default=[], max_length=100)
    media: list[MediumDraft] = Field(default=[], max_length=200)
    visible_from: Moment | None = None
    expires_at: Moment | None = None


class TextsDraft(In):
    texts: dict[str, Any]
    reviewed: list[str] = Field(
        default=[],
        description="Fields checked against the present Vietnamese text, unchanged.",
    )


class RestoreOrder(In):
    revision: int = Field(ge=1, le=2_000_000_000)


class DifferenceOut(Out):
    """A figure that does not agree; null: it is on the other side only."""

    kind: str
    source: str | None = Field(description="What the Vietnamese text says.")
    found: str | None = Field(description="What the translation says.")


class FindingOut(Out):
    """A term that is not written as the glossary says; `found` is what is forbidden."""

    code: str
    field: str
    source_vi: str
    expected: str
    found: str


class CitingOut(Out):
    """An item, the place in it that names a document, and where the item is."""

    key: str
    type: str
    agency_code: str
    title: str
    pointer: str
    kind: str = Field(
        description="The kind of relation, the field, or `text` for a sentence."
    )
    languages: dict[str, str] = Field(description="Where each language stands.")
    targets: list[str] = Field(description="Targets that are offered the item now.")


class LanguageState(Out):
    """Where one language stands; `released_hash` is what the public reads now."""

    status: str
    revision: int
    closure_hash: str
    stale: list[str] = Field(
        description="Fields whose Vietnamese changed after they were made."
    )
    hard_stale: list[str] = Field(
        description="Fields whose figures differ: not released unless accepted."
    )
    differences: dict[str, list[DifferenceOut]] = Field(
        description="Figures, dates, units that differ from the Vietnamese, by field."
    )
    findings: list[FindingOut] = Field(description="What the glossary says.")
    note: str
    submitted_at: datetime | None
    cleared_at: datetime | None
    released_hash: str | None
    released_at: datetime | None
    updated_at: datetime


class ItemOut(Out):
    id: UUID
    key: str
    type: str
    agency_code: str
    slug: str
    revision: int
    hash: str
    fi_category: str
    topics: list[str]
    unit_codes: list[str]
    fields: dict[str, Any]
    texts: dict[str, dict[str, Any]]
    relations: list[dict[str, Any]]
    media: list[dict[str, Any]]
    visible_from: str | None
    expires_at: str | None
    languages: dict[str, LanguageState]
    stale_after: dict[str, date] = Field(
        description="By pointer of a fact: the last day on which it counts as fresh."
    )
    cited_by: list[CitingOut] = Field(
        description="What names a legal document that is repealed; else nothing."
    )
    created_at: datetime
    updated_at: datetime


class ItemLine(Out):
    id: UUID
    key: str
    type: str
    agency_code: str
    title: str
    revision: int
    hash: str
    updated_at: datetime
    languages: Mapping[str, str]
    stale: dict[str, list[str]] = Field(
        description="By language: fields whose Vietnamese changed."
    )
    hard_stale: dict[str, list[str]] = Field(
        description="By language: fields whose figures differ."
    )


class ItemLineList(Out):
    data: list[ItemLine]
    next_cursor: str | None


class RevisionLine(Out):
    number: int
    sha256: str
    author_name: str
    note: str
    at: datetime


class RevisionList(Out):
    data: list[RevisionLine]
    next_cursor: str | None


class RevisionOut(RevisionLine):
    body: dict[str, Any]


class Difference(Out):
    pointer: str
    before: Any
    after: Any


class DiffOut(Out):
    from_revision: int
    to_revision: int
    differences: list[Difference]
