"""Runs as they are asked for and shown."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import Field

from phohien.schemas import In, Out


class RunDraft(In):
    """An on-demand run: of the whole target, or of the item with this key."""

    target: str = Field(pattern=r"^[a-z][a-z0-9-]{1,62}$")
    item: str | None = Field(default=None, pattern=r"^[a-z][a-z0-9-]{1,150}$")


class RunOut(Out):
    """One run and how it ended."""

    id: UUID
    target_code: str
    kind: str
    scheduled_for: datetime
    requested_by: str
    requested_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    outcome: str | None
    counts: dict[str, Any]
    note: str | None
    plan_hash: str | None
    hold_hash: str | None
    item_key: str | None
    # The plan this run carries out, and how many objects went first.
    plan_id: UUID | None
    canary: int


class RunList(Out):
    """Runs, newest first."""

    data: list[RunOut]
    next_cursor: str | None


class PlannedOut(Out):
    """One change a run planned."""

    object_key: str
    action: str
    reason: str
    diff: dict[str, Any]
    lang: str | None
    readiness: int | None


class RunDetail(Out):
    """A run with what it planned."""

    run: RunOut
    items: list[PlannedOut]
