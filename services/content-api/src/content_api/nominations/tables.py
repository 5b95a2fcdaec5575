from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, DateTime, ForeignKey, Index, Text, func
from sqlalchemy.orm import Mapped, mapped_column

from content_api.db import Base
from content_api.items.tables import Item

Moment = DateTime(timezone=True)


class Nomination(Base):
    __tablename__ = "nomination"
    __table_args__ = (
        CheckConstraint("state IN ('nominated', 'approved', 'rejected')", name="state"),
        Index(
            "nomination_open_key",
            "item_id",
            "target_code",
            "lang",
            unique=True,
            postgresql_where="state = 'nominated'",
        ),
        Index("nomination_state_idx", "state", "nominated_at", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=func.uuidv7())
    item_id: Mapped[UUID] = mapped_column(ForeignKey(Item.id))
    key: Mapped[str] = mapped_column(Text)
    lang: Mapped[str] = mapped_column(Text)
    target_code: Mapped[str] = mapped_column(Text)
    closure_hash: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(Text)
    nominated_by: Mapped[UUID]
    nominated_at: Mapped[datetime] = mapped_column(Moment)
    decided_by: Mapped[UUID | None]
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    note: Mapped[str] = mapped_column(Text, server_default="")
