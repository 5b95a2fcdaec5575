"""Administrative units over the wire."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from phohien.schemas import Day, In, Out


class Level(StrEnum):
    """What kind of unit."""

    PROVINCE = "province"
    DISTRICT = "district"
    WARD = "ward"
    COMMUNE = "commune"
    TOWNSHIP = "township"


class Mapping(StrEnum):
    """`exact`: all of the old unit went here. `split`: only a part did."""

    EXACT = "exact"
    SPLIT = "split"


class NoQuery(In):
    """An address without parameters."""


class UnitFilter(In):
    """Which units to list; every condition given must hold."""

    q: Annotated[str, Field(min_length=1, max_length=200)] | None = Field(
        None, description="Part of a present or former name; tones may be left out."
    )
    level: Level | None = Field(None, description="Only units of this level.")
    on: Day | None = Field(None, description="Only units that existed on this day.")
    limit: int = Field(200, ge=1, le=500)
    cursor: Annotated[str, Field(pattern=r"^[01]\.[0-9]{2,5}$")] | None = Field(
        None, description="`next_cursor` of the page before, with the same query."
    )


class PredecessorOut(Out):
    """A former unit, as the source names it."""

    name: str
    code: str | None = Field(
        description="The code it had, where known; the new unit may carry it on."
    )
    district: str = Field(description="Empty unless the source names the district.")
    mapping: Mapping
    written: str = Field(description="The source's own words.")
    replaced_on: date | None


class SuccessorOut(Out):
    """What a unit became, or gave a part to."""

    code: str
    name_vi: str
    name_en: str
    mapping: Mapping
    replaced_on: date | None


class UnitOut(Out):
    """One administrative unit; `lat` and `lon` are an approximate centre."""

    code: str
    name_vi: str
    name_en: str
    level: Level
    province_code: str
    valid_from: date | None
    valid_to: date | None = Field(description="The first day it no longer existed.")
    lat: float | None
    lon: float | None
    predecessors: list[PredecessorOut]
    successors: list[SuccessorOut] = Field(
        description="What it became; empty while nothing of it changed."
    )


class UnitListOut(Out):
    """A page of units: whole-name matches first, then by code."""

    data: list[UnitOut]
    next_cursor: str | None
