from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Text, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column

from content_api.db import Base


class Agency(Base):
    """A trigger tells `release.agency`. An open day means that it is not known."""

    __tablename__ = "agency"
    __table_args__ = (
        CheckConstraint("code ~ '^[a-z0-9][a-z0-9.-]{1,39}$'", name="code"),
        CheckConstraint("valid_to > valid_from", name="validity"),
        CheckConstraint("successor_id <> id", name="successor"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=func.uuidv7())
    code: Mapped[str] = mapped_column(Text, unique=True)
    name_vi: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str] = mapped_column(Text)
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    successor_id: Mapped[UUID | None] = mapped_column(ForeignKey("content.agency.id"))
    source: Mapped[str] = mapped_column(Text, server_default="")
    note: Mapped[str] = mapped_column(Text, server_default="")


class OfficeHolder(Base):
    """Who held an office, so that an old item keeps the name it was signed with."""

    __tablename__ = "office_holder"
    __table_args__ = (
        CheckConstraint("valid_to > valid_from", name="validity"),
        UniqueConstraint("agency_id", "name", "office_vi"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=func.uuidv7())
    agency_id: Mapped[UUID] = mapped_column(ForeignKey(Agency.id))
    name: Mapped[str] = mapped_column(Text)
    office_vi: Mapped[str] = mapped_column(Text)
    office_en: Mapped[str] = mapped_column(Text)
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    source: Mapped[str] = mapped_column(Text, server_default="")
    note: Mapped[str] = mapped_column(Text, server_default="")
