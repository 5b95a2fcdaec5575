"""`/staff/v1/assets/{id}/links`: what is not public, shown to somebody for a while."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request

from assets_api.addresses import Addresses
from assets_api.assets.errors import (
    AgencyRequiredError,
    AssetNotFoundError,
    AssetWithdrawnError,
)
from assets_api.links import service
from assets_api.links.errors import LinkFormUnknownError, LinksUnavailableError
from assets_api.links.schemas import LinkOrder, LinkOut
from assets_api.links.signing import Keyring
from phohien import auth, clock
from phohien.callers import Caller
from phohien.problems import problems
from phohien.web import Writing

Sharer = Annotated[Caller, auth.require("officer", "leader", "coordinator")]
router = APIRouter(prefix="/staff/v1/assets", tags=["assets"])


@router.post(
    "/{asset_id}/links",
    status_code=HTTPStatus.CREATED,
    responses=problems(
        AssetNotFoundError,
        AssetWithdrawnError,
        AgencyRequiredError,
        LinkFormUnknownError,
        LinksUnavailableError,
    ),
)
async def give_link(
    asset_id: UUID, order: LinkOrder, request: Request, caller: Sharer, session: Writing
) -> LinkOut:
    """A link to one form of a file that is not public yet, for 15 minutes at most.

    It opens this form and no other, and ends at once when the file is withdrawn.
    """
    keyring = request.app.state.keyring
    assert isinstance(keyring, Keyring)  # noqa: S101 -- app.state is untyped
    path, until = await service.give(
        session, asset_id, order, keyring=keyring, caller=caller, at=clock.now()
    )
    return LinkOut(url=Addresses.of(request).medium(path), expires_at=until)
