"""Every version of every profile: proposed by one person, activated by another."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from asean_sync.db import Base


class ProfileVersion(Base):
    __tablename__ = "profile"
    __table_args__ = (
        UniqueConstraint("target_code", "version"),
        CheckConstraint(
            "state IN ('draft', 'active', 'retired', 'discarded')", name="state"
        ),
        CheckConstraint(
            "state NOT IN ('active', 'retired') OR (activated_by IS NOT NULL"
            " AND activated_at IS NOT NULL)",
            name="activated",
        ),
        CheckConstraint("activated_by <> proposed_by", name="two_people"),
        Index(
            "profile_active_idx",
            "target_code",
            unique=True,
            postgresql_where=text("state = 'active'"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=func.uuidv7())
    target_code: Mapped[str] = mapped_column(ForeignKey("sync.target.code"))
    version: Mapped[int]
    # Not JSONB, which forgets the order: the first language is the one that leads.
    body: Mapped[dict[str, Any]] = mapped_column(JSON)
    sha256: Mapped[str]
    state: Mapped[str]
    # None: activated before two people were asked for.
    proposed_by: Mapped[str | None]
    proposed_at: Mapped[datetime | None]
    # What it would change, as it was shown to the one who proposed it.
    effect: Mapped[dict[str, Any] | None]
    activated_by: Mapped[str | None]
    activated_at: Mapped[datetime | None]
