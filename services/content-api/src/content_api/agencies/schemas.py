"""Agencies over the wire."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from phohien.schemas import Day, In, Out

Code = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9.-]{1,39}$")]


class NoQuery(In):
    """An address without parameters."""


class AgencyFilter(In):
    """Which agencies to list; every condition given must hold."""

    on: Day | None = Field(None, description="Only agencies in being on this day.")
    limit: int = Field(200, ge=1, le=500)
    cursor: Code | None = Field(
        None, description="`next_cursor` of the page before, with the same query."
    )


class AgencyNameOut(Out):
    """The name in the two languages every page speaks."""

    vi: str
    en: str


class AgencyOut(Out):
    """One agency. A day that is not known is null."""

    code: str
    id: UUID
    name: AgencyNameOut
    valid_from: date | None
    valid_to: date | None = Field(description="The first day it was no more.")
    successor_code: str | None = Field(description="Who has its duties now.")
    predecessor_codes: list[str] = Field(description="Whose duties it took over.")


class AgencyListOut(Out):
    """A page of agencies by code."""

    data: list[AgencyOut]
    next_cursor: str | None
