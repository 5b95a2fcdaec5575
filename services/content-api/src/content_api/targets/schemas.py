"""Targets and entitlements over the wire, for staff."""

from datetime import date
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field

from phohien.schemas import Day, In, Out

Code = Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[a-z0-9_.-]+$")]


class FollowPolicy(StrEnum):
    """`follow`: a correction goes out by itself. `hold`: it waits for approval."""

    FOLLOW = "follow"
    HOLD = "hold"


class Manner(StrEnum):
    """How the plan lets the agency reach the target."""

    DIRECT = "direct"
    DATASET = "dataset"
    NOMINATION = "nomination"
    JOINT = "joint"


class TargetFilter(In):
    """Which targets to list."""

    on: Day | None = Field(None, description="Only targets open on this day.")


class EntitlementFilter(In):
    """Which entitlements to list; every condition given must hold."""

    agency: Code | None = Field(None, description="Code of an agency.")
    type: Code | None = Field(None, description="A content type.")
    target: Code | None = Field(None, description="Code of a target.")
    on: Day | None = Field(None, description="Only what holds on this day.")
    limit: int = Field(200, ge=1, le=500)
    cursor: UUID | None = Field(
        None, description="`next_cursor` of the page before, with the same query."
    )


class TargetNameOut(Out):
    """The name in the two languages every page speaks."""

    vi: str
    en: str


class TargetOut(Out):
    """One target."""

    code: str
    name: TargetNameOut
    follow_policy: FollowPolicy
    valid_from: date
    valid_to: date | None = Field(description="The first day it is closed.")


class TargetListOut(Out):
    """Every target there is."""

    data: list[TargetOut]
    next_cursor: str | None


class EntitlementDraft(In):
    """One clause of a plan, for one type and one target."""

    agency_code: Code
    type: Code
    target_code: Code
    manner: Manner
    clause: str = Field(min_length=1, max_length=500)
    valid_from: Day
    valid_to: Day | None = None
    note: str = Field(default="", max_length=2000)


class EndOrder(In):
    """The first day it no longer holds."""

    on: Day


class EntitlementOut(Out):
    """Who may have what offered where, since when, and by which clause."""

    id: UUID
    agency_code: str
    type: str
    target_code: str
    manner: Manner
    clause: str
    valid_from: date
    valid_to: date | None = Field(description="The first day it no longer holds.")
    note: str


class EntitlementListOut(Out):
    """A page of entitlements."""

    data: list[EntitlementOut]
    next_cursor: UUID | None
