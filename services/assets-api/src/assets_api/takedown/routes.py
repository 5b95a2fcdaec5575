"""Taking a file down, and what became of it: for the agency, and for the province."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response

from assets_api.assets.errors import (
    AgencyRequiredError,
    AssetNotFoundError,
    AssetWithdrawnError,
)
from assets_api.takedown import ordering, reading
from assets_api.takedown.schemas import TakedownAccepted, TakedownOrder, TakedownPage
from assets_api.telling import tells_of_markings
from phohien import auth, clock
from phohien.callers import Caller
from phohien.markings import MarkingFoundError
from phohien.pagination import BadCursorError, Cursor
from phohien.problems import problems
from phohien.web import Reading, Writing

Orderer = Annotated[Caller, auth.require("leader", "coordinator", "operator")]
router = APIRouter(prefix="/staff/v1", tags=["takedown"])


@router.post(
    "/assets/{asset_id}/takedown",
    dependencies=[Depends(tells_of_markings, scope="function")],
    responses=problems(
        AssetNotFoundError, AssetWithdrawnError, AgencyRequiredError, MarkingFoundError
    ),
)
async def take_down(
    asset_id: UUID, order: TakedownOrder, caller: Orderer, session: Writing
) -> TakedownAccepted:
    """Withdraw a file for ever: from every address, every document and the bucket.

    The original is kept as evidence. Leaders take down files of their agency,
    coordinators and operators those of any.
    """
    at = clock.now()
    await ordering.take_down(session, asset_id, order, caller=caller, at=at)
    return TakedownAccepted(
        asset_id=asset_id, reason_class=order.reason_class, withdrawn_at=at
    )


@router.get(
    "/assets/{asset_id}/takedown",
    responses=problems(AssetNotFoundError, AgencyRequiredError),
)
async def get_takedown(
    asset_id: UUID, caller: auth.SignedIn, session: Reading
) -> TakedownPage:
    """What was done about the versions of one file; empty when it was never down."""
    return await reading.of_asset(
        session, asset_id, agency_id=ordering.agency_seen_by(caller)
    )


@router.get("/takedowns", responses=problems(BadCursorError, AgencyRequiredError))
async def list_takedowns(
    caller: auth.SignedIn,
    session: Reading,
    request: Request,
    response: Response,
    cursor: str | None = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
) -> TakedownPage:
    """What was taken down, and when each step was done; newest first."""
    after = Cursor.decode(cursor) if cursor is not None else None
    page = await reading.page(
        session,
        ordering.agency_seen_by(caller),
        after=after,
        limit=limit,
    )
    if page.next_cursor:
        url = request.url.include_query_params(cursor=page.next_cursor)
        response.headers["link"] = f'<{url.path}?{url.query}>; rel="next"'
    return page
