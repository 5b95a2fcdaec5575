"""Differences as they are shown."""

from datetime import datetime
from typing import Any
from uuid import UUID

from phohien.schemas import Out


class DriftOut(Out):
    """One difference at a target, and what became of it."""

    id: UUID
    target_code: str
    object_id: UUID | None
    object_key: str
    role: str
    kind: str
    found_at: datetime
    seen_at: datetime
    run_id: UUID | None
    remote_ids: list[str]
    fields: list[str]
    action: str
    closed_at: datetime | None
    closed_by: str | None
    outcome: str | None


class DriftList(Out):
    """Differences, newest first."""

    data: list[DriftOut]
    next_cursor: str | None


class SideOut(Out):
    """One field: as it was sent, as it is with us now, as they show it."""

    field: str
    sent: Any
    ours: Any
    theirs: Any
    theirs_differs: bool
    ours_differs: bool


class DriftDetail(Out):
    """A difference with its three sides, where words were kept.

    `adoptable`: their words by the names of our texts, which `adopt` would take over.
    """

    drift: DriftOut
    sides: list[SideOut]
    adoptable: dict[str, str]


class Adopted(Out):
    """The draft in content-api. It goes out when a leader has cleared it."""

    key: str
    revision: int
    changed: bool
