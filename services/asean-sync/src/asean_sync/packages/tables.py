"""Packages as they were made, what is in each, and the stamped receipts for them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from asean_sync.db import Base

NOW = text("clock_timestamp()")


class Package(Base):
    """One numbered file. Its number and digest chain it to the one before."""

    __tablename__ = "package"
    __table_args__ = (UniqueConstraint("target_code", "number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=func.uuidv7())
    target_code: Mapped[str] = mapped_column(ForeignKey("sync.target.code"))
    number: Mapped[int]
    name: Mapped[str]
    sha256: Mapped[str]
    bytes: Mapped[int]
    made_at: Mapped[datetime]
    # When it lay where the recipient, or the person who carries it, finds it.
    delivered_at: Mapped[datetime | None]
    receipt: Mapped[dict[str, Any] | None]
    receipt_sha256: Mapped[str | None]
    received_at: Mapped[datetime | None]
    # Why the last thing that came back for it was not believed.
    problem: Mapped[str | None]


class Entry(Base):
    """One change in a package; its id is the ticket the sender waits with."""

    __tablename__ = "package_entry"
    __table_args__ = (
        CheckConstraint("op IN ('put', 'remove')", name="op"),
        CheckConstraint("verdict IN ('accepted', 'refused')", name="verdict"),
        # Until it is packed, a newer wish for the same object takes its place.
        Index(
            "package_entry_open_idx",
            "target_code",
            "object_key",
            unique=True,
            postgresql_where=text("package_id IS NULL"),
        ),
        Index("package_entry_object_key_idx", "target_code", "object_key", "id"),
        Index("package_entry_package_id_idx", "package_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=func.uuidv7())
    target_code: Mapped[str] = mapped_column(ForeignKey("sync.target.code"))
    object_key: Mapped[str]
    op: Mapped[str]
    sha256: Mapped[str]
    # Emptied once it is packed: from then on the package holds it.
    payload: Mapped[dict[str, Any] | None]
    files: Mapped[list[dict[str, Any]]] = mapped_column(
        JSONB, server_default=text("'[]'")
    )
    created_at: Mapped[datetime] = mapped_column(server_default=NOW)
    package_id: Mapped[UUID | None] = mapped_column(ForeignKey("sync.package.id"))
    verdict: Mapped[str | None]
    reason: Mapped[str | None]
    remote_url: Mapped[str | None]


class StampedReceipt(Base):
    """A scan of the paper that came back, as a person uploaded it."""

    __tablename__ = "stamped_receipt"

    package_id: Mapped[UUID] = mapped_column(
        ForeignKey("sync.package.id"), primary_key=True
    )
    sha256: Mapped[str]
    mime: Mapped[str]
    content: Mapped[bytes] = mapped_column(LargeBinary)
    uploaded_by: Mapped[str]
    uploaded_at: Mapped[datetime] = mapped_column(server_default=NOW)
