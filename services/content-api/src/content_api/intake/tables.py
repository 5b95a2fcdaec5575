from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, DateTime, ForeignKey, Index, Text, func
from sqlalchemy.orm import Mapped, mapped_column

from content_api.db import Base

Moment = DateTime(timezone=True)


class Feed(Base):
    __tablename__ = "feed"
    __table_args__ = (
        CheckConstraint("every_minutes BETWEEN 5 AND 10080", name="every_minutes"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=func.uuidv7())
    url: Mapped[str] = mapped_column(Text, unique=True)
    name: Mapped[str] = mapped_column(Text)
    lang: Mapped[str] = mapped_column(Text)
    fi_category: Mapped[str] = mapped_column(Text)
    enabled: Mapped[bool]
    every_minutes: Mapped[int]
    etag: Mapped[str | None] = mapped_column(Text)
    last_modified: Mapped[str | None] = mapped_column(Text)
    next_at: Mapped[datetime] = mapped_column(Moment)
    pulled_at: Mapped[datetime | None] = mapped_column(Moment)
    outcome: Mapped[str] = mapped_column(Text, server_default="")
    failures: Mapped[int] = mapped_column(server_default="0")
    created_by_name: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(Moment)


class News(Base):
    """One piece of news, however many feeds carry it."""

    __tablename__ = "news"
    __table_args__ = (
        CheckConstraint("state IN ('new', 'taken', 'dismissed')", name="state"),
        Index("news_state_idx", "state", "fetched_at", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=func.uuidv7())
    feed_id: Mapped[UUID] = mapped_column(ForeignKey(Feed.id))
    url: Mapped[str] = mapped_column(Text)
    url_sha256: Mapped[str] = mapped_column(Text, unique=True)
    text_sha256: Mapped[str] = mapped_column(Text, unique=True)
    lang: Mapped[str] = mapped_column(Text)
    title: Mapped[str] = mapped_column(Text)
    summary: Mapped[str] = mapped_column(Text)
    published_at: Mapped[datetime | None] = mapped_column(Moment)
    fetched_at: Mapped[datetime] = mapped_column(Moment)
    state: Mapped[str] = mapped_column(Text)
    item_key: Mapped[str | None] = mapped_column(Text)
    decided_by_name: Mapped[str | None] = mapped_column(Text)
    decided_at: Mapped[datetime | None] = mapped_column(Moment)


class Sighting(Base):
    """A feed carried a piece of news under a guid of its own."""

    __tablename__ = "news_sighting"
    __table_args__ = (Index("news_sighting_news_idx", "news_id"),)

    feed_id: Mapped[UUID] = mapped_column(ForeignKey(Feed.id), primary_key=True)
    guid_sha256: Mapped[str] = mapped_column(Text, primary_key=True)
    news_id: Mapped[UUID] = mapped_column(ForeignKey(News.id))
    at: Mapped[datetime] = mapped_column(Moment)
