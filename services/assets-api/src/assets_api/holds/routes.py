"""`/staff/v1/assets/{id}/holds`: why an asset must stay."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends

from assets_api.assets.errors import AgencyRequiredError, AssetNotFoundError
from assets_api.holds import errors as failures
from assets_api.holds import service
from assets_api.holds.schemas import HoldEnd, HoldIn, HoldOut, HoldsOut
from assets_api.telling import tells_of_markings
from phohien import auth, clock
from phohien.callers import Caller
from phohien.markings import MarkingFoundError
from phohien.problems import problems
from phohien.web import Reading, Writing

Keeper = Annotated[Caller, auth.require("leader", "operator")]
router = APIRouter(
    prefix="/staff/v1/assets/{asset_id}/holds",
    tags=["holds"],
    dependencies=[Depends(tells_of_markings, scope="function")],
    responses=problems(AssetNotFoundError, AgencyRequiredError),
)


@router.get("")
async def list_holds(
    asset_id: UUID, caller: auth.SignedIn, session: Reading
) -> HoldsOut:
    """Why it must stay, on whose word, and what the store does about it."""
    return await service.holds_of(session, asset_id, caller=caller, at=clock.now())


@router.post(
    "",
    status_code=HTTPStatus.CREATED,
    responses=problems(failures.RetentionDayError, MarkingFoundError),
)
async def place_hold(
    asset_id: UUID, hold: HoldIn, caller: Keeper, session: Writing
) -> HoldOut:
    """Keep it from being deleted: by order, or until the end of a day."""
    return await service.place(session, asset_id, hold, caller=caller, at=clock.now())


@router.post(
    "/{hold_id}/lift",
    responses=problems(
        failures.HoldNotFoundError,
        failures.HoldLiftedError,
        failures.RetentionNotLiftedError,
        MarkingFoundError,
    ),
)
async def lift_hold(
    asset_id: UUID, hold_id: UUID, end: HoldEnd, caller: Keeper, session: Writing
) -> HoldsOut:
    """The order behind it is no more; other holds stand."""
    return await service.lift(
        session, asset_id, hold_id, end, caller=caller, at=clock.now()
    )
