"""A run, and what it planned."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from asean_sync.db import Base

NOW = text("clock_timestamp()")


class Run(Base):
    __tablename__ = "run"
    __table_args__ = (
        UniqueConstraint("target_code", "kind", "scheduled_for"),
        CheckConstraint(
            "kind IN ('nightly', 'on_demand', 'prompt', 'plan')", name="kind"
        ),
        CheckConstraint(
            "outcome IN ('ok', 'partial', 'needs_approval', 'failed', 'missed')",
            name="outcome",
        ),
        Index(
            "run_open_idx",
            "target_code",
            unique=True,
            postgresql_where=text("finished_at IS NULL"),
        ),
        Index("run_requested_at_idx", "requested_at", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=func.uuidv7())
    target_code: Mapped[str] = mapped_column(ForeignKey("sync.target.code"))
    kind: Mapped[str]
    scheduled_for: Mapped[datetime]
    requested_by: Mapped[str]
    requested_at: Mapped[datetime] = mapped_column(server_default=NOW)
    approved_hold: Mapped[str | None]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    worker: Mapped[str | None]
    lease_until: Mapped[datetime | None]
    fence: Mapped[int] = mapped_column(server_default=text("0"))
    plan_hash: Mapped[str | None]
    hold_hash: Mapped[str | None]
    outcome: Mapped[str | None]
    counts: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'"))
    note: Mapped[str | None]
    evidence_seq: Mapped[int | None]
    evidence_hash: Mapped[str | None]


class PlanItem(Base):
    __tablename__ = "plan_item"

    run_id: Mapped[UUID] = mapped_column(ForeignKey("sync.run.id"), primary_key=True)
    object_key: Mapped[str] = mapped_column(primary_key=True)
    action: Mapped[str]
    reason: Mapped[str]
    diff: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'"))
