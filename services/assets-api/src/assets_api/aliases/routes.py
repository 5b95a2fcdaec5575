"""The stable address of an asset: found anew a minute later at the latest."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Request, Response

from assets_api import licences
from assets_api.addresses import Addresses
from assets_api.aliases import service
from assets_api.desks import AtDesk
from assets_api.versions.errors import MediaNotFoundError, MediaWithdrawnError
from phohien import auth, clock
from phohien.problems import problems
from phohien.web import Reading

router = APIRouter(tags=["media"])
MINUTE = "public, max-age=60"


@router.head("/a/{asset_id}/{name}", include_in_schema=False)
@router.get(
    "/a/{asset_id}/{name}",
    status_code=HTTPStatus.FOUND,
    response_class=Response,
    responses=problems(MediaNotFoundError, MediaWithdrawnError),
)
async def get_alias(
    asset_id: UUID,
    name: Annotated[str, Path(pattern=r"^[a-z]{1,20}(\.[a-z0-9]{1,5})?$")],
    request: Request,
    _: auth.Anyone,
    desk: AtDesk,
    session: Reading,
) -> Response:
    """Leads to the version that is public now: `card`, or `card.webp` for a form.

    The links name the document that shows it (`up`) and its licence.
    """
    preset, _dot, form = name.partition(".")
    shown = await service.find_shown(desk.database, asset_id, at=clock.now())
    target = await service.find_target(session, shown, preset=preset, form=form or None)
    places = Addresses.of(request)
    links = [f'<{places.item(target.showing.key)}>; rel="up"']
    if licence := licences.address(target.showing.licence):
        links.append(f'<{licence}>; rel="license"')
    return Response(
        status_code=HTTPStatus.FOUND,
        headers={
            "location": f"{places.media}{target.path}",
            "cache-control": MINUTE,
            "link": ", ".join(links),
            "access-control-allow-origin": "*",
        },
    )
