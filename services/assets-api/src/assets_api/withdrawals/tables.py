from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey, Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from assets_api.assets.tables import Asset, AssetVersion
from assets_api.db import Base

TIME = DateTime(timezone=True)


class Withdrawal(Base):
    """A message to content-api, repeated until `acknowledged_at` is set."""

    __tablename__ = "withdrawal"
    __table_args__ = (
        Index(
            "withdrawal_waiting_idx",
            "next_attempt_at",
            postgresql_where=text("acknowledged_at IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=func.uuidv7())
    asset_id: Mapped[UUID] = mapped_column(ForeignKey(Asset.id))
    asset_version_id: Mapped[UUID] = mapped_column(
        ForeignKey(AssetVersion.id), unique=True
    )
    reason_class: Mapped[str]
    attempts: Mapped[int] = mapped_column(server_default="0")
    next_attempt_at: Mapped[datetime] = mapped_column(TIME)
    acknowledged_at: Mapped[datetime | None] = mapped_column(TIME)
    created_at: Mapped[datetime] = mapped_column(TIME)
