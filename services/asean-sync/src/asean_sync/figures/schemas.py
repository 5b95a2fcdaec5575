"""Figures as they are told."""

from pydantic import AwareDatetime, BaseModel, ConfigDict

from phohien.schemas import Out


class Span(BaseModel):
    """From the first moment up to, and without, the last."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    since: AwareDatetime
    until: AwareDatetime


class TargetFigures(Out):
    """Objects, each counted once, from the evidence; `waiting` is as it is now."""

    target: str
    sent: int
    accepted: int
    rejected: int
    withdrawn: int
    waiting: int


class FigureList(Out):
    """Targets in the order of their codes."""

    data: list[TargetFigures]
    next_cursor: str | None
