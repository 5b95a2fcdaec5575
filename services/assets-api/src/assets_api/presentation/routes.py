"""`/iiif/presentation/3/{id}/manifest`, for brochures, pictures and albums."""

from http import HTTPStatus
from uuid import UUID

import orjson
from fastapi import APIRouter, Request, Response

from assets_api.addresses import Addresses
from assets_api.albums.errors import AlbumWithdrawnError
from assets_api.desks import AtDesk
from assets_api.presentation import service
from assets_api.presentation.manifest import CONTEXT
from assets_api.versions.errors import MediaNotFoundError, MediaWithdrawnError
from phohien import auth, clock
from phohien.problems import problems

router = APIRouter(prefix="/iiif/presentation/3", tags=["iiif"])
LINKED = "application/ld+json"


@router.head("/{ident}/manifest", include_in_schema=False)
@router.get(
    "/{ident}/manifest",
    response_class=Response,
    responses={
        HTTPStatus.OK: {"content": {"application/json": {}, LINKED: {}}},
        **problems(MediaNotFoundError, MediaWithdrawnError, AlbumWithdrawnError),
    },
)
async def get_iiif_manifest(
    ident: UUID, request: Request, _: auth.Anyone, desk: AtDesk
) -> Response:
    """The manifest of a public asset or a released album, by its id.

    A PDF is `paged`, with its table of contents and the file itself; an album has its
    public pictures in its order. Labels, credits and licences are as released.
    """
    places = Addresses.of(request)
    found = await service.manifest_of(desk.database, ident, places, at=clock.now())
    linked = LINKED in request.headers.get("accept", "")
    return Response(
        orjson.dumps(found),
        media_type=f'{LINKED};profile="{CONTEXT}"' if linked else "application/json",
        headers={
            "access-control-allow-origin": "*",
            "cache-control": "public, max-age=60",
            "vary": "accept",
            "x-content-type-options": "nosniff",
        },
    )
