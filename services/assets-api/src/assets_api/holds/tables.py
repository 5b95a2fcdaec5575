from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, DateTime, ForeignKey, Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from assets_api.assets.tables import Asset
from assets_api.db import Base

TIME = DateTime(timezone=True)


class Hold(Base):
    """Why an asset must stay. A retention ends by its day, an order by a person's word.

    `store` says what the object store does about it besides: `pending` until it was
    asked, `locked` while it refuses to delete the copy, `database-only` when it cannot.
    """

    __tablename__ = "hold"
    __table_args__ = (
        CheckConstraint("kind IN ('legal', 'retention')", name="kind"),
        CheckConstraint("(kind = 'retention') = (until IS NOT NULL)", name="until"),
        CheckConstraint(
            "store IN ('pending', 'locked', 'database-only', 'ended')", name="store"
        ),
        CheckConstraint("(lifted_at IS NULL) = (lifted_by = '')", name="lifted"),
        Index("hold_asset_idx", "asset_id", postgresql_where=text("lifted_at IS NULL")),
        Index("hold_store_idx", "id", postgresql_where=text("store <> 'ended'")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=func.uuidv7())
    asset_id: Mapped[UUID] = mapped_column(ForeignKey(Asset.id))
    kind: Mapped[str]
    reason: Mapped[str]
    until: Mapped[date | None]
    placed_by: Mapped[str]
    placed_at: Mapped[datetime] = mapped_column(TIME)
    lifted_by: Mapped[str] = mapped_column(server_default="")
    lifted_at: Mapped[datetime | None] = mapped_column(TIME)
    lift_note: Mapped[str] = mapped_column(server_default="")
    store: Mapped[str] = mapped_column(server_default="pending")
