"""What became of each item."""

from pydantic import Field

from phohien.problems import Problem
from phohien.schemas import Out


class Outcome(Out):
    """What became of one item: its lines of the change log, or why not."""

    key: str
    changes: dict[str, int] = Field(
        description="By language: its place in the change log, 0 while its time is to"
        " come; empty when it was public already."
    )
    problem: Problem | None


class OutcomeList(Out):
    """In the order of the request."""

    data: list[Outcome]
    next_cursor: None
