"""OGC API Features over HTTP."""

import json
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response

from content_api.ogc import asking, description, pages
from content_api.ogc.errors import CollectionNotFoundError, WrongMapQueryError
from content_api.ogc.pages import GEOJSON, JSON, OPENAPI, ROOT
from content_api.ogc.schemas import (
    MapCollection,
    MapCollectionList,
    MapConformance,
    MapItemQuery,
    MapLanding,
    MapQuery,
)
from content_api.public.answers import Finished, answer, carried, finished
from content_api.public.errors import (
    ItemNotFoundError,
    ItemWithdrawnError,
    UnknownLanguageTagError,
    item_not_found,
)
from content_api.public.forms import details
from content_api.public.forms.errors import WrongFilterError
from content_api.public.listing import bodies
from content_api.public.listing import reads as lists
from content_api.public.reads import Moved
from content_api.public.routes import EVERY_READ, AcceptLanguage, public_pool
from content_api.public.schemas import NoQuery
from content_api.web import here
from phohien import clock, languages
from phohien.auth import Anyone
from phohien.pagination import BadCursorError
from phohien.problems import problems
from phohien.schemas import Out

router = APIRouter(prefix=ROOT, tags=["map"])

Layer = Annotated[str, Path(max_length=80, description="A content type.")]
CACHE = {"cache-control": "public, max-age=3600", "vary": "Accept-Language"}
FEATURES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "GeoJSON.",
        "content": {GEOJSON: {"schema": {"type": "object", "required": ["type"]}}},
    }
}


def _fixed(request: Request, page: Out, media_type: str = JSON) -> Response:
    body = page.model_dump_json(by_alias=True).encode()
    lang = languages.spoken(request.headers.get("accept-language"))
    headers = {**CACHE, "content-language": lang, "content-type": media_type}
    return answer(request, body, headers)


def _spoken(request: Request) -> str:
    return languages.spoken(request.headers.get("accept-language"))


@router.get("", response_model=MapLanding, responses=EVERY_READ)
async def get_map_service(
    request: Request, _: Anyone, __: Annotated[NoQuery, Query()]
) -> Response:
    """The first page of the map service."""
    return _fixed(request, pages.landing(here(request), _spoken(request)))


@router.get("/conformance", response_model=MapConformance, responses=EVERY_READ)
async def get_map_conformance(
    request: Request, _: Anyone, __: Annotated[NoQuery, Query()]
) -> Response:
    """Which parts of OGC API Features are kept."""
    return _fixed(request, pages.conformance())


@router.get(
    "/api",
    response_class=Response,
    responses={
        **EVERY_READ,
        200: {
            "description": "OpenAPI 3.0 of the map service.",
            "content": {"application/vnd.oai.openapi+json": {"schema": {}}},
        },
    },
)
async def get_map_description(
    request: Request, _: Anyone, __: Annotated[NoQuery, Query()]
) -> Response:
    """The map service in OpenAPI 3.0, for clients of the standard."""
    described = description.openapi(here(request).root, version("content-api"))
    headers = {**CACHE, "content-type": OPENAPI}
    return answer(request, json.dumps(described, ensure_ascii=False).encode(), headers)


@router.get("/collections", response_model=MapCollectionList, responses=EVERY_READ)
async def list_map_collections(
    request: Request, _: Anyone, __: Annotated[NoQuery, Query()]
) -> Response:
    """Content types whose items have a place, as layers."""
    return _fixed(request, pages.collections(here(request), _spoken(request)))


@router.get(
    "/collections/{collection}",
    response_model=MapCollection,
    responses={**EVERY_READ, **problems(CollectionNotFoundError)},
)
async def get_map_collection(
    request: Request, _: Anyone, collection: Layer, __: Annotated[NoQuery, Query()]
) -> Response:
    """One layer."""
    found = pages.layer(collection)
    return _fixed(request, pages.collection(found, here(request), _spoken(request)))


@router.get(
    "/collections/{collection}/items",
    response_class=Response,
    responses={
        **EVERY_READ,
        **FEATURES,
        **problems(CollectionNotFoundError, WrongMapQueryError, BadCursorError),
    },
)
async def list_map_features(
    request: Request,
    _: Anyone,
    collection: Layer,
    wanted: Annotated[MapQuery, Query()],
    accept_language: AcceptLanguage = None,
) -> Response:
    """Features of a layer, newest first."""
    code = pages.layer(collection).code
    query = asking.list_query(wanted, code)
    path, pairs = request.url.path, request.query_params.multi_items()
    more = asking.released(wanted.datetime)
    wire = bodies.Wire(GEOJSON, path, pairs, here(request), more)
    try:
        done = await lists.items(
            public_pool(request), query, accept_language, wire, at=clock.now()
        )
    except (WrongFilterError, UnknownLanguageTagError) as exc:
        raise WrongMapQueryError(exc.detail, errors=exc.errors) from exc
    page = json.loads(done.body)
    following = page.pop("next_cursor", None)
    links = [_link(wire.own, "self")]
    if following is not None:
        rest = [pair for pair in pairs if pair[0] != "cursor"]
        onward = urlencode(sorted([*rest, ("cursor", following)]))
        links.append(_link(wire.addresses.absolute(f"{path}?{onward}"), "next"))
    return carried(request, _with_links(page, links, done.headers))


@router.get(
    "/collections/{collection}/items/{key}",
    response_class=Response,
    responses={
        **EVERY_READ,
        **FEATURES,
        **problems(CollectionNotFoundError, ItemNotFoundError, ItemWithdrawnError),
        **problems(WrongMapQueryError),
    },
)
async def get_map_feature(
    request: Request,
    _: Anyone,
    collection: Layer,
    key: Annotated[str, Path(description="The key of the item.")],
    wanted: Annotated[MapItemQuery, Query()],
    accept_language: AcceptLanguage = None,
) -> Response:
    """One item as a feature."""
    code, addresses = pages.layer(collection).code, here(request)
    query = asking.item_query(wanted)
    wire = details.Wire(GEOJSON, addresses)
    pool, at = public_pool(request), clock.now()
    try:
        done = await details.item(pool, key, query, accept_language, wire, at=at)
    except UnknownLanguageTagError as exc:
        raise asking.wrong_language() from exc
    feature = {} if isinstance(done, Moved) else json.loads(done.body)
    if isinstance(done, Moved) or feature["properties"]["type"] != code:
        raise item_not_found(key[:200])
    layer = f"{ROOT}/collections/{code}"
    links = [
        _link(addresses.absolute(f"{layer}/items/{feature['id']}"), "self"),
        {**_link(addresses.absolute(layer), "collection"), "type": JSON},
    ]
    return carried(request, _with_links(feature, links, done.headers))


def _link(href: str, rel: str) -> dict[str, str]:
    return {"href": href, "rel": rel, "type": GEOJSON}


def _with_links(
    body: Mapping[str, Any],
    links: Sequence[Mapping[str, str]],
    headers: Mapping[str, str],
) -> Finished:
    written = json.dumps({**body, "links": links}, ensure_ascii=False)
    return finished(written.encode(), {**headers, "vary": "Accept-Language"})
