"""What the registry and the lists of codes look like over the wire."""

from datetime import date
from typing import Any

from pydantic import Field

from content_api.types.filters.derived import FilterKind
from phohien.schemas import In, Out


class NoQuery(In):
    """An address without parameters."""


class NameOut(Out):
    """One name in the two languages every page speaks."""

    vi: str
    en: str


class TypeOut(Out):
    """A content type, without its schema."""

    code: str
    title: NameOut
    required_languages: list[str] = Field(
        description="Languages an item must have before it is released."
    )
    needed: list[str] = Field(description="What a release must have, as pointers.")
    fresh_months: int = Field(description="Months after which facts count as stale.")
    fresh_figures: dict[str, int] = Field(
        description="The same for single fields that age faster."
    )
    card: list[str] = Field(description="Neutral fields a list shows.")
    schema_org: str = Field(description="The schema.org class of an item.")


class FilterOut(Out):
    """A parameter of `/v1/items` with one `type`; numbers and days as from and to."""

    name: str
    parameters: list[str]
    kind: FilterKind
    title: NameOut
    values: list[str] = Field(description="What may be asked for; empty: any word.")
    unit: str | None = Field(description="What numbers are given in.")
    sortable: bool = Field(description="Whether it may be a `sort`.")


class TypeDetailOut(TypeOut):
    """A content type, and the JSON Schema of `{fields, texts}`."""

    filters: list[FilterOut] = Field(description="What its items are filtered by.")
    json_schema: dict[str, Any]


class TypeListOut(Out):
    """Every content type there is."""

    data: list[TypeOut]
    next_cursor: str | None


class LunarDayQuery(In):
    """A lunar day, and the lunar years to find it in."""

    month: int = Field(ge=1, le=12)
    day: int = Field(ge=1, le=30)
    leap: bool = Field(default=False, description="The leap month of that number.")
    start_year: int = Field(ge=1801, le=2199, description="First lunar year.")
    years: int = Field(1, ge=1, le=30, description="How many years.")


class SolarDayOut(Out):
    """The solar day of a lunar one."""

    lunar_year: int
    solar_day: date | None = Field(
        description="Null when that year has no such month or day."
    )


class SolarDayListOut(Out):
    """One line a lunar year."""

    data: list[SolarDayOut]
    next_cursor: str | None


class TermOut(Out):
    """One code of a closed list."""

    code: str
    name: NameOut
    source: str | None = Field(description="The text that sets this code, if any.")


class TermListOut(Out):
    """A closed list, whole."""

    data: list[TermOut]
    next_cursor: str | None
