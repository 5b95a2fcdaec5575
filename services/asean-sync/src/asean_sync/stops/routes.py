"""The stop switch over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from asean_sync import cursors
from asean_sync.pages import SIGNED_IN, Decider, Page, Watcher
from asean_sync.stops import queries, service
from asean_sync.stops.errors import NotStoppedError, StopNotFoundError, StopScopeError
from asean_sync.stops.schemas import StopDraft, StopList, StopOut, Stopped
from asean_sync.stops.service import Order, Scope
from phohien.auth import CsrfTokenError
from phohien.callers import Caller
from phohien.pagination import BadCursorError
from phohien.problems import problems
from phohien.web import Reading, Writing

router = APIRouter(prefix="/staff/v1/sync/stops", tags=["sync"])


@router.get("", responses=problems(*SIGNED_IN, BadCursorError))
async def list_stops(
    *,
    page: Page,
    session: Reading,
    active: Annotated[bool, Query(description="Only those not lifted yet.")] = False,
    _: Caller = Watcher,
) -> StopList:
    """What was stopped, by whom and why, newest first."""
    rows = await queries.page(
        session, active_only=active, before=cursors.moment(page.cursor), limit=page.rows
    )
    shown, following = page.cut(
        rows, lambda last: (last.stopped_at.isoformat(), str(last.id))
    )
    return StopList(
        data=[StopOut.model_validate(row) for row in shown], next_cursor=following
    )


@router.post(
    "",
    status_code=201,
    responses=problems(*SIGNED_IN, CsrfTokenError, StopScopeError),
)
async def stop_sending(
    body: StopDraft, session: Writing, caller: Caller = Decider
) -> Stopped:
    """Nothing more is written at the targets before somebody lifts the stop."""
    order = Order(Scope(body.target, body.type), body.reason, body.withdrawals_go)
    made, under_way = await service.stop(session, order, caller=caller)
    return Stopped(stop=StopOut.model_validate(made), under_way=under_way)


@router.post(
    "/{stop_id}/resume",
    responses=problems(*SIGNED_IN, CsrfTokenError, StopNotFoundError, NotStoppedError),
)
async def resume_sending(
    stop_id: UUID, session: Writing, caller: Caller = Decider
) -> StopOut:
    """Lift a stop; what waited goes on where it was."""
    return StopOut.model_validate(await service.resume(session, stop_id, caller=caller))
