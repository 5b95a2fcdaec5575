from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, DateTime, ForeignKey, Text, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from content_api.db import Base

Moment = DateTime(timezone=True)


class UnitChange(Base):
    """A decision on units as it was entered; what it did is in the units."""

    __tablename__ = "unit_change"

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=func.uuidv7())
    effective_on: Mapped[date]
    decision: Mapped[str] = mapped_column(Text)
    told: Mapped[dict[str, Any]] = mapped_column(JSONB)
    created_by: Mapped[UUID]
    created_at: Mapped[datetime] = mapped_column(Moment)


class UnitRemap(Base):
    """Items moved from units that ended to what these became, as one unit of work.

    `became` is by old code; without an agency it is about the items of all.
    """

    __tablename__ = "unit_remap"
    __table_args__ = (
        CheckConstraint("state IN ('previewed', 'confirmed', 'undone')", name="state"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=func.uuidv7())
    agency_code: Mapped[str | None] = mapped_column(Text)
    day: Mapped[date]
    state: Mapped[str] = mapped_column(Text)
    became: Mapped[dict[str, Any]] = mapped_column(JSONB)
    created_by: Mapped[UUID]
    created_at: Mapped[datetime] = mapped_column(Moment)
    confirmed_at: Mapped[datetime | None] = mapped_column(Moment)
    undone_at: Mapped[datetime | None] = mapped_column(Moment)


class UnitRemapItem(Base):
    """One item of a re-mapping, with the places in it that name an ended unit."""

    __tablename__ = "unit_remap_item"

    remap_id: Mapped[UUID] = mapped_column(
        ForeignKey(UnitRemap.id, ondelete="CASCADE"), primary_key=True
    )
    item_key: Mapped[str] = mapped_column(Text, primary_key=True)
    agency_code: Mapped[str] = mapped_column(Text)
    title: Mapped[str] = mapped_column(Text)
    places: Mapped[list[Any]] = mapped_column(JSONB)
    ambiguous: Mapped[bool]
    base_hash: Mapped[str] = mapped_column(Text)
    base_revision: Mapped[int]
    applied_hash: Mapped[str | None] = mapped_column(Text)
