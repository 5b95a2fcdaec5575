"""One item, other than whole and as JSON."""

import json
from datetime import datetime
from typing import Any

from content_api.public import reads
from content_api.public.answers import Finished, cache_control, finished
from content_api.public.choice import choose
from content_api.public.documents import card
from content_api.public.forms import including, sparse
from content_api.public.forms.schemas import DetailQuery
from content_api.public.pool import PublicPool
from content_api.public.reads import Moved
from content_api.public.schemas import Fallback, ItemQuery


async def item(
    pool: PublicPool,
    name: str,
    wanted: DetailQuery,
    accept_language: str | None,
    *,
    at: datetime,
) -> Finished | Moved:
    """Parts of an item, with what it speaks of."""
    include = including.names_in(wanted.include)
    sparse.names_in(wanted.fields, ())
    plain = ItemQuery(locale=wanted.locale, fallback=wanted.fallback)
    read = await reads.item(pool, name, plain, accept_language, at=at)
    if isinstance(read, Moved):
        return read
    doc = json.loads(read.done.body)
    names = sparse.names_in(wanted.fields, (doc["type"],))
    exact = wanted.fallback is Fallback.NONE
    choice = choose(wanted.locale, accept_language)
    shown = await including.read(pool, [doc], include, choice, exact=exact)
    known: dict[str, Any] = {**doc, "thumbnail": card(doc)["thumbnail"]}
    if including.needs_documents(include):
        known["relations"] = shown.relations_of(doc)
    part = sparse.only(known, names or tuple(doc))
    if include:
        part["included"] = shown.body
    headers = {
        **read.done.headers,
        "cache-control": cache_control([read.ends, *shown.ends], at=at),
    }
    return finished(_text(part).encode(), headers)


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
