"""A list as it leaves."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from content_api.public.answers import Finished, cache_control, finished, link_to
from content_api.public.choice import choose
from content_api.public.documents import card
from content_api.public.forms import including, sparse
from content_api.public.forms.media_types import VARY
from content_api.public.listing import service
from content_api.public.listing.queries import Listed
from content_api.public.listing.schemas import ListQuery
from content_api.public.listing.service import Asked
from content_api.public.pool import PublicPool
from content_api.public.schemas import Fallback, ItemCard
from content_api.public.service import language_of_list

PATH = "/v1/items"
CARD_NAMES = (*ItemCard.model_fields, "available_locales")
Doc = Mapping[str, Any]


async def items(
    pool: PublicPool,
    wanted: ListQuery,
    accept_language: str | None,
    *,
    pairs: Sequence[tuple[str, str]],
    at: datetime,
) -> Finished:
    choice = choose(wanted.locale, accept_language)
    lang = await language_of_list(pool, choice, exact=bool(wanted.locale))
    asked = service.understood(wanted, choice, lang)
    whole = including.needs_documents(asked.include) or not sparse.fit_card(
        asked.fields
    )
    page = await service.page(pool, asked, whole=whole)
    ends = [row.expires_at for row in page.rows]
    beside: dict[str, Any] = {"next_cursor": page.next_cursor}
    beside |= await service.total(pool, asked)
    beside |= await service.facets(pool, asked)
    if not asked.fields and not asked.include:
        data = ",".join(_with_languages(row) for row in page.rows)
        beside["included"] = None
    else:
        docs = [json.loads(row.body) for row in page.rows]
        exact = wanted.fallback is Fallback.NONE
        shown = await including.read(pool, docs, asked.include, choice, exact=exact)
        ends += shown.ends
        beside["included"] = shown.body if asked.include else None
        data = ",".join(
            _text(_shown(doc, row, asked, shown))
            for doc, row in zip(docs, page.rows, strict=True)
        )
    headers = {
        "cache-control": cache_control(ends, at=at),
        "content-language": lang,
        "vary": VARY,
    }
    if page.next_cursor is not None:
        headers["link"] = link_to(PATH, pairs, "cursor", page.next_cursor)
    body = f'{{"data":[{data}],{_text(beside)[1:]}'
    return finished(body.encode(), headers)


def _shown(
    doc: Doc, row: Listed, asked: Asked, shown: including.Included
) -> dict[str, Any]:
    """A card or what `fields` names, with the relations that are shown beside."""
    known = {**doc, "available_locales": row.langs}
    if "media" in doc:
        known["thumbnail"] = card(doc)["thumbnail"]
    if including.needs_documents(asked.include):
        known["relations"] = shown.relations_of(doc)
    names = asked.fields or (
        *CARD_NAMES,
        *(("relations",) if "relations" in doc else ()),
    )
    return sparse.only(known, names)


def _with_languages(row: Listed) -> str:
    return f'{row.body.rstrip()[:-1]},"available_locales":{json.dumps(row.langs)}}}'


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
