"""Targets over HTTP."""

from fastapi import APIRouter, Request, Response

from asean_sync import cursors
from asean_sync.pages import CursorToken, Limit, Watcher, link_next
from asean_sync.targets import queries
from asean_sync.targets.schemas import TargetList, TargetOut
from phohien.auth import RoleRequiredError, SignInRequiredError
from phohien.callers import Caller
from phohien.pagination import BadCursorError
from phohien.problems import problems
from phohien.web import Reading

router = APIRouter(prefix="/staff/v1/sync/targets", tags=["sync"])


@router.get(
    "", responses=problems(SignInRequiredError, RoleRequiredError, BadCursorError)
)
async def list_targets(
    *,
    request: Request,
    response: Response,
    session: Reading,
    cursor: CursorToken = None,
    limit: Limit = 50,
    _: Caller = Watcher,
) -> TargetList:
    """Where items are carried to, and whether anything is in the way."""
    after = cursors.decode(cursor, 1)
    rows = await queries.page(
        session, after=after[0] if after else None, limit=limit + 1
    )
    shown = rows[:limit]
    following = cursors.encode(shown[-1]["code"]) if len(rows) > limit else None
    link_next(request, response, following)
    return TargetList(
        data=[TargetOut.model_validate(dict(row)) for row in shown],
        next_cursor=following,
    )
