"""`/iiif/3/{id}/{region}/{size}/{rotation}/{quality}.{format}` and `info.json`."""

import hashlib
from http import HTTPStatus
from typing import Annotated, NamedTuple

import orjson
from fastapi import APIRouter, Depends, Request, Response

from assets_api.addresses import Addresses
from assets_api.delivery import ranges
from assets_api.desks import AtDesk
from assets_api.iiif import service
from assets_api.iiif.asking import FORMATS, Region, asked
from assets_api.iiif.easel import Easel
from assets_api.iiif.errors import ImageRequestError
from assets_api.iiif.info import CONTEXT, PROFILE, info
from assets_api.iiif.service import Shown
from assets_api.pages import errors as failures
from assets_api.studio.errors import RenditionNotReadyError, RenditionsBusyError
from assets_api.versions.errors import MediaNotFoundError, MediaWithdrawnError
from phohien import auth, clock
from phohien.problems import problems

router = APIRouter(prefix="/iiif/3", tags=["iiif"])
ALWAYS = {
    "access-control-allow-origin": "*",
    "access-control-expose-headers": "ETag, Link",
    "content-security-policy": "default-src 'none'; sandbox",
    "cross-origin-resource-policy": "cross-origin",
    "x-content-type-options": "nosniff",
}
HOUR = "public, max-age=3600"
DAY = "public, max-age=86400"
"""The address stays when a file's rights are written anew; its parts say them then."""

LINKED = "application/ld+json"
GONE = problems(
    MediaNotFoundError,
    MediaWithdrawnError,
    failures.PageNotFoundError,
    failures.PageNotDrawnError,
    failures.PagesBusyError,
)


Named = tuple[str, Shown]


async def _named(identifier: str, request: Request, desk: AtDesk) -> Named:
    """The address of the image service, and what it shows."""
    name = service.named(identifier)
    shown = await service.require_shown(
        desk.database, request.app.state.drawer, name, at=clock.now()
    )
    return Addresses.of(request).image_service(*name), shown


class Parts(NamedTuple):
    region: str
    size: str
    rotation: str
    last: str


def _parts(region: str, size: str, rotation: str, last: str) -> Parts:
    """Whatever stands there: what is wrong with it is said by 400, not by 422."""
    return Parts(region, size, rotation, last)


@router.head("/{identifier}", include_in_schema=False)
@router.get(
    "/{identifier}",
    status_code=HTTPStatus.SEE_OTHER,
    response_class=Response,
    responses=GONE,
)
async def get_image_service(
    named: Annotated[Named, Depends(_named)], _: auth.Anyone
) -> Response:
    """Leads to info.json, as the IIIF asks."""
    return Response(
        status_code=HTTPStatus.SEE_OTHER,
        headers=ALWAYS | {"location": f"{named[0]}/info.json", "cache-control": HOUR},
    )


@router.head("/{identifier}/info.json", include_in_schema=False)
@router.get(
    "/{identifier}/info.json",
    response_class=Response,
    responses={HTTPStatus.OK: {"content": {"application/json": {}}}} | GONE,
)
async def get_image_information(
    named: Annotated[Named, Depends(_named)], request: Request, _: auth.Anyone
) -> Response:
    """The size of a public picture or page, and what can be asked of it."""
    address, (source, _said) = named
    linked = LINKED in request.headers.get("accept", "")
    return Response(
        orjson.dumps(info(address, (source.width, source.height))),
        media_type=f'{LINKED};profile="{CONTEXT}"' if linked else "application/json",
        headers=ALWAYS
        | {
            "cache-control": HOUR,
            "vary": "accept",
            "link": f'<{PROFILE}>;rel="profile"',
        },
    )


@router.head("/{identifier}/{region}/{size}/{rotation}/{last}", include_in_schema=False)
@router.get(
    "/{identifier}/{region}/{size}/{rotation}/{last}",
    response_class=Response,
    responses={
        HTTPStatus.OK: {"content": {mime: {} for mime in FORMATS.values()}},
        HTTPStatus.NOT_MODIFIED: {"description": "you have it"},
        **GONE,
        **problems(ImageRequestError, RenditionsBusyError, RenditionNotReadyError),
    },
)
async def get_image(
    parts: Annotated[Parts, Depends(_parts)],
    named: Annotated[Named, Depends(_named)],
    request: Request,
    _: auth.Anyone,
) -> Response:
    """Any part of a public picture, in any size up to its own."""
    address, shown = named
    source, said = shown
    whole = (source.width, source.height)
    wanted = asked(*parts, Region(0, 0, *whole))
    canonical = wanted.canonical(whole)
    told = f"{source.sha256}/{said.digest if said else ''}/{canonical}"
    digest = hashlib.sha256(told.encode()).hexdigest()
    etag = f'"{digest}"'
    headers = ALWAYS | {
        "etag": etag,
        "cache-control": DAY,
        "link": f'<{PROFILE}>;rel="profile", <{address}/{canonical}>;rel="canonical"',
    }
    if ranges.matches(request.headers.get("if-none-match"), etag):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    easel = request.app.state.easel
    assert isinstance(easel, Easel)  # noqa: S101 -- app.state is untyped
    data = await easel.draw(shown, wanted)
    return Response(data, media_type=FORMATS[wanted.format], headers=headers)
