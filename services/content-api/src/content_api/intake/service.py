"""Keeping feeds, and taking news over: the one way from a feed to a draft."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from content_api.intake import queries
from content_api.intake.errors import (
    FeedHostError,
    FeedKnownError,
    FeedNotFoundError,
    NewsDecidedError,
    NewsNotFoundError,
)
from content_api.intake.fetch import Hosts
from content_api.intake.schemas import FeedChange, FeedDraft, TakeOrder
from content_api.intake.tables import Feed, News
from content_api.items import checks
from content_api.items import service as items
from content_api.items.schemas import ItemDraft
from content_api.items.service import SERVICE, Writer
from content_api.items.tables import Item
from content_api.types import vocabulary
from content_api.webhooks.calls import guard
from phohien import audit, clock
from phohien.db import ReadSession, WriteSession
from phohien.errors import Text


@dataclass(frozen=True, slots=True)
class Taken:
    """The news, and the draft made of it."""

    news: News
    item: Item


async def add_feed(
    session: WriteSession, draft: FeedDraft, hosts: Hosts, writer: Writer
) -> Feed:
    if not hosts.allow(draft.url):
        listed = ", ".join(sorted(hosts.allowed))
        raise FeedHostError(
            Text(
                vi=f"Các máy chủ được phép: {listed}. Người vận hành thêm bằng"
                " PHOHIEN_CONTENT_FEED_HOSTS.",
                en=f"These hosts are allowed: {listed}. The operator adds others by"
                " PHOHIEN_CONTENT_FEED_HOSTS.",
            )
        )
    # What would be refused at every pull is refused here, where somebody reads it.
    guard.destination(draft.url, hosts.inside)
    _demand_category(draft.fi_category)
    values = {
        **draft.model_dump(),
        "next_at": writer.at,
        "created_by_name": writer.caller.name,
        "created_at": writer.at,
    }
    feed = await queries.insert_feed(session, values)
    if feed is None:
        raise FeedKnownError(
            Text(
                vi="Xem các nguồn tin tại /staff/v1/feeds.",
                en="See the feeds at /staff/v1/feeds.",
            )
        )
    await _note(session, writer, "feed.added", f"feed:{feed.id}", {"url": feed.url})
    return feed


async def change_feed(
    session: WriteSession, feed_id: UUID, change: FeedChange, writer: Writer
) -> Feed:
    _demand_category(change.fi_category)
    feed = await feed_for_update(session, feed_id)
    for name, value in change.model_dump().items():
        setattr(feed, name, value)
    feed.next_at = writer.at
    detail = {"enabled": feed.enabled}
    await _note(session, writer, "feed.changed", f"feed:{feed.id}", detail)
    return feed


async def feed_for_update(session: WriteSession, feed_id: UUID) -> Feed:
    feed = await queries.feed_for_update(session, feed_id)
    if feed is None:
        raise FeedNotFoundError(
            Text(
                vi="Xem các nguồn tin tại /staff/v1/feeds.",
                en="See the feeds at /staff/v1/feeds.",
            )
        )
    return feed


async def news_with_id(session: ReadSession, news_id: UUID) -> News:
    news = await queries.get_news(session, news_id)
    if news is None:
        raise _no_news()
    return news


async def take(
    session: WriteSession,
    news_id: UUID,
    order: TakeOrder,
    writer: Writer,
    *,
    province: str,
) -> Taken:
    """A draft article of the officer's own agency, with its source."""
    news = await _undecided(session, news_id)
    feed = await queries.feed_of(session, news)
    texts = {"title": news.title, "summary": news.summary or None}
    held = {name: text for name, text in texts.items() if text}
    draft = ItemDraft(
        type="article",
        fi_category=order.fi_category or feed.fi_category,
        topics=order.topics,
        fields=_fields(news, feed),
        languages=order.languages or {news.lang: held},
    )
    item = await items.create_item(session, draft, writer, province=province)
    news.state, news.item_key = "taken", item.key
    _decided(news, writer)
    subject = f"news:{news.id}"
    await _note(session, writer, "news.taken", subject, {"item": item.key})
    return Taken(news, item)


async def dismiss(session: WriteSession, news_id: UUID, writer: Writer) -> News:
    news = await _undecided(session, news_id)
    news.state = "dismissed"
    _decided(news, writer)
    await _note(session, writer, "news.dismissed", f"news:{news.id}", {})
    return news


def _demand_category(code: str) -> None:
    checks.refuse(vocabulary.unknown("fi_category", [("/fi_category", code)]))


def _fields(news: News, feed: Feed) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "genre": "news",
        "source": {"text": feed.name, "url": news.url},
    }
    if news.published_at is not None:
        fields["first_published_on"] = clock.day_of(news.published_at).isoformat()
    return fields


def _decided(news: News, writer: Writer) -> None:
    news.decided_by_name = writer.caller.name
    news.decided_at = writer.at


async def _undecided(session: WriteSession, news_id: UUID) -> News:
    news = await queries.news_for_update(session, news_id)
    if news is None:
        raise _no_news()
    if news.state != "new":
        raise NewsDecidedError(
            Text(
                vi=f"{news.decided_by_name} đã xử lý tin này (state: {news.state}).",
                en=f"{news.decided_by_name} decided on it (state: {news.state}).",
            )
        )
    return news


def _no_news() -> NewsNotFoundError:
    return NewsNotFoundError(
        Text(vi="Xem các tin tại /staff/v1/news.", en="See the news at /staff/v1/news.")
    )


async def _note(
    session: WriteSession,
    writer: Writer,
    action: str,
    subject: str,
    detail: dict[str, Any],
) -> None:
    await session.flush()  # the audit line is the last thing this transaction writes
    await audit.append(
        session,
        service=SERVICE,
        caller=writer.caller,
        action=action,
        subject=subject,
        detail=detail,
    )
