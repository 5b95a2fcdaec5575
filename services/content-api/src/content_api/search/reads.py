"""A search, whole: what the route, or the lane before it, answers with."""

import json
from datetime import datetime

from content_api.public.answers import cache_control, finished, link_to
from content_api.public.choice import choose
from content_api.public.pool import PublicPool
from content_api.public.reads import EVERYTHING, Pairs, Read
from content_api.search.finder import Finder
from content_api.search.schemas import SearchQuery

SEARCH = "/v1/search"


async def search(
    pool: PublicPool,
    finder: Finder,
    wanted: SearchQuery,
    *,
    pairs: Pairs,
    at: datetime,
) -> Read:
    lang = choose(wanted.locale, None).first if wanted.locale else None
    found = await finder.find(pool, wanted, lang)
    headers = {"cache-control": cache_control(found.ends, at=at)}
    if lang is not None:
        headers["content-language"] = lang
    if found.next_cursor is not None:
        headers["link"] = link_to(SEARCH, pairs, "cursor", found.next_cursor)
    rows = ",".join(found.rows)
    body = f'{{"data":[{rows}],"next_cursor":{json.dumps(found.next_cursor)}}}'
    ends = min((end for end in found.ends if end is not None), default=None)
    return Read(finished(body.encode(), headers), ends, frozenset([lang or EVERYTHING]))
