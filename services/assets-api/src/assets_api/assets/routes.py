"""Files of an agency: lists, one of them, and what is said of it."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Header, Query, Request, Response

from assets_api.assets import errors as failures
from assets_api.assets import reading, service
from assets_api.assets.schemas import AssetEdit, AssetOut, AssetPage
from assets_api.telling import tells_of_markings
from phohien import auth, clock
from phohien.callers import Caller
from phohien.markings import MarkingFoundError
from phohien.pagination import BadCursorError, Cursor
from phohien.problems import problems
from phohien.web import Reading, Writing

Editor = Annotated[Caller, auth.require("officer", "leader", "coordinator")]
router = APIRouter(
    prefix="/staff/v1/assets",
    tags=["assets"],
    dependencies=[Depends(tells_of_markings, scope="function")],
)


@router.get("", responses=problems(BadCursorError, failures.AgencyRequiredError))
async def list_assets(
    caller: auth.SignedIn,
    session: Reading,
    request: Request,
    response: Response,
    cursor: str | None = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
) -> AssetPage:
    """Files of your agency, newest first."""
    after = Cursor.decode(cursor) if cursor is not None else None
    page = await reading.page(
        session, service.agency_of(caller), after=after, limit=limit
    )
    if page.next_cursor:
        following = request.url.include_query_params(cursor=page.next_cursor)
        response.headers["link"] = f'<{following.path}?{following.query}>; rel="next"'
    return page


@router.get("/{asset_id}", responses=problems(failures.AssetNotFoundError))
async def get_asset(
    asset_id: UUID, caller: auth.SignedIn, session: Reading, response: Response
) -> AssetOut:
    """One file with its rights, words, public forms and where it is shown."""
    agency_id = service.agency_of(caller)
    asset, etag = await reading.one_asset(session, asset_id, agency_id=agency_id)
    response.headers["etag"] = etag
    return asset


@router.patch(
    "/{asset_id}",
    responses=problems(
        failures.AssetNotFoundError,
        failures.AssetWithdrawnError,
        failures.EtagRequiredError,
        failures.EtagMismatchError,
        failures.UnknownLanguageError,
        failures.AltIsFilenameError,
        MarkingFoundError,
    ),
)
async def edit_asset(
    asset_id: UUID,
    edit: AssetEdit,
    caller: Editor,
    session: Writing,
    response: Response,
    if_match: Annotated[str | None, Header()] = None,
) -> AssetOut:
    """Say who made it, who holds the rights, and what it shows in each language."""
    await service.edit_asset(
        session, asset_id, edit, caller=caller, if_match=if_match, at=clock.now()
    )
    session.expire_all()
    agency_id = service.agency_of(caller)
    asset, etag = await reading.one_asset(session, asset_id, agency_id=agency_id)
    response.headers["etag"] = etag
    return asset
