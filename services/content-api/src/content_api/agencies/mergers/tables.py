from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    DateTime,
    ForeignKey,
    Index,
    Text,
    UniqueConstraint,
    Uuid,
    func,
)
from sqlalchemy.orm import Mapped, mapped_column

from content_api.agencies.tables import Agency
from content_api.db import Base

Moment = DateTime(timezone=True)


class AgencyMerger(Base):
    """Written by content.agree_merger and release.carry_out_merger alone."""

    __tablename__ = "agency_merger"
    __table_args__ = (
        UniqueConstraint("into_id", "effective_on", "predecessors"),
        Index(
            "agency_merger_open_idx",
            "effective_on",
            postgresql_where="done_at IS NULL",
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=func.uuidv7())
    predecessors: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    predecessor_codes: Mapped[list[str]] = mapped_column(ARRAY(Text))
    into_id: Mapped[UUID] = mapped_column(ForeignKey(Agency.id))
    into_code: Mapped[str] = mapped_column(Text)
    effective_on: Mapped[date]
    basis: Mapped[str] = mapped_column(Text)
    made_by: Mapped[UUID]
    made_by_name: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(Moment)
    started_at: Mapped[datetime | None] = mapped_column(Moment)
    done_at: Mapped[datetime | None] = mapped_column(Moment)
    moved: Mapped[int] = mapped_column(server_default="0")
