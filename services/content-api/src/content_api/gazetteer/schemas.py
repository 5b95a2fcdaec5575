"""Changes of units, and the items that follow them, over the wire."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from content_api.items.schemas import ItemKey
from content_api.units.schemas import Level
from phohien.schemas import Day, In, Out

UnitCode = Annotated[str, StringConstraints(pattern=r"^[0-9]{2,5}$")]
Name = Annotated[str, StringConstraints(min_length=1, max_length=200)]


class UnitDraft(In):
    """A new unit, or the new name of one that keeps its code."""

    code: UnitCode
    name_vi: Name
    name_en: Name
    level: Level
    province_code: UnitCode = Field("33", description="33 is Hưng Yên.")
    lat: Annotated[float, Field(ge=-90, le=90)] | None = None
    lon: Annotated[float, Field(ge=-180, le=180)] | None = None


class Move(In):
    """One unit goes into others; it goes on when it is among them, else it ends."""

    unit: UnitCode
    into: list[UnitCode] = Field(min_length=1, max_length=30)


class UnitChangeIn(In):
    """What a decision says: units that begin or are renamed, and who goes where."""

    effective_on: Day = Field(description="The first day of the new units.")
    decision: Name = Field(description="Number and date of the decision.")
    units: list[UnitDraft] = Field(default=[], max_length=500)
    moves: list[Move] = Field(default=[], max_length=1000)


class UnitChangeQuery(In):
    dry_run: bool = Field(
        default=False, description="Check it and say what it would do; write nothing."
    )


class UnitChangeOut(Out):
    """A change as it was entered. `id` is null when it was only tried."""

    id: UUID | None
    effective_on: date
    decision: str
    begun: list[str] = Field(description="Codes of units that begin.")
    renamed: list[str]
    ended: list[str]
    split: list[str] = Field(description="Units that went to more than one.")
    created_at: datetime | None


class UnitChangeList(Out):
    data: list[UnitChangeOut]
    next_cursor: str | None


class RemapIn(In):
    """Which items to look at."""

    agency: Annotated[str, StringConstraints(max_length=64)] | None = Field(
        None, description="Else your own; for the province: of all agencies."
    )
    codes: list[UnitCode] = Field(
        default=[],
        max_length=500,
        description="Only these units, also those that go on and gave a part away;"
        " else every unit that has ended.",
    )


class RemapOrder(In):
    """What a person decided."""

    choices: dict[ItemKey, dict[UnitCode, list[UnitCode]]] = Field(
        default={},
        max_length=5000,
        description="By item and old unit, what it is now; an address takes the first.",
    )
    skip_ambiguous: bool = Field(
        default=False, description="Leave items that need a choice as they are."
    )


class BecameOut(Out):
    """What one unit is now; `split`: a person has to choose."""

    name: str
    codes: list[str]
    split: bool


class PlaceOut(Out):
    """A place in an item that names a unit that ended."""

    pointer: str
    unit: str
    candidates: list[str]
    split: bool


class RemapItemOut(Out):
    item_key: str
    agency_code: str
    title: str
    ambiguous: bool
    places: list[PlaceOut]
    applied_hash: str | None = Field(description="What it says now, once confirmed.")


class RemapOut(Out):
    """A re-mapping, with every item it touches."""

    id: UUID
    agency_code: str | None
    day: date
    state: str
    counts: dict[str, int]
    became: dict[str, BecameOut]
    items: list[RemapItemOut]
    created_at: datetime
    confirmed_at: datetime | None
    undone_at: datetime | None
