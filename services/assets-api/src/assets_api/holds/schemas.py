from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from phohien.schemas import Day, In, Out

Reason = Annotated[str, Field(min_length=10, max_length=1000)]


class HoldIn(In):
    """`legal` holds until somebody lifts it; `retention` until the end of a day."""

    kind: Literal["legal", "retention"]
    reason: Annotated[Reason, Field(description="The order or rule behind it.")]
    until: Day | None = None


class HoldEnd(In):
    """On whose word; kept with the hold and in the audit."""

    note: Reason


class HoldOut(Out):
    """One hold. `stands` is by the clock.

    `store` is `locked` while the object store itself refuses to delete a copy,
    `database-only` when it cannot (this service alone refuses then), `pending` until
    the worker has asked it, `ended` when nothing is locked any more.
    """

    id: UUID
    kind: str
    reason: str
    until: date | None
    stands: bool
    store: Literal["pending", "locked", "database-only", "ended"]
    placed_by: str
    placed_at: datetime
    lifted_by: str
    lifted_at: datetime | None
    lift_note: str


class HoldsOut(Out):
    """While `kept`, nothing deletes the file: no person, no sweeper, no repair."""

    kept: bool
    data: list[HoldOut]
