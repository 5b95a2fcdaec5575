"""Public reads over HTTP."""

import json
from typing import Annotated, Any

from fastapi import APIRouter, Header, Path, Query, Request
from fastapi.responses import RedirectResponse, Response

from content_api.public import queries, schemas, service
from content_api.public.answers import (
    answer,
    cache_control,
    is_known,
    known_tags,
    next_link,
    not_modified,
)
from content_api.public.choice import NAMES, choose
from content_api.public.errors import (
    DatabaseUnreachableError,
    ItemNotFoundError,
    ItemWithdrawnError,
    LanguageNotReleasedError,
    NothingToSearchError,
    QueryTooSlowError,
    UnknownLanguageTagError,
)
from content_api.public.pool import PublicPool
from content_api.public.service import Page
from phohien import clock
from phohien.auth import Anyone
from phohien.pagination import BadCursorError
from phohien.problems import problems

router = APIRouter(prefix="/v1", tags=["public"])

AcceptLanguage = Annotated[str | None, Header(max_length=400)]
NOT_MODIFIED: dict[int | str, dict[str, Any]] = {304: {"description": "You have it."}}
MOVED: dict[int | str, dict[str, Any]] = {308: {"description": "The present slug."}}
EVERY_READ = {
    **NOT_MODIFIED,
    **problems(QueryTooSlowError, DatabaseUnreachableError),
}


def public_pool(request: Request) -> PublicPool:
    pool = request.app.state.public_pool
    assert isinstance(pool, PublicPool)  # noqa: S101 -- app.state is untyped
    return pool


def list_answer(
    request: Request, page: Page, headers: dict[str, str], *, cursor: str = "cursor"
) -> Response:
    """A page as a list, with a link to the next one."""
    rows = ",".join(page.rows)
    body = f'{{"data":[{rows}],"next_cursor":{json.dumps(page.next_cursor)}}}'
    if page.next_cursor is not None:
        headers["link"] = next_link(request, cursor, page.next_cursor)
    return answer(request, body.encode(), headers)


@router.get(
    "/items",
    response_model=schemas.CardList,
    responses={
        **EVERY_READ,
        **problems(BadCursorError, NothingToSearchError, UnknownLanguageTagError),
    },
)
async def list_released_items(
    request: Request,
    _: Anyone,
    wanted: Annotated[schemas.ItemFilter, Query()],
    accept_language: AcceptLanguage = None,
) -> Response:
    """Released items, newest first."""
    pool, choice = public_pool(request), choose(wanted.locale, accept_language)
    lang = await service.language_of_list(pool, choice, exact=bool(wanted.locale))
    page = await service.list_cards(pool, wanted, choice, lang=lang)
    headers = {
        "cache-control": cache_control(page.ends, at=clock.now()),
        "content-language": lang,
        "vary": "Accept-Language",
    }
    return list_answer(request, page, headers)


@router.get(
    "/items/{name}",
    response_model=schemas.Item,
    responses={
        **EVERY_READ,
        **MOVED,
        **problems(ItemNotFoundError, LanguageNotReleasedError, ItemWithdrawnError),
        **problems(UnknownLanguageTagError),
    },
)
async def get_released_item(
    request: Request,
    _: Anyone,
    name: Annotated[str, Path(description="The key or a slug of the item.")],
    wanted: Annotated[schemas.ItemQuery, Query()],
    accept_language: AcceptLanguage = None,
) -> Response:
    """One item in the language asked for, or marked as standing in for it."""
    pool, known = public_pool(request), known_tags(request)
    choice = choose(wanted.locale, accept_language)
    reading = await service.read_item(pool, name, choice, known=known)
    if reading.fallback and wanted.fallback is schemas.Fallback.NONE:
        await service.refuse_fallback(pool, name, choice, reading)
    shown = reading.shown
    headers = {
        "cache-control": cache_control([shown.expires_at], at=clock.now()),
        "content-language": shown.lang,
        "vary": "Accept-Language",
    }
    if name not in reading.names:
        url = request.url.replace(path=f"/v1/items/{shown.slug}")
        target = f"{url.path}?{url.query}" if url.query else url.path
        return RedirectResponse(target, 308, headers)
    if is_known(reading.tag, known):
        return not_modified(reading.tag, headers)
    if shown.doc is None:  # the same text, but other languages came or went
        reading = await service.read_item(pool, name, choice)
    return answer(request, reading.body, headers, tag=reading.tag)


@router.get(
    "/search",
    response_model=schemas.CardList,
    responses={
        **EVERY_READ,
        **problems(BadCursorError, NothingToSearchError, UnknownLanguageTagError),
    },
)
async def search_released_items(
    request: Request, _: Anyone, wanted: Annotated[schemas.SearchQuery, Query()]
) -> Response:
    """The best matches among the newest; Vietnamese tones count where typed."""
    lang = choose(wanted.locale, None).first if wanted.locale else None
    page = await service.search_cards(public_pool(request), wanted, lang)
    headers = {"cache-control": cache_control(page.ends, at=clock.now())}
    if lang is not None:
        headers["content-language"] = lang
    return list_answer(request, page, headers)


@router.get("/languages", response_model=schemas.LanguageList, responses=EVERY_READ)
async def list_languages(
    request: Request, _: Anyone, __: Annotated[schemas.NoQuery, Query()]
) -> Response:
    """Every language something is released in."""
    tags = await queries.languages(public_pool(request), seconds=0)
    data = [{"tag": tag, "name": NAMES.get(tag, tag)} for tag in tags]
    body = json.dumps({"data": data, "next_cursor": None}, ensure_ascii=False)
    headers = {"cache-control": cache_control([], at=clock.now())}
    return answer(request, body.encode(), headers)
