from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, DateTime, ForeignKey, Index, Text, func
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from assets_api.db import Base

TIME = DateTime(timezone=True)


class Album(Base):
    """What an agency is writing. The public sees a release of it, never this row."""

    __tablename__ = "album"
    __table_args__ = (
        Index("album_agency_idx", "agency_id", "created_at", "id"),
        Index("album_content_idx", "content", postgresql_using="gin"),
        CheckConstraint("alias ~ '^[a-z0-9]+(-[a-z0-9]+)*$'", name="alias"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=func.uuidv7())
    agency_id: Mapped[UUID]
    agency_code: Mapped[str]
    alias: Mapped[str] = mapped_column(unique=True)
    content: Mapped[dict[str, Any]] = mapped_column(JSONB)
    revision: Mapped[int] = mapped_column(server_default="1")
    writers: Mapped[list[str]] = mapped_column(ARRAY(Text))
    created_by: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(TIME)
    updated_at: Mapped[datetime] = mapped_column(TIME)


class AlbumRelease(Base):
    """What was made public, by whom; nobody releases words of their own."""

    __tablename__ = "album_release"
    __table_args__ = (
        CheckConstraint("released_by <> ALL (writers)", name="second_person"),
        Index(
            "album_release_live_idx",
            "album_id",
            unique=True,
            postgresql_where=sql("ended_at IS NULL"),
        ),
    )

    album_id: Mapped[UUID] = mapped_column(ForeignKey(Album.id), primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[dict[str, Any]] = mapped_column(JSONB)
    writers: Mapped[list[str]] = mapped_column(ARRAY(Text))
    released_by: Mapped[str]
    released_at: Mapped[datetime] = mapped_column(TIME)
    ended_at: Mapped[datetime | None] = mapped_column(TIME)
    ended_by: Mapped[str] = mapped_column(server_default="")
