"""One row for each object at each target; its payloads, needs and tombstones."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    TableValuedAlias,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from asean_sync.db import Base

STATES = (
    "'pending', 'leased', 'in_doubt', 'retry', 'applied', 'synced', 'drifted', 'held',"
    " 'rejected', 'dead', 'quarantined', 'absent'"
)
NOW = text("clock_timestamp()")


class Payload(Base):
    """What an object should be at the target, but for the target's own ids."""

    __tablename__ = "payload"

    sha256: Mapped[str] = mapped_column(primary_key=True)
    body: Mapped[dict[str, Any]]
    profile_version: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(server_default=NOW)


class Object(Base):
    __tablename__ = "object"
    __table_args__ = (
        UniqueConstraint("target_code", "object_key"),
        CheckConstraint("role IN ('item', 'media')", name="role"),
        CheckConstraint("desired IN ('present', 'absent')", name="desired"),
        CheckConstraint(
            "observed IN ('unknown', 'present', 'absent')", name="observed"
        ),
        CheckConstraint(f"state IN ({STATES})", name="state"),
        CheckConstraint(
            "(state = 'leased') <= (lease_until IS NOT NULL)", name="leased"
        ),
        CheckConstraint(
            "(state = 'in_doubt') <= (in_doubt_since IS NOT NULL)", name="in_doubt"
        ),
        Index(
            "object_due_idx",
            "target_code",
            "priority",
            "not_before",
            postgresql_where=text(
                "state IN ('pending', 'leased', 'in_doubt', 'retry', 'applied')"
            ),
        ),
        Index("object_state_idx", "state", "updated_at", "id"),
        Index("object_item_idx", "item_id", "lang"),
        Index(
            "object_payload_sha256_idx",
            "payload_sha256",
            postgresql_where=text("payload_sha256 IS NOT NULL"),
        ),
        {"postgresql_with": {"fillfactor": "80"}},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=func.uuidv7())
    target_code: Mapped[str] = mapped_column(ForeignKey("sync.target.code"))
    object_key: Mapped[str]
    role: Mapped[str]
    item_id: Mapped[UUID]
    lang: Mapped[str | None]
    # Desired: from approved offers.
    desired: Mapped[str]
    desired_generation: Mapped[int]
    desired_hash: Mapped[str | None]
    payload_sha256: Mapped[str | None] = mapped_column(
        ForeignKey("sync.payload.sha256")
    )
    closure_hash: Mapped[str | None]
    source: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'"))
    # What the payload was made from; None: the next plan makes it again and compares.
    made_from: Mapped[str | None]
    expires_at: Mapped[datetime | None]
    withdrawn_reason: Mapped[str | None]
    # Observed: from the target's own answers.
    observed: Mapped[str] = mapped_column(server_default=text("'unknown'"))
    observed_generation: Mapped[int] = mapped_column(server_default=text("0"))
    observed_hash: Mapped[str | None]
    remote_id: Mapped[str | None]
    remote_url: Mapped[str | None]
    remote_fingerprint: Mapped[str | None]
    read_back_hash: Mapped[str | None]
    verified_at: Mapped[datetime | None]
    # The work between the two.
    state: Mapped[str]
    priority: Mapped[int]
    attempts: Mapped[int] = mapped_column(server_default=text("0"))
    verify_failures: Mapped[int] = mapped_column(server_default=text("0"))
    claims_without_result: Mapped[int] = mapped_column(server_default=text("0"))
    not_before: Mapped[datetime] = mapped_column(server_default=NOW)
    in_doubt_since: Mapped[datetime | None]
    last_verdict: Mapped[str | None]
    last_error: Mapped[str | None]
    hold_reason: Mapped[str | None]
    # What a target that answers later gave us for a request it has not decided on.
    ticket: Mapped[dict[str, Any] | None]
    # What was sent is sealed with it; it ends when the object is gone there.
    evidence_key: Mapped[bytes | None]
    lease_owner: Mapped[str | None]
    lease_until: Mapped[datetime | None]
    fence: Mapped[int] = mapped_column(server_default=text("0"))
    created_at: Mapped[datetime] = mapped_column(server_default=NOW)
    updated_at: Mapped[datetime] = mapped_column(server_default=NOW)


def parts_of(source: Any) -> TableValuedAlias:
    """The languages in an object that holds a whole item, and their versions."""
    parts = func.coalesce(source["parts"], text("'{}'::jsonb"))
    pairs = func.jsonb_each_text(parts).table_valued("lang", "closure_hash")
    return pairs.render_derived(name="part")


class Dependency(Base):
    """An item shows media: the media is at the target first."""

    __tablename__ = "dependency"
    __table_args__ = (Index("dependency_needs_object_id_idx", "needs_object_id"),)

    object_id: Mapped[UUID] = mapped_column(
        ForeignKey("sync.object.id"), primary_key=True
    )
    needs_object_id: Mapped[UUID] = mapped_column(
        ForeignKey("sync.object.id"), primary_key=True
    )


class Tombstone(Base):
    """Withdrawn at a target and seen to be gone. Never purged."""

    __tablename__ = "tombstone"

    target_code: Mapped[str] = mapped_column(
        ForeignKey("sync.target.code"), primary_key=True
    )
    object_key: Mapped[str] = mapped_column(primary_key=True)
    generation: Mapped[int] = mapped_column(primary_key=True)
    withdrawn_at: Mapped[datetime] = mapped_column(server_default=NOW)
    reason: Mapped[str]
    remote_id: Mapped[str | None]
