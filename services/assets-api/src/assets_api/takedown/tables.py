from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    DateTime,
    ForeignKey,
    Index,
    SmallInteger,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from assets_api.assets.tables import Asset, AssetVersion
from assets_api.db import Base

TIME = DateTime(timezone=True)


class Takedown(Base):
    """One version that must not be seen any more, and when each step was done.

    `asset`: withdrawn for ever, its public forms are deleted. `release`: no document
    shows it now; it ends when one does again, so its forms stay in the bucket.
    """

    __tablename__ = "takedown"
    __table_args__ = (
        CheckConstraint("scope IN ('asset', 'release')", name="scope"),
        Index(
            "takedown_open_key",
            "asset_version_id",
            unique=True,
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index(
            "takedown_due_idx",
            "next_attempt_at",
            postgresql_where=text("next_attempt_at IS NOT NULL"),
        ),
        Index("takedown_asset_idx", "asset_id", "opened_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=func.uuidv7())
    asset_id: Mapped[UUID] = mapped_column(ForeignKey(Asset.id))
    asset_version_id: Mapped[UUID] = mapped_column(ForeignKey(AssetVersion.id))
    scope: Mapped[str]
    opened_at: Mapped[datetime] = mapped_column(TIME)
    removed: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, server_default="[]")
    removed_at: Mapped[datetime | None] = mapped_column(TIME)
    purged_at: Mapped[datetime | None] = mapped_column(TIME)
    attempts: Mapped[int] = mapped_column(SmallInteger, server_default="0")
    last_error: Mapped[str] = mapped_column(server_default="")
    next_attempt_at: Mapped[datetime | None] = mapped_column(TIME)
    ended_at: Mapped[datetime | None] = mapped_column(TIME)
