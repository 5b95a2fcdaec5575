from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, DateTime, Index, Text, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from content_api.db import Base

Moment = DateTime(timezone=True)


class PersonInCharge(Base):
    """The plan's one leader and one officer of an agency, from a day to a day."""

    __tablename__ = "person_in_charge"
    __table_args__ = (
        CheckConstraint("duty IN ('leader', 'officer')", name="duty"),
        CheckConstraint("valid_to > valid_from", name="validity"),
        Index(
            "person_in_charge_now_key",
            "agency_code",
            "duty",
            unique=True,
            postgresql_where="valid_to IS NULL",
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=func.uuidv7())
    agency_code: Mapped[str] = mapped_column(Text)
    duty: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    office: Mapped[str] = mapped_column(Text, server_default="")
    username: Mapped[str] = mapped_column(Text, server_default="")
    decision: Mapped[str] = mapped_column(Text, server_default="")
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    created_by_name: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(Moment)


class RegisterEntry(Base):
    """A row an officer keeps by hand; what `data` holds, its register says."""

    __tablename__ = "register_entry"
    __table_args__ = (
        Index(
            "register_entry_page_idx",
            "register",
            "on_date",
            "id",
            postgresql_where="removed_at IS NULL",
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=func.uuidv7())
    register: Mapped[str] = mapped_column(Text)
    agency_code: Mapped[str] = mapped_column(Text)
    on_date: Mapped[date]
    data: Mapped[dict[str, Any]] = mapped_column(JSONB)
    revision: Mapped[int]
    created_by_name: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(Moment)
    updated_at: Mapped[datetime] = mapped_column(Moment)
    removed_at: Mapped[datetime | None] = mapped_column(Moment)
