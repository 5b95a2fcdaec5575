"""A list as it leaves."""

import json
from dataclasses import replace
from datetime import datetime
from typing import Any

from content_api.public.answers import Finished, cache_control, finished, link_to
from content_api.public.choice import choose
from content_api.public.forms import including
from content_api.public.forms.media_types import VARY
from content_api.public.listing import bodies, service
from content_api.public.listing.bodies import Wire
from content_api.public.listing.schemas import ListQuery
from content_api.public.pool import PublicPool
from content_api.public.schemas import Fallback
from content_api.public.service import language_of_list


async def items(
    pool: PublicPool,
    wanted: ListQuery,
    spoken: str | None,
    wire: Wire,
    *,
    at: datetime,
) -> Finished:
    """`spoken` is the Accept-Language header."""
    choice = choose(wanted.locale, spoken)
    lang = await language_of_list(pool, choice, exact=bool(wanted.locale))
    asked = service.understood(wanted, choice, lang)
    asked = replace(asked, wanted={**asked.wanted, **wire.more})
    bodies.refuse_what_does_not_fit(asked, wire.media_type)
    whole = bodies.needs_documents(asked, wire.media_type)
    page = await service.page(pool, asked, whole=whole)
    beside: dict[str, Any] = {"next_cursor": page.next_cursor}
    beside |= await service.total(pool, asked)
    beside |= await service.facets(pool, asked)
    opened = page.rows if bodies.opens_rows(asked, wire.media_type) else []
    docs = [json.loads(row.body) for row in opened]
    exact = wanted.fallback is Fallback.NONE
    related = await including.read(pool, docs, asked.include, choice, exact=exact)
    beside["included"] = related.body if asked.include else None
    shown = bodies.Shown(asked, page.rows, docs, related, beside)
    ends = [row.expires_at for row in page.rows]
    headers = {
        "cache-control": cache_control([*ends, *related.ends], at=at),
        "content-language": lang,
        "content-type": wire.media_type,
        "vary": VARY,
    }
    if page.next_cursor is not None:
        headers["link"] = link_to(wire.path, wire.pairs, "cursor", page.next_cursor)
    return finished(bodies.body(shown, wire), headers)
