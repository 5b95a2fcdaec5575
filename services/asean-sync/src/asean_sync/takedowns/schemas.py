"""Takedowns as they are shown."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from phohien.schemas import In, Out


class TakedownOut(Out):
    """What had to go, by when, and the receipt of the look that saw it gone.

    `person` removes it by hand where the target cannot delete; `late` says that it was,
    or is, there after its time.
    """

    id: UUID
    target_code: str
    object_key: str
    generation: int
    reason: str
    person: str
    asked_at: datetime
    due_at: datetime
    ended_at: datetime | None
    outcome: str | None
    confirmed_by: str | None
    note: str
    state: str
    last_error: str | None
    remote_id: str | None
    remote_url: str | None
    proof: UUID | None
    late: bool


class TakedownList(Out):
    """Takedowns, newest first."""

    data: list[TakedownOut]
    next_cursor: str | None


class Confirmation(In):
    """Who removed it and when, in the words of whoever was told."""

    note: str = Field(min_length=3, max_length=2000)
