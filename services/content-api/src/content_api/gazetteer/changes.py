"""Decisions on units over HTTP, entered by the operator."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from content_api.gazetteer import amending
from content_api.gazetteer.errors import ChangeRefusedError
from content_api.gazetteer.schemas import (
    UnitChangeIn,
    UnitChangeList,
    UnitChangeOut,
    UnitChangeQuery,
)
from content_api.items.aggregates.bodies import strings
from content_api.items.marked import refuse_markings
from content_api.web import OwnDatabase
from phohien import clock
from phohien.auth import CsrfTokenError, RoleRequiredError, SignedIn, require
from phohien.callers import Caller
from phohien.markings import MarkingFoundError
from phohien.problems import problems
from phohien.web import Reading

router = APIRouter(prefix="/staff/v1/units/changes", tags=["units"])

Keeper = require("operator")


@router.get("")
async def list_unit_changes(session: Reading, _: SignedIn) -> UnitChangeList:
    """Every decision that was entered, the latest first."""
    return UnitChangeList(data=await amending.listed(session), next_cursor=None)


@router.post(
    "",
    status_code=201,
    responses={
        200: {"description": "It fits; nothing was written.", "model": UnitChangeOut},
        **problems(
            CsrfTokenError, RoleRequiredError, ChangeRefusedError, MarkingFoundError
        ),
    },
)
async def enter_unit_change(
    body: UnitChangeIn,
    wanted: Annotated[UnitChangeQuery, Query()],
    response: Response,
    database: OwnDatabase,
    caller: Caller = Keeper,
) -> UnitChangeOut:
    """Units begin, end, are renamed or parted by a decision, from a day on.

    Items that name them are moved by a re-mapping afterwards.
    """
    texts = dict(strings(body.model_dump(mode="json")))
    await refuse_markings(database, caller, "units", texts)
    if wanted.dry_run:
        async with database.reading() as session:
            response.status_code = 200
            return await amending.tried(session, body)
    async with database.writing() as session:
        return await amending.entered(session, body, caller, at=clock.now())
