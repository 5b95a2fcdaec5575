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
            "kind IN ('nightly', 'on_demand', 'prompt', 'plan', 'apply', 'reconcile')",
            name="kind",
        ),
        CheckConstraint(
            "outcome IN ('ok', 'partial', 'needs_approval', 'failed', 'missed',"
            " 'stale')",
            name="outcome",
        ),
        Index(
            "run_open_idx",
            "target_code",
            "item_key",
            unique=True,
            postgresql_where=text("finished_at IS NULL AND kind <> 'plan'"),
            postgresql_nulls_not_distinct=True,
        ),
        Index(
            "run_open_plan_idx",
            "target_code",
            "item_key",
            unique=True,
            postgresql_where=text("finished_at IS NULL AND kind = 'plan'"),
            postgresql_nulls_not_distinct=True,
        ),
        Index("run_requested_at_idx", "requested_at", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=func.uuidv7())
    target_code: Mapped[str] = mapped_column(ForeignKey("sync.target.code"))
    kind: Mapped[str]
    scheduled_for: Mapped[datetime]
    requested_by: Mapped[str]
    requested_at: Mapped[datetime] = mapped_column(server_default=NOW)
    # Not used any more; a later migration takes it away (ADR 0007).
    approved_hold: Mapped[str | None]
    # A run of one item; None: of the whole target.
    item_key: Mapped[str | None]
    # The plan that a person approved, which this run carries out.
    plan_id: Mapped[UUID | None] = mapped_column(ForeignKey("sync.run.id"))
    # So many objects go first and are seen there before the rest goes.
    canary: Mapped[int] = mapped_column(server_default=text("0"))
    canary_keys: Mapped[list[str] | None]
    # Of a plan: under which profile, and whether another person has to approve it.
    profile_sha256: Mapped[str | None]
    two_person: Mapped[bool] = mapped_column(server_default=text("false"))
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
    __table_args__ = (Index("plan_item_object_key_idx", "object_key"),)

    run_id: Mapped[UUID] = mapped_column(ForeignKey("sync.run.id"), primary_key=True)
    object_key: Mapped[str] = mapped_column(primary_key=True)
    action: Mapped[str]
    reason: Mapped[str]
    diff: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'"))
    lang: Mapped[str | None]
    # What would be sent; None when nothing would be.
    content_hash: Mapped[str | None]
    # What the guard held: the object, or languages in it.
    holds: Mapped[list[str]] = mapped_column(server_default=text("'{}'"))
    # In percent: how much of what the target can take is there.
    readiness: Mapped[int | None]
