"""Pulling feeds: lease, ask, read, keep what is new. Nothing becomes public by it."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import structlog

from content_api.intake import queries, reading
from content_api.intake.errors import FeedUnreachableError
from content_api.intake.fetch import Fetched, Fetcher
from content_api.intake.reading import Entry
from content_api.intake.tables import Feed
from content_api.items.service import SERVICE
from phohien import audit, markings
from phohien.db import Database, WriteSession

log = structlog.get_logger()
AT_ONCE = 5
LONGEST_PAUSE = timedelta(days=1)
MOST_DOUBLINGS = 8


@dataclass(frozen=True, slots=True)
class Leased:
    """A feed that nobody else asks for now."""

    id: UUID
    url: str
    lang: str
    etag: str | None
    last_modified: str | None


@dataclass(frozen=True, slots=True)
class Pulled:
    """`outcome` is `ok`, `not-modified`, or why it failed."""

    outcome: str
    new: int = 0
    known: int = 0
    refused: int = 0


async def pull_due(database: Database, fetcher: Fetcher, *, at: datetime) -> int:
    """The feeds whose time has come, a few at once; how many there were."""
    async with database.writing() as session:
        feeds = await queries.due(session, at, AT_ONCE)
        leases = [lease(feed, at) for feed in feeds]
    await asyncio.gather(*(pull(database, fetcher, each, at=at) for each in leases))
    return len(leases)


def lease(feed: Feed, at: datetime) -> Leased:
    """Whoever dies with the lease loses one turn, no more."""
    feed.next_at = at + timedelta(minutes=feed.every_minutes)
    return Leased(feed.id, feed.url, feed.lang, feed.etag, feed.last_modified)


async def pull(
    database: Database, fetcher: Fetcher, leased: Leased, *, at: datetime
) -> Pulled:
    try:
        fetched = await fetcher.get(
            leased.url, etag=leased.etag, last_modified=leased.last_modified
        )
        found = None
        if fetched.body is not None:
            found = await asyncio.to_thread(reading.entries, fetched.body)
    except FeedUnreachableError as exc:
        log.warning("feed_unreachable", feed=str(leased.id), reason=exc.reason)
        return await _failed(database, leased, exc.reason, at=at)
    async with database.writing() as session:
        return await _keep(session, leased, fetched, found, at=at)


async def _failed(
    database: Database, leased: Leased, reason: str, *, at: datetime
) -> Pulled:
    """A feed that fails is asked less and less often."""
    async with database.writing() as session:
        feed = await queries.feed_for_update(session, leased.id)
        if feed is not None:
            feed.failures += 1
            pause = timedelta(minutes=feed.every_minutes)
            pause *= 2 ** min(feed.failures, MOST_DOUBLINGS)
            feed.next_at = at + min(pause, LONGEST_PAUSE)
            feed.pulled_at, feed.outcome = at, reason
    return Pulled(reason)


async def _keep(
    session: WriteSession,
    leased: Leased,
    fetched: Fetched,
    found: Sequence[Entry] | None,
    *,
    at: datetime,
) -> Pulled:
    feed = await queries.feed_for_update(session, leased.id)
    if feed is None:
        return Pulled("gone")
    outcome = "not-modified" if found is None else "ok"
    feed.failures, feed.pulled_at, feed.outcome = 0, at, outcome
    if found is None:
        return Pulled(outcome)
    feed.etag, feed.last_modified = fetched.etag, fetched.last_modified
    clean = [entry for entry in found if not _marked(entry)]
    fresh = await _unseen(session, leased.id, clean)
    new = 0
    for entry in fresh:
        new += await _keep_entry(session, leased, entry, at=at)
    refused = len(found) - len(clean)
    if refused:
        await session.flush()
        await audit.append(
            session,
            service=SERVICE,
            caller="tick",
            action="marking.refused",
            subject=f"feed:{leased.id}",
            detail={"entries": refused},
        )
    return Pulled(outcome, new, len(clean) - new, refused)


async def _unseen(
    session: WriteSession, feed_id: UUID, found: Sequence[Entry]
) -> list[Entry]:
    by_guid = {entry.guid_sha256: entry for entry in found}
    seen = await queries.seen(session, feed_id, by_guid)
    # In one order, so that two pulls of the same news never wait for each other.
    fresh = (entry for guid, entry in by_guid.items() if guid not in seen)
    return sorted(fresh, key=lambda entry: entry.url_sha256)


async def _keep_entry(
    session: WriteSession, leased: Leased, entry: Entry, *, at: datetime
) -> bool:
    """Whether it is new; a second feed with the same news is one more source of it."""
    hashes = {"url_sha256": entry.url_sha256, "text_sha256": entry.text_sha256}
    inserted = await queries.insert_news(
        session,
        {
            **hashes,
            "feed_id": leased.id,
            "url": entry.url,
            "lang": leased.lang,
            "title": entry.title,
            "summary": entry.summary,
            "published_at": entry.published_at,
            "fetched_at": at,
            "state": "new",
        },
    )
    news_id = inserted or await queries.same_news(session, **hashes)
    if news_id is not None:
        await queries.insert_sighting(
            session,
            {
                "feed_id": leased.id,
                "guid_sha256": entry.guid_sha256,
                "news_id": news_id,
                "at": at,
            },
        )
    return inserted is not None


def _marked(entry: Entry) -> bool:
    return any(markings.scan(text) for text in (entry.title, entry.summary))
