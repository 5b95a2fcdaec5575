"""One row each time something had to go. A trigger of the object keeps its clock."""

from datetime import datetime
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


class Takedown(Base):
    __tablename__ = "takedown"
    __table_args__ = (
        UniqueConstraint("object_id", "generation"),
        CheckConstraint("outcome IN ('proven', 'offered_again')", name="outcome"),
        Index(
            "takedown_open_idx",
            "object_id",
            unique=True,
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index("takedown_asked_at_idx", "asked_at", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=func.uuidv7())
    target_code: Mapped[str] = mapped_column(ForeignKey("sync.target.code"))
    object_id: Mapped[UUID] = mapped_column(ForeignKey("sync.object.id"))
    object_key: Mapped[str]
    generation: Mapped[int]
    reason: Mapped[str]
    # Who removes it by hand, where the profile says that the target cannot.
    person: Mapped[str] = mapped_column(server_default=text("''"))
    asked_at: Mapped[datetime] = mapped_column(server_default=text("clock_timestamp()"))
    due_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    outcome: Mapped[str | None]
    confirmed_by: Mapped[str | None]
    note: Mapped[str] = mapped_column(server_default=text("''"))
