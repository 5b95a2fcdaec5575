"""Releasing many items over HTTP."""

from fastapi import APIRouter, Request

from content_api.gate.bulk import service
from content_api.gate.bulk.outcomes import Outcome, OutcomeList
from content_api.gate.bulk.schemas import BulkRelease
from content_api.gate.service import Step
from content_api.releases.client import AssetsClient
from content_api.web import OwnDatabase
from phohien import clock, problems
from phohien.auth import CsrfTokenError, RoleRequiredError, require
from phohien.callers import Caller
from phohien.errors import AppError

router = APIRouter(prefix="/staff/v1/releases", tags=["gate"])

Leader = require("leader")


@router.post("", responses=problems.problems(CsrfTokenError, RoleRequiredError))
async def release_items(
    body: BulkRelease, request: Request, database: OwnDatabase, caller: Caller = Leader
) -> OutcomeList:
    """Make cleared languages of many items public, each gated as if it came alone.

    One that is refused keeps no other back: read every outcome.
    """
    assets = request.app.state.assets
    assert isinstance(assets, AssetsClient)  # noqa: S101 -- app.state is untyped
    desk = service.Desk(database, assets)
    told = await service.release(desk, body.items, Step("", caller, clock.now()))
    language = problems.spoken(request)
    return OutcomeList(
        data=[
            Outcome(
                key=order.key, changes={}, problem=problems.of_error(each, language)
            )
            if isinstance(each, AppError)
            else Outcome(key=order.key, changes=each, problem=None)
            for order, each in zip(body.items, told, strict=True)
        ],
        next_cursor=None,
    )
