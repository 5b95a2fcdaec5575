"""Where an asset is used, and its deletion."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request

from assets_api.assets.errors import AgencyRequiredError, AssetNotFoundError
from assets_api.desks import AtDesk
from assets_api.holds.errors import AssetKeptError
from assets_api.settings import Settings
from assets_api.telling import tells_of_markings
from assets_api.usage import service
from assets_api.usage.client import ContentClient
from assets_api.usage.errors import AssetInUseError, UsageUnknownError
from assets_api.usage.schemas import DeletedOut, UsesOut
from phohien import auth, clock
from phohien.callers import Caller
from phohien.markings import MarkingFoundError
from phohien.problems import problems

Editor = Annotated[Caller, auth.require("officer", "leader")]
router = APIRouter(
    prefix="/staff/v1/assets",
    tags=["assets"],
    dependencies=[Depends(tells_of_markings, scope="function")],
    responses=problems(AssetNotFoundError, AgencyRequiredError, UsageUnknownError),
)


def _settings(request: Request) -> Settings:
    settings = request.app.state.settings
    assert isinstance(settings, Settings)  # noqa: S101 -- app.state is untyped
    return settings


OfService = Annotated[Settings, Depends(_settings)]


@router.get("/{asset_id}/usage")
async def get_usage(
    asset_id: UUID, caller: auth.SignedIn, desk: AtDesk, settings: OfService
) -> UsesOut:
    """Items with their languages and targets, albums, and consents it is proof of."""
    async with ContentClient.connect(settings) as content:
        uses = await service.uses_of(desk.database, content, asset_id, caller=caller)
    return UsesOut(data=uses)


@router.delete(
    "/{asset_id}",
    responses=problems(AssetInUseError, AssetKeptError, MarkingFoundError),
)
async def delete_asset(
    asset_id: UUID,
    caller: Editor,
    desk: AtDesk,
    settings: OfService,
    note: Annotated[str, Query(max_length=500)] = "",
) -> DeletedOut:
    """Delete what is used nowhere and held by nobody; a line about it stays for ever.

    What is used is answered with 409 and every place. It cannot be undone.
    """
    async with ContentClient.connect(settings) as content:
        return await service.delete_asset(
            desk.database,
            content,
            asset_id,
            note=note,
            caller=caller,
            at=clock.now(),
        )
