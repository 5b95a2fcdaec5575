"""Statements on feeds and the news they brought."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select, tuple_
from sqlalchemy.dialects.postgresql import insert

from content_api.intake.tables import Feed, News, Sighting
from phohien.db import ReadSession, WriteSession
from phohien.pagination import Cursor


async def feeds(session: ReadSession) -> Sequence[Feed]:
    return (await session.scalars(select(Feed).order_by(Feed.name, Feed.id))).all()


async def feed_for_update(session: WriteSession, feed_id: UUID) -> Feed | None:
    return await session.get(Feed, feed_id, with_for_update=True)


async def insert_feed(session: WriteSession, values: Mapping[str, Any]) -> Feed | None:
    """None means that the address is kept already."""
    found: Feed | None = await session.scalar(
        insert(Feed).values(**values).on_conflict_do_nothing().returning(Feed)
    )
    return found


async def due(session: WriteSession, at: datetime, limit: int) -> Sequence[Feed]:
    """Locked: of two workers one pulls a feed, the other passes it by."""
    rows = await session.scalars(
        select(Feed)
        .where(Feed.enabled, Feed.next_at <= at)
        .order_by(Feed.next_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return rows.all()


async def seen(session: ReadSession, feed_id: UUID, guids: Collection[str]) -> set[str]:
    rows = await session.scalars(
        select(Sighting.guid_sha256).where(
            Sighting.feed_id == feed_id, Sighting.guid_sha256.in_(guids)
        )
    )
    return set(rows)


async def insert_news(session: WriteSession, values: Mapping[str, Any]) -> UUID | None:
    """None when this page, or these words, came before."""
    found: UUID | None = await session.scalar(
        insert(News).values(**values).on_conflict_do_nothing().returning(News.id)
    )
    return found


async def same_news(
    session: ReadSession, *, url_sha256: str, text_sha256: str
) -> UUID | None:
    found: UUID | None = await session.scalar(
        select(News.id)
        .where(or_(News.url_sha256 == url_sha256, News.text_sha256 == text_sha256))
        .order_by(News.id)
        .limit(1)
    )
    return found


async def insert_sighting(session: WriteSession, values: Mapping[str, Any]) -> None:
    await session.execute(insert(Sighting).values(**values).on_conflict_do_nothing())


async def get_news(session: ReadSession, news_id: UUID) -> News | None:
    return await session.get(News, news_id)


async def news_for_update(session: WriteSession, news_id: UUID) -> News | None:
    return await session.get(News, news_id, with_for_update=True)


async def feed_of(session: ReadSession, news: News) -> Feed:
    return await session.get_one(Feed, news.feed_id)


async def page_of_news(
    session: ReadSession,
    *,
    state: str | None,
    feed_id: UUID | None,
    after: Cursor | None,
    limit: int,
) -> Sequence[News]:
    """Newest first; one more than asked for tells that there are more."""
    statement = select(News)
    if state is not None:
        statement = statement.where(News.state == state)
    if feed_id is not None:
        carried = select(Sighting.news_id).where(Sighting.feed_id == feed_id)
        statement = statement.where(News.id.in_(carried))
    if after is not None:
        statement = statement.where(
            tuple_(News.fetched_at, News.id) < tuple_(after.at, after.id)
        )
    statement = statement.order_by(News.fetched_at.desc(), News.id.desc())
    return (await session.scalars(statement.limit(limit + 1))).all()


async def sources(
    session: ReadSession, news_ids: Collection[UUID]
) -> Sequence[tuple[UUID, UUID, str, datetime]]:
    """News, feed, name and moment of every sighting, the first one first."""
    rows = await session.execute(
        select(Sighting.news_id, Feed.id, Feed.name, Sighting.at)
        .join(Feed, Feed.id == Sighting.feed_id)
        .where(Sighting.news_id.in_(news_ids))
        .order_by(Sighting.at, Feed.name)
    )
    return [(news, feed, name, at) for news, feed, name, at in rows]
