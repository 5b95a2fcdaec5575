"""Takedowns over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from asean_sync import cursors
from asean_sync.pages import SIGNED_IN, Code, Decider, Page, Watcher
from asean_sync.takedowns import queries, service
from asean_sync.takedowns.errors import TakedownNotFoundError, TakedownOverError
from asean_sync.takedowns.schemas import Confirmation, TakedownList, TakedownOut
from phohien.auth import CsrfTokenError
from phohien.callers import Caller
from phohien.pagination import BadCursorError
from phohien.problems import problems
from phohien.web import Reading, Writing

router = APIRouter(prefix="/staff/v1/sync/takedowns", tags=["sync"])


@router.get("", responses=problems(*SIGNED_IN, BadCursorError))
async def list_takedowns(
    *,
    page: Page,
    session: Reading,
    target: Code = None,
    only_open: Annotated[
        bool, Query(alias="open", description="Without those that are over.")
    ] = False,
    _: Caller = Watcher,
) -> TakedownList:
    """What had to go from a target, its clock, and the proof that it is gone."""
    rows = await queries.page(
        session,
        target_code=target,
        only_open=only_open,
        before=cursors.moment(page.cursor),
        limit=page.rows,
    )
    shown, following = page.cut(
        rows, lambda last: (last["asked_at"].isoformat(), str(last["id"]))
    )
    return TakedownList(
        data=[TakedownOut.model_validate(dict(row)) for row in shown],
        next_cursor=following,
    )


@router.post(
    "/{takedown_id}/confirm",
    responses=problems(
        *SIGNED_IN, CsrfTokenError, TakedownNotFoundError, TakedownOverError
    ),
)
async def confirm_takedown(
    takedown_id: UUID, body: Confirmation, session: Writing, caller: Caller = Decider
) -> TakedownOut:
    """Say that it was removed by hand. It is over when a look sees it gone."""
    found = await service.confirm(session, takedown_id, body.note, caller)
    return TakedownOut.model_validate(dict(found))
