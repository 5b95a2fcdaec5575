"""Feeds and site maps over HTTP."""

from collections.abc import Callable
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response

from content_api.addresses import Addresses
from content_api.feeds import atom, jsonfeed, service, sitemaps
from content_api.feeds.entries import Feed, Places
from content_api.feeds.schemas import SHELVES, FeedQuery, LocalePath
from content_api.public.answers import answer, cache_control
from content_api.public.choice import choose
from content_api.public.errors import UnknownLanguageTagError
from content_api.public.routes import EVERY_READ, public_pool
from content_api.public.schemas import NoQuery
from content_api.types.errors import ContentTypeNotFoundError
from content_api.web import here
from phohien import clock
from phohien.auth import Anyone
from phohien.pagination import BadCursorError
from phohien.problems import problems

router = APIRouter(prefix="/v1", tags=["feeds"])
Render = Callable[[Feed, Places, Addresses], bytes]


def _text(media_type: str) -> dict[int | str, dict[str, Any]]:
    schema = {"schema": {"type": "string"}}
    return {200: {"content": {media_type: schema}, "description": "The feed."}}


EVERY_FEED = {
    **EVERY_READ,
    **problems(BadCursorError, UnknownLanguageTagError, ContentTypeNotFoundError),
}


@router.get(
    "/feeds/{locale}/atom.xml",
    responses={**EVERY_FEED, **_text(atom.MEDIA_TYPE)},
    response_class=Response,
)
async def get_atom_feed(
    request: Request,
    _: Anyone,
    locale: Annotated[LocalePath, Path()],
    wanted: Annotated[FeedQuery, Query()],
) -> Response:
    """Atom, the latest change first; a withdrawal is a `deleted-entry` (RFC 6721)."""
    return await _feed(request, locale, wanted, atom.render, atom.MEDIA_TYPE)


@router.get(
    "/feeds/{locale}/feed.json",
    responses={
        **EVERY_FEED,
        200: {
            "content": {jsonfeed.MEDIA_TYPE: {"schema": {"type": "object"}}},
            "description": "The feed.",
        },
    },
    response_class=Response,
)
async def get_json_feed(
    request: Request,
    _: Anyone,
    locale: Annotated[LocalePath, Path()],
    wanted: Annotated[FeedQuery, Query()],
) -> Response:
    """JSON Feed 1.1, the latest change first; withdrawals are in `_phohien`."""
    return await _feed(request, locale, wanted, jsonfeed.render, jsonfeed.MEDIA_TYPE)


@router.get(
    "/sitemap.xml",
    responses={**EVERY_READ, **_text(sitemaps.MEDIA_TYPE)},
    response_class=Response,
)
async def get_sitemap_index(
    request: Request, _: Anyone, __: Annotated[NoQuery, Query()]
) -> Response:
    """The index of the site maps: one a language and shelf."""
    found = await service.shelves(public_pool(request))
    return _xml(request, sitemaps.index(found, here(request)), sitemaps.MEDIA_TYPE)


@router.get(
    "/sitemaps/{locale}/{shelf}.xml",
    responses={
        **EVERY_READ,
        **_text(sitemaps.MEDIA_TYPE),
        **problems(UnknownLanguageTagError),
    },
    response_class=Response,
)
async def get_sitemap(
    request: Request,
    _: Anyone,
    locale: Annotated[LocalePath, Path()],
    shelf: Annotated[int, Path(ge=0, lt=SHELVES)],
    __: Annotated[NoQuery, Query()],
) -> Response:
    """One shelf of a language: which items are on it never changes."""
    lang = choose(locale, None).first
    places = await service.shelf(public_pool(request), lang, shelf)
    body = sitemaps.shelf(lang, places, here(request))
    return _xml(request, body, sitemaps.MEDIA_TYPE)


async def _feed(
    request: Request, locale: str, wanted: FeedQuery, render: Render, media_type: str
) -> Response:
    lang = choose(locale, None).first
    feed = await service.feed(public_pool(request), lang, wanted)
    addresses = here(request)
    kept = wanted.model_dump(exclude_unset=True, exclude_none=True)
    cursor = kept.pop("cursor", None)
    first = _place(request, addresses, kept)
    places = Places(
        own=_place(request, addresses, {**kept, "cursor": cursor}) if cursor else first,
        first=first,
        next=_place(request, addresses, {**kept, "cursor": feed.next_cursor})
        if feed.next_cursor
        else None,
    )
    headers = {
        "cache-control": cache_control(feed.ends, at=clock.now()),
        "content-language": lang,
        "content-type": f"{media_type}; charset=utf-8",
    }
    return answer(request, render(feed, places, addresses), headers)


def _place(request: Request, addresses: Addresses, query: dict[str, Any]) -> str:
    place = addresses.absolute(request.url.path)
    return f"{place}?{urlencode(sorted(query.items()))}" if query else place


def _xml(request: Request, body: bytes, media_type: str) -> Response:
    headers = {
        "cache-control": cache_control([], at=clock.now()),
        "content-type": f"{media_type}; charset=utf-8",
    }
    return answer(request, body, headers)
