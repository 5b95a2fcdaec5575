"""A stop stays on record after it was lifted."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from asean_sync.db import Base


class Stop(Base):
    """Of one target and one type; None: of every target, of every type."""

    __tablename__ = "stop"
    __table_args__ = (
        Index(
            "stop_active_idx",
            "target_code",
            "item_type",
            unique=True,
            postgresql_where=text("resumed_at IS NULL"),
            postgresql_nulls_not_distinct=True,
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=func.uuidv7())
    target_code: Mapped[str | None] = mapped_column(ForeignKey("sync.target.code"))
    item_type: Mapped[str | None]
    # A takedown that somebody ordered may be let through.
    withdrawals_go: Mapped[bool]
    reason: Mapped[str]
    stopped_by: Mapped[str]
    stopped_at: Mapped[datetime] = mapped_column(
        server_default=text("clock_timestamp()")
    )
    resumed_by: Mapped[str | None]
    resumed_at: Mapped[datetime | None]
