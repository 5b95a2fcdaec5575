from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, DateTime, ForeignKey, Index, Text, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, deferred, mapped_column

from content_api.db import Base

Moment = DateTime(timezone=True)


class Report(Base):
    """Once frozen a trigger refuses every change."""

    __tablename__ = "report"
    __table_args__ = (
        CheckConstraint(
            "basis IN ('calendar', 'reporting_year', 'cut_off', 'custom')", name="basis"
        ),
        CheckConstraint("state IN ('open', 'frozen')", name="state"),
        CheckConstraint("period_to >= period_from", name="period"),
        Index("report_period_idx", "period_to", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=func.uuidv7())
    title: Mapped[str] = mapped_column(Text)
    period_from: Mapped[date]
    period_to: Mapped[date]
    basis: Mapped[str] = mapped_column(Text)
    period_note: Mapped[str] = mapped_column(Text, server_default="")
    texts: Mapped[dict[str, str]] = mapped_column(JSONB)
    sync_figures: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    state: Mapped[str] = mapped_column(Text)
    revision: Mapped[int]
    created_by: Mapped[UUID]
    created_by_name: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(Moment)
    frozen_by: Mapped[UUID | None]
    frozen_by_name: Mapped[str | None] = mapped_column(Text)
    frozen_at: Mapped[datetime | None] = mapped_column(Moment)
    snapshot: Mapped[str | None] = deferred(mapped_column(Text))
    sha256: Mapped[str | None] = mapped_column(Text)


class ReportPart(Base):
    """What one agency says, and what its leader signed."""

    __tablename__ = "report_part"
    __table_args__ = (CheckConstraint("state IN ('open', 'signed')", name="state"),)

    report_id: Mapped[UUID] = mapped_column(
        ForeignKey(Report.id, ondelete="CASCADE"), primary_key=True
    )
    agency_code: Mapped[str] = mapped_column(Text, primary_key=True)
    agency_name: Mapped[str] = mapped_column(Text)
    texts: Mapped[dict[str, str]] = mapped_column(JSONB)
    state: Mapped[str] = mapped_column(Text)
    revision: Mapped[int]
    updated_by_name: Mapped[str | None] = mapped_column(Text)
    updated_at: Mapped[datetime] = mapped_column(Moment)
    signed_by: Mapped[UUID | None]
    signed_by_name: Mapped[str | None] = mapped_column(Text)
    signed_at: Mapped[datetime | None] = mapped_column(Moment)
    snapshot: Mapped[str | None] = deferred(mapped_column(Text))
    sha256: Mapped[str | None] = mapped_column(Text)


class ReportTemplate(Base):
    """Never changed; the newest one is used."""

    __tablename__ = "report_template"

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=func.uuidv7())
    filename: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(Text)
    document: Mapped[bytes]
    created_by_name: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(Moment)
