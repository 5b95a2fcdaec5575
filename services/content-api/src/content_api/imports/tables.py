from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    DateTime,
    ForeignKey,
    Index,
    LargeBinary,
    Text,
    func,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from content_api.db import Base

Moment = DateTime(timezone=True)


class ImportRun(Base):
    """One workbook: previewed, then confirmed, then perhaps undone."""

    __tablename__ = "import_run"
    __table_args__ = (
        CheckConstraint("state IN ('previewed', 'confirmed', 'undone')", name="state"),
        Index("import_run_agency_idx", "agency_code", "created_at", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=func.uuidv7())
    agency_code: Mapped[str] = mapped_column(Text)
    type: Mapped[str] = mapped_column(Text)
    filename: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(Text)
    sheet: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(Text)
    counts: Mapped[dict[str, int]] = mapped_column(JSONB)
    notes: Mapped[list[Any]] = mapped_column(JSONB)
    columns: Mapped[list[Any]] = mapped_column(JSONB)
    # Text parts only, scanned before they came here; loaded when handed back.
    workbook: Mapped[bytes] = mapped_column(LargeBinary, nullable=False, deferred=True)
    created_by: Mapped[UUID]
    created_at: Mapped[datetime] = mapped_column(Moment)
    confirmed_by: Mapped[UUID | None]
    confirmed_at: Mapped[datetime | None] = mapped_column(Moment)
    undone_by: Mapped[UUID | None]
    undone_at: Mapped[datetime | None] = mapped_column(Moment)


class ImportRow(Base):
    """One row of the sheet: what it would do, and what it did."""

    __tablename__ = "import_row"
    __table_args__ = (
        CheckConstraint(
            "action IN ('create', 'update', 'unchanged', 'error')", name="action"
        ),
        Index("import_row_row_key_idx", "row_key"),
    )

    run_id: Mapped[UUID] = mapped_column(
        ForeignKey(ImportRun.id, ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    action: Mapped[str] = mapped_column(Text)
    title: Mapped[str] = mapped_column(Text)
    row_key: Mapped[str] = mapped_column(Text)
    row_sha256: Mapped[str] = mapped_column(Text)
    item_key: Mapped[str | None] = mapped_column(Text)
    base_hash: Mapped[str | None] = mapped_column(Text)
    base_revision: Mapped[int | None]
    draft: Mapped[str | None] = mapped_column(Text)
    changes: Mapped[list[Any]] = mapped_column(JSONB)
    problems: Mapped[list[Any]] = mapped_column(JSONB)
    applied_hash: Mapped[str | None] = mapped_column(Text)
    applied_revision: Mapped[int | None]


class ImportMapping(Base):
    """Which column an agency means by a header of its own."""

    __tablename__ = "import_mapping"

    agency_code: Mapped[str] = mapped_column(Text, primary_key=True)
    type: Mapped[str] = mapped_column(Text, primary_key=True)
    header: Mapped[str] = mapped_column(Text, primary_key=True)
    column: Mapped[str] = mapped_column("column_code", Text)
    updated_by: Mapped[UUID]
    updated_at: Mapped[datetime] = mapped_column(Moment)
