"""Takedowns over HTTP."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from asean_sync import cursors
from asean_sync.pages import Code, CursorToken, Decider, Limit, Watcher, link_next
from asean_sync.takedowns import queries, service
from asean_sync.takedowns.errors import TakedownNotFoundError, TakedownOverError
from asean_sync.takedowns.schemas import Confirmation, TakedownList, TakedownOut
from phohien.auth import CsrfTokenError, RoleRequiredError, SignInRequiredError
from phohien.callers import Caller
from phohien.pagination import BadCursorError, bad_cursor
from phohien.problems import problems
from phohien.web import Reading, Writing

router = APIRouter(prefix="/staff/v1/sync/takedowns", tags=["sync"])
SIGNED_IN = (SignInRequiredError, RoleRequiredError)


@router.get("", responses=problems(*SIGNED_IN, BadCursorError))
async def list_takedowns(  # noqa: PLR0913 -- what a page is asked by
    *,
    request: Request,
    response: Response,
    session: Reading,
    target: Code = None,
    only_open: Annotated[
        bool, Query(alias="open", description="Without those that are over.")
    ] = False,
    cursor: CursorToken = None,
    limit: Limit = 50,
    _: Caller = Watcher,
) -> TakedownList:
    """What had to go from a target, its clock, and the proof that it is gone."""
    rows = await queries.page(
        session,
        target_code=target,
        only_open=only_open,
        before=_before(cursor),
        limit=limit + 1,
    )
    shown = rows[:limit]
    following = None
    if len(rows) > limit:
        last = shown[-1]
        following = cursors.encode(last["asked_at"].isoformat(), str(last["id"]))
    link_next(request, response, following)
    return TakedownList(
        data=[TakedownOut.model_validate(dict(row)) for row in shown],
        next_cursor=following,
    )


def _before(cursor: str | None) -> tuple[datetime, UUID] | None:
    parts = cursors.decode(cursor, 2)
    if parts is None:
        return None
    try:
        return datetime.fromisoformat(parts[0]), UUID(parts[1])
    except ValueError as error:
        raise bad_cursor() from error


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
