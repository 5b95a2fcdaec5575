"""Public reads over HTTP."""

import json
from typing import Annotated, Any

from fastapi import APIRouter, Header, Path, Query, Request
from fastapi.responses import RedirectResponse, Response

from content_api.public import queries, reads, schemas
from content_api.public.answers import answer, cache_control, carried, known_tags
from content_api.public.choice import NAMES
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
from content_api.public.reads import Moved
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
    read = await reads.items(
        public_pool(request),
        wanted,
        accept_language,
        pairs=request.query_params.multi_items(),
        at=clock.now(),
    )
    return carried(request, read.done)


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
    read = await reads.item(
        public_pool(request),
        name,
        wanted,
        accept_language,
        known=known_tags(request),
        at=clock.now(),
    )
    if isinstance(read, Moved):
        url = request.url.replace(path=f"/v1/items/{read.slug}")
        target = f"{url.path}?{url.query}" if url.query else url.path
        return RedirectResponse(target, 308, read.headers)
    return carried(request, read.done)


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
