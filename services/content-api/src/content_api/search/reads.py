"""A search, whole: what the route, or the lane before it, answers with."""

from datetime import datetime, timedelta

from content_api.public.answers import KEEP, STALE, cache_control, finished, link_to
from content_api.public.choice import choose
from content_api.public.pool import PublicPool
from content_api.public.reads import EVERYTHING, Pairs, Read
from content_api.search.asked import understood
from content_api.search.finder import Finder
from content_api.search.found import Found
from content_api.search.schemas import Engine, SearchQuery

SEARCH = "/v1/search"
# How long a process keeps what the database answered instead of the index.
DATABASE_SECONDS = 5
# An answer whose end is nearer than this is not kept.
LAST_MINUTES = timedelta(seconds=KEEP + STALE)


async def search(
    pool: PublicPool,
    finder: Finder,
    wanted: SearchQuery,
    *,
    pairs: Pairs,
    at: datetime,
) -> Read:
    lang = choose(wanted.locale, None).first if wanted.locale else None
    asked = understood(wanted, lang, secret=pool.secret, at=at)
    found = await finder.find(pool, asked)
    until = _until(found, at)
    short = [] if until is None else [at + timedelta(seconds=DATABASE_SECONDS)]
    headers = {"cache-control": cache_control([*found.ends, *short], at=at)}
    if lang is not None:
        headers["content-language"] = lang
    if found.next_cursor is not None:
        headers["link"] = link_to(SEARCH, pairs, "cursor", found.next_cursor)
    ends = min((end for end in (*found.ends, until) if end is not None), default=None)
    about = frozenset([lang or EVERYTHING])
    return Read(finished(found.body(), headers), ends, about)


def _until(found: Found, at: datetime) -> datetime | None:
    """The index moves without a line in the log: what is behind it is never kept."""
    if not found.level:
        return at
    if found.engine is Engine.DATABASE:
        return at + LAST_MINUTES + timedelta(seconds=DATABASE_SECONDS)
    return None
