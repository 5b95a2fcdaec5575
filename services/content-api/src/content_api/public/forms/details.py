"""One item, other than whole and as JSON."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from content_api.addresses import Addresses
from content_api.public import reads
from content_api.public.answers import Finished, cache_control, finished
from content_api.public.choice import choose
from content_api.public.documents import card
from content_api.public.forms import geojson, including, sparse
from content_api.public.forms.errors import does_not_go
from content_api.public.forms.linked import things
from content_api.public.forms.media_types import GEOJSON, JSON_LD
from content_api.public.forms.schemas import DetailQuery
from content_api.public.pool import PublicPool
from content_api.public.reads import Moved
from content_api.public.schemas import Fallback, ItemQuery


@dataclass(frozen=True, slots=True)
class Wire:
    """In which format the item is wanted, and where this API is."""

    media_type: str
    addresses: Addresses


async def item(
    pool: PublicPool,
    name: str,
    wanted: DetailQuery,
    spoken: str | None,
    wire: Wire,
    *,
    at: datetime,
) -> Finished | Moved:
    """Parts of an item, with what it speaks of; or the item in another format."""
    include = including.names_in(wanted.include)
    sparse.names_in(wanted.fields, ())
    _refuse_what_does_not_fit(wanted, wire.media_type)
    plain = ItemQuery(locale=wanted.locale, fallback=wanted.fallback)
    read = await reads.item(pool, name, plain, spoken, at=at)
    if isinstance(read, Moved):
        return read
    doc = json.loads(read.done.body)
    names = sparse.names_in(wanted.fields, (doc["type"],))
    choice, exact = choose(wanted.locale, spoken), wanted.fallback is Fallback.NONE
    related = await including.read(pool, [doc], include, choice, exact=exact)
    headers = {
        **read.done.headers,
        "cache-control": cache_control([read.ends, *related.ends], at=at),
        "content-type": wire.media_type,
    }
    if wire.media_type == JSON_LD:
        body = things.item(doc, wire.addresses)
    else:
        body = _parts(doc, names, related, include)
    if wire.media_type == GEOJSON:
        body = geojson.feature(doc, body)
    written = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return finished(written.encode(), headers)


def _parts(
    doc: Mapping[str, Any],
    names: Sequence[str],
    related: including.Included,
    include: Sequence[str],
) -> dict[str, Any]:
    known: dict[str, Any] = {**doc, "thumbnail": card(doc)["thumbnail"]}
    if including.needs_documents(include):
        known["relations"] = related.relations_of(doc)
    part = sparse.only(known, names or tuple(doc))
    return {**part, "included": related.body} if include else part


def _refuse_what_does_not_fit(wanted: DetailQuery, media_type: str) -> None:
    """Linked data is whole: it has no place for parts."""
    for name in ("fields", "include"):
        if media_type == JSON_LD and getattr(wanted, name) is not None:
            raise does_not_go(name, media_type)
