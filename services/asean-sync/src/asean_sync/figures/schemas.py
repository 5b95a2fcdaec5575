"""Figures as they are told."""

from pydantic import BaseModel, ConfigDict

from phohien.schemas import Moment, Out


class Span(BaseModel):
    """From the first moment up to, and without, the last."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    since: Moment
    until: Moment


class Reason(Out):
    """Why a target refused, in its own words, and how many objects."""

    reason: str
    objects: int


class TargetFigures(Out):
    """Objects, each counted once, from the evidence; `waiting` is as it is now.

    `first_pass` of those sent were accepted at the first try; `reasons` has the twenty
    commonest.
    """

    target: str
    sent: int
    accepted: int
    rejected: int
    withdrawn: int
    waiting: int
    first_pass: int
    reasons: list[Reason]


class FigureList(Out):
    """Targets in the order of their codes."""

    data: list[TargetFigures]
    next_cursor: str | None
