"""Targets over HTTP."""

from fastapi import APIRouter

from asean_sync import cursors
from asean_sync.pages import SIGNED_IN, Page, Watcher
from asean_sync.targets import queries
from asean_sync.targets.schemas import TargetList, TargetOut
from phohien.callers import Caller
from phohien.pagination import BadCursorError
from phohien.problems import problems
from phohien.web import Reading

router = APIRouter(prefix="/staff/v1/sync/targets", tags=["sync"])


@router.get("", responses=problems(*SIGNED_IN, BadCursorError))
async def list_targets(
    *,
    page: Page,
    session: Reading,
    _: Caller = Watcher,
) -> TargetList:
    """Where items are carried to, and whether anything is in the way."""
    after = cursors.decode(page.cursor, 1)
    rows = await queries.page(
        session, after=after[0] if after else None, limit=page.rows
    )
    shown, following = page.cut(rows, lambda last: (last["code"],))
    return TargetList(
        data=[TargetOut.model_validate(dict(row)) for row in shown],
        next_cursor=following,
    )
