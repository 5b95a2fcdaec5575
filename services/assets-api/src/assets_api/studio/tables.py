from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, DateTime, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from assets_api.db import Base

VERSION = "assets.asset_version.id"


class RenditionUse(Base):
    """How often one size was asked for, counted in each process and added up here."""

    __tablename__ = "rendition_use"
    __table_args__ = (
        Index(
            "rendition_use_hot_idx",
            "hits",
            postgresql_where=text("settled_at IS NULL"),
        ),
        CheckConstraint("hits >= 0", name="hits"),
    )

    version_id: Mapped[UUID] = mapped_column(ForeignKey(VERSION), primary_key=True)
    preset: Mapped[str] = mapped_column(primary_key=True)
    epoch: Mapped[int] = mapped_column(primary_key=True)
    hits: Mapped[int] = mapped_column(BigInteger)
    settled_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    """When its AVIF was made, or was found to be no better."""


class Restoration(Base):
    """A source of renditions that was missing or damaged, to be made again."""

    __tablename__ = "restoration"

    version_id: Mapped[UUID] = mapped_column(ForeignKey(VERSION), primary_key=True)
    asked_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    attempts: Mapped[int] = mapped_column(server_default="0")
    next_attempt_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
