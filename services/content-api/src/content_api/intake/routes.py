"""Feeds and the news they bring, over HTTP, for the staff alone."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request

from content_api.intake import errors, pulling, queries, service
from content_api.intake.fetch import Fetcher
from content_api.intake.schemas import (
    FeedChange,
    FeedDraft,
    FeedList,
    FeedOut,
    NewsList,
    NewsOut,
    NewsState,
    PullOut,
    SourceOut,
    TakenOut,
    TakeOrder,
)
from content_api.intake.tables import News
from content_api.items.aggregates.bodies import strings
from content_api.items.errors import ItemOfAnotherAgencyError
from content_api.items.marked import refuse_markings
from content_api.items.service import Writer
from content_api.types.errors import ContentRefusedError
from content_api.web import OwnDatabase
from content_api.webhooks.errors import ForbiddenAddressError
from phohien import clock
from phohien.auth import CsrfTokenError, RoleRequiredError, SignedIn, require
from phohien.callers import Caller
from phohien.db import ReadSession
from phohien.markings import MarkingFoundError
from phohien.pagination import BadCursorError, Cursor
from phohien.problems import problems
from phohien.web import Reading, Writing

router = APIRouter(prefix="/staff/v1", tags=["intake"])

Keeper = require("coordinator", "operator")
Editor = require("officer", "leader")
Sorter = require("officer", "leader", "coordinator")
WRITES = (CsrfTokenError, RoleRequiredError)


def _fetcher(request: Request) -> Fetcher:
    fetcher = request.app.state.fetcher
    assert isinstance(fetcher, Fetcher)  # noqa: S101 -- app.state is untyped
    return fetcher


@router.get("/feeds")
async def list_feeds(session: Reading, _: SignedIn) -> FeedList:
    """Where news is taken from, and how the last pull ended."""
    rows = await queries.feeds(session)
    return FeedList(
        data=[FeedOut.model_validate(row) for row in rows], next_cursor=None
    )


@router.post(
    "/feeds",
    status_code=201,
    responses=problems(
        *WRITES,
        errors.FeedHostError,
        errors.FeedKnownError,
        ForbiddenAddressError,
        ContentRefusedError,
    ),
)
async def add_feed(
    body: FeedDraft, request: Request, session: Writing, caller: Caller = Keeper
) -> FeedOut:
    """A feed of an allowed host; the worker pulls it from now on."""
    hosts = _fetcher(request).hosts
    feed = await service.add_feed(session, body, hosts, Writer(caller, clock.now()))
    return FeedOut.model_validate(feed)


@router.put(
    "/feeds/{feed_id}",
    responses=problems(*WRITES, errors.FeedNotFoundError, ContentRefusedError),
)
async def change_feed(
    feed_id: UUID, body: FeedChange, session: Writing, caller: Caller = Keeper
) -> FeedOut:
    """Its name, how often it is pulled, and whether at all."""
    writer = Writer(caller, clock.now())
    return FeedOut.model_validate(
        await service.change_feed(session, feed_id, body, writer)
    )


@router.post(
    "/feeds/{feed_id}/pull", responses=problems(*WRITES, errors.FeedNotFoundError)
)
async def pull_feed(
    feed_id: UUID, request: Request, database: OwnDatabase, _: Caller = Keeper
) -> PullOut:
    """Pull it now and see what comes."""
    at = clock.now()
    async with database.writing() as session:
        leased = pulling.lease(await service.feed_for_update(session, feed_id), at)
    pulled = await pulling.pull(database, _fetcher(request), leased, at=at)
    return PullOut(
        outcome=pulled.outcome,
        new=pulled.new,
        known=pulled.known,
        refused=pulled.refused,
    )


@router.get("/news", responses=problems(BadCursorError))
async def list_news(
    *,
    session: Reading,
    _: SignedIn,
    state: NewsState | None = None,
    feed: UUID | None = None,
    cursor: Annotated[str | None, Query(max_length=300)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> NewsList:
    """News as it came in, newest first, each with every feed that carried it."""
    after = Cursor.decode(cursor) if cursor else None
    rows = await queries.page_of_news(
        session, state=state, feed_id=feed, after=after, limit=limit
    )
    shown = rows[:limit]
    more = None
    if len(rows) > limit:
        more = Cursor(shown[-1].fetched_at, shown[-1].id).encode()
    return NewsList(data=await _shown(session, shown), next_cursor=more)


@router.get("/news/{news_id}", responses=problems(errors.NewsNotFoundError))
async def get_news(news_id: UUID, session: Reading, _: SignedIn) -> NewsOut:
    """One piece of news with its sources."""
    news = await service.news_with_id(session, news_id)
    [shown] = await _shown(session, [news])
    return shown


@router.post(
    "/news/{news_id}/take",
    status_code=201,
    responses=problems(
        *WRITES,
        errors.NewsNotFoundError,
        errors.NewsDecidedError,
        ItemOfAnotherAgencyError,
        ContentRefusedError,
        MarkingFoundError,
    ),
)
async def take_news(
    *,
    news_id: UUID,
    body: TakeOrder,
    request: Request,
    database: OwnDatabase,
    session: Writing,
    caller: Caller = Editor,
) -> TakenOut:
    """Make a draft article of it, for your agency; it goes through the gate."""
    texts = dict(strings(body.model_dump(mode="json")))
    await refuse_markings(database, caller, f"news:{news_id}", texts)
    taken = await service.take(
        session,
        news_id,
        body,
        Writer(caller, clock.now()),
        province=request.app.state.settings.province,
    )
    [news] = await _shown(session, [taken.news])
    return TakenOut(item_key=taken.item.key, news=news)


@router.post(
    "/news/{news_id}/dismiss",
    responses=problems(*WRITES, errors.NewsNotFoundError, errors.NewsDecidedError),
)
async def dismiss_news(
    news_id: UUID, session: Writing, caller: Caller = Sorter
) -> NewsOut:
    """Nothing for us; it is kept, so that it does not come in again."""
    news = await service.dismiss(session, news_id, Writer(caller, clock.now()))
    [shown] = await _shown(session, [news])
    return shown


async def _shown(session: ReadSession, rows: Sequence[News]) -> list[NewsOut]:
    sources: dict[UUID, list[SourceOut]] = {row.id: [] for row in rows}
    for news_id, feed_id, name, at in await queries.sources(session, list(sources)):
        sources[news_id].append(SourceOut(feed_id=feed_id, name=name, at=at))
    names = NewsOut.model_fields.keys() - {"sources"}
    return [
        NewsOut(**{name: getattr(row, name) for name in names}, sources=sources[row.id])
        for row in rows
    ]
