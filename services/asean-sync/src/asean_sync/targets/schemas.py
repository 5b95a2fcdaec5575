"""Targets as they are shown."""

from datetime import datetime

from phohien.schemas import Out


class TargetOut(Out):
    """One target: its profile, its circuit, its nightly slot."""

    code: str
    kind: str
    enabled: bool
    paused_reason: str | None
    circuit: str
    circuit_until: datetime | None
    circuit_reason: str | None
    planned_at: datetime | None
    planned_seq: int
    profile_version: int | None
    profile_sha256: str | None
    cron: str | None
    tz: str | None
    next_fire_at: datetime | None


class TargetList(Out):
    """Targets in the order of their codes."""

    data: list[TargetOut]
    next_cursor: str | None
