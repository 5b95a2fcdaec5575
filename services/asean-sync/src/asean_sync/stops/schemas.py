"""Stops as they are ordered and shown."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from phohien.schemas import In, Out

TARGET = r"^[a-z][a-z0-9-]{1,62}$"
TYPE = r"^[a-z][a-z0-9_]{1,62}$"


class StopDraft(In):
    """Without a target: every target. Without a type: every type of item."""

    target: str | None = Field(default=None, pattern=TARGET)
    type: str | None = Field(default=None, pattern=TYPE)
    reason: str = Field(min_length=3, max_length=500)
    # Takedowns go on while everything else stands still.
    withdrawals_go: bool = False


class StopOut(Out):
    """A stop, and by whom it was lifted, if it was."""

    id: UUID
    target_code: str | None
    item_type: str | None
    withdrawals_go: bool
    reason: str
    stopped_by: str
    stopped_at: datetime
    resumed_by: str | None
    resumed_at: datetime | None


class Stopped(Out):
    """`under_way`: requests that had left by then; they end by themselves."""

    stop: StopOut
    under_way: int


class StopList(Out):
    """Stops, newest first."""

    data: list[StopOut]
    next_cursor: str | None
