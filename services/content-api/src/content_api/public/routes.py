"""Public reads over HTTP."""

import json
from typing import Annotated, Any

from fastapi import APIRouter, Header, Path, Query, Request
from fastapi.responses import RedirectResponse, Response

from content_api.public import queries, reads, schemas
from content_api.public.answers import (
    Finished,
    answer,
    cache_control,
    carried,
    known_tags,
)
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
from content_api.public.forms import details
from content_api.public.forms.errors import (
    NoSuchFormError,
    UnknownParameterError,
    WrongFilterError,
)
from content_api.public.forms.media_types import (
    GEOJSON,
    ITEMS,
    JSON,
    JSON_LD,
    negotiated,
)
from content_api.public.forms.schemas import AnyItem, DetailQuery
from content_api.public.listing import bodies
from content_api.public.listing import reads as lists
from content_api.public.listing.conditions import refuse_repeated
from content_api.public.listing.described import filter_parameters
from content_api.public.listing.schemas import ItemList, ListQuery
from content_api.public.pool import PublicPool
from content_api.public.reads import Moved
from content_api.web import here
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


def in_other_forms(feature: str) -> dict[str, Any]:
    """How an answer that is not JSON of this API is described."""
    properties = {"type": {"const": feature}}
    of_map = {"type": "object", "properties": properties, "required": ["type"]}
    linked = {"type": "object", "required": ["@context", "@type"]}
    content = {GEOJSON: {"schema": of_map}, JSON_LD: {"schema": linked}}
    return {"description": "In the format that Accept asks for.", "content": content}


def public_pool(request: Request) -> PublicPool:
    pool = request.app.state.public_pool
    assert isinstance(pool, PublicPool)  # noqa: S101 -- app.state is untyped
    return pool


@router.get(
    "/items",
    response_model=ItemList,
    responses={
        200: in_other_forms("FeatureCollection"),
        **EVERY_READ,
        **problems(BadCursorError, NoSuchFormError),
        **problems(NothingToSearchError, UnknownLanguageTagError),
        **problems(UnknownParameterError, WrongFilterError),
    },
    openapi_extra={"parameters": filter_parameters()},
)
async def list_released_items(
    request: Request,
    _: Anyone,
    wanted: Annotated[ListQuery, Query()],
    accept_language: AcceptLanguage = None,
) -> Response:
    """Released items: filtered, in some order, with counts and what they speak of.

    With `Accept: application/geo+json` as features, with `application/ld+json` as
    linked data.
    """
    form = negotiated(request.headers.get("accept"), ITEMS)
    pool, at = public_pool(request), clock.now()
    pairs = request.query_params.multi_items()
    refuse_repeated(name for name, _ in pairs)
    plain = wanted.as_plain()
    if plain is not None and form == JSON:
        read = await reads.items(pool, plain, accept_language, pairs=pairs, at=at)
        return carried(request, read.done)
    wire = bodies.Wire(form, request.url.path, pairs, here(request))
    done = await lists.items(pool, wanted, accept_language, wire, at=at)
    return carried(request, done)


@router.get(
    "/items/{name}",
    response_model=AnyItem,
    responses={
        200: in_other_forms("Feature"),
        **EVERY_READ,
        **MOVED,
        **problems(ItemNotFoundError, LanguageNotReleasedError, ItemWithdrawnError),
        **problems(UnknownLanguageTagError, UnknownParameterError, NoSuchFormError),
    },
)
async def get_released_item(
    request: Request,
    _: Anyone,
    name: Annotated[str, Path(description="The key or a slug of the item.")],
    wanted: Annotated[DetailQuery, Query()],
    accept_language: AcceptLanguage = None,
) -> Response:
    """One item in the language asked for, or marked as standing in for it.

    With `Accept: application/geo+json` as a feature, with `application/ld+json` as
    linked data.
    """
    form = negotiated(request.headers.get("accept"), ITEMS)
    pool, at = public_pool(request), clock.now()
    done: Finished | Moved
    if form == JSON and wanted.fields is None and wanted.include is None:
        known = known_tags(request)
        read = await reads.item(pool, name, wanted, accept_language, known=known, at=at)
        done = read if isinstance(read, Moved) else read.done
    else:
        wire = details.Wire(form, here(request))
        done = await details.item(pool, name, wanted, accept_language, wire, at=at)
    if isinstance(done, Moved):
        url = request.url.replace(path=f"/v1/items/{done.slug}")
        target = f"{url.path}?{url.query}" if url.query else url.path
        return RedirectResponse(target, 308, done.headers)
    return carried(request, done)


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
