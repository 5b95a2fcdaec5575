"""A difference found at a target; and the interface a target was seen to have."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from asean_sync.db import Base


class Drift(Base):
    __tablename__ = "drift"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('missing', 'changed', 'extra', 'duplicate', 'revived',"
            " 'contract')",
            name="kind",
        ),
        CheckConstraint("action IN ('reported', 'reasserted', 'held')", name="action"),
        Index(
            "drift_open_idx",
            "target_code",
            "object_key",
            "kind",
            unique=True,
            postgresql_where=text("closed_at IS NULL"),
        ),
        Index("drift_found_at_idx", "found_at", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=func.uuidv7())
    target_code: Mapped[str] = mapped_column(ForeignKey("sync.target.code"))
    # None: nothing of ours has this key.
    object_id: Mapped[UUID | None] = mapped_column(ForeignKey("sync.object.id"))
    object_key: Mapped[str]
    role: Mapped[str]
    kind: Mapped[str]
    found_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    run_id: Mapped[UUID | None]
    remote_ids: Mapped[list[str]]
    fields: Mapped[list[str]]
    # What they showed, sealed as the evidence is.
    theirs: Mapped[bytes | None]
    action: Mapped[str]
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[str | None]
    outcome: Mapped[str | None]


class ContractVersion(Base):
    """What a target told of its own interface, and who accepted that it is so."""

    __tablename__ = "contract"

    target_code: Mapped[str] = mapped_column(
        ForeignKey("sync.target.code"), primary_key=True
    )
    hash: Mapped[str] = mapped_column(primary_key=True)
    body: Mapped[dict[str, Any]]
    found_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    accepted_by: Mapped[str | None]
