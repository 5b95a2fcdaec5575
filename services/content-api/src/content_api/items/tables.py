from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Text,
    Uuid,
    func,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from content_api.db import Base

Moment = DateTime(timezone=True)


class Item(Base):
    __tablename__ = "item"
    __table_args__ = (
        Index("item_agency_updated_idx", "agency_code", "updated_at", "id"),
        Index("item_updated_idx", "updated_at", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=func.uuidv7())
    key: Mapped[str] = mapped_column(Text, unique=True)
    type: Mapped[str] = mapped_column(Text)
    agency_id: Mapped[UUID]
    agency_code: Mapped[str] = mapped_column(Text)
    slug: Mapped[str] = mapped_column(Text, unique=True)
    title: Mapped[str] = mapped_column(Text)
    revision: Mapped[int]
    hash: Mapped[str] = mapped_column(Text)
    created_by: Mapped[UUID]
    created_at: Mapped[datetime] = mapped_column(Moment)
    updated_at: Mapped[datetime] = mapped_column(Moment)


class Revision(Base):
    """Written once; a trigger refuses to change or remove a row."""

    __tablename__ = "revision"
    __table_args__ = (
        CheckConstraint(
            "sha256 = encode(sha256(convert_to(body, 'UTF8')), 'hex')", name="sha256"
        ),
    )

    item_id: Mapped[UUID] = mapped_column(ForeignKey(Item.id), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    body: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(Text)
    author_id: Mapped[UUID]
    author_name: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text, server_default="")
    at: Mapped[datetime] = mapped_column(Moment)


class ItemLanguage(Base):
    """Where one language of an item stands, and the closure that would be cleared."""

    __tablename__ = "item_language"
    __table_args__ = (
        CheckConstraint(
            "status IN ('draft', 'returned', 'submitted', 'cleared', 'scheduled',"
            " 'released', 'withdrawn')",
            name="status",
        ),
        CheckConstraint(
            "closure_hash = encode(sha256(convert_to(closure, 'UTF8')), 'hex')",
            name="closure",
        ),
        ForeignKeyConstraint(
            ["item_id", "revision"], [Revision.item_id, Revision.number]
        ),
        Index(
            "item_language_waiting_idx",
            "status",
            postgresql_where="status IN ('submitted', 'cleared')",
        ),
    )

    item_id: Mapped[UUID] = mapped_column(ForeignKey(Item.id), primary_key=True)
    lang: Mapped[str] = mapped_column(Text, primary_key=True)
    status: Mapped[str] = mapped_column(Text)
    revision: Mapped[int]
    closure: Mapped[str] = mapped_column(Text)
    closure_hash: Mapped[str] = mapped_column(Text)
    authors: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    note: Mapped[str] = mapped_column(Text, server_default="")
    submitted_by: Mapped[UUID | None]
    submitted_at: Mapped[datetime | None] = mapped_column(Moment)
    cleared_by: Mapped[UUID | None]
    cleared_at: Mapped[datetime | None] = mapped_column(Moment)
    updated_at: Mapped[datetime] = mapped_column(Moment)
