"""Every version of every profile, as it was activated."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, func, text
from sqlalchemy.orm import Mapped, mapped_column

from asean_sync.db import Base


class ProfileVersion(Base):
    __tablename__ = "profile"
    __table_args__ = (
        UniqueConstraint("target_code", "version"),
        CheckConstraint("state IN ('active', 'retired')", name="state"),
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
    body: Mapped[dict[str, Any]]
    sha256: Mapped[str]
    state: Mapped[str]
    activated_by: Mapped[str]
    activated_at: Mapped[datetime]
