"""Runs over HTTP."""

from uuid import UUID

from fastapi import APIRouter

from asean_sync import cursors
from asean_sync.pages import SIGNED_IN, Code, Decider, Page, Watcher
from asean_sync.runs import queries, service
from asean_sync.runs.errors import RunNotFoundError, RunOpenError, UnknownItemError
from asean_sync.runs.schemas import PlannedOut, RunDetail, RunDraft, RunList, RunOut
from asean_sync.runs.service import Order
from asean_sync.targets.errors import TargetNotFoundError
from phohien import clock
from phohien.auth import CsrfTokenError
from phohien.callers import Caller
from phohien.pagination import BadCursorError
from phohien.problems import problems
from phohien.web import Reading, Writing

router = APIRouter(prefix="/staff/v1/sync/runs", tags=["sync"])


@router.get("", responses=problems(*SIGNED_IN, BadCursorError))
async def list_runs(
    *,
    page: Page,
    session: Reading,
    target: Code = None,
    _: Caller = Watcher,
) -> RunList:
    """Nightly runs, runs on demand, prompt withdrawals and plans, newest first."""
    rows = await queries.page(
        session, target_code=target, before=cursors.moment(page.cursor), limit=page.rows
    )
    shown, following = page.cut(
        rows, lambda last: (last.requested_at.isoformat(), str(last.id))
    )
    return RunList(
        data=[RunOut.model_validate(row) for row in shown], next_cursor=following
    )


@router.get("/{run_id}", responses=problems(*SIGNED_IN, RunNotFoundError))
async def get_run(run_id: UUID, session: Reading, _: Caller = Watcher) -> RunDetail:
    """A run with every change it planned and why."""
    found = await service.get_run(session, run_id)
    items = await queries.items(session, run_id)
    return RunDetail(
        run=RunOut.model_validate(found),
        items=[PlannedOut.model_validate(one) for one in items],
    )


@router.post(
    "",
    status_code=202,
    responses=problems(
        *SIGNED_IN, CsrfTokenError, TargetNotFoundError, RunOpenError, UnknownItemError
    ),
)
async def request_run(
    body: RunDraft, session: Writing, caller: Caller = Decider
) -> RunOut:
    """Ask for a run now. A worker takes it up within seconds."""
    run_id = await service.request_run(
        session,
        body.target,
        caller=caller,
        at=clock.now(),
        order=Order(item_key=body.item),
    )
    return RunOut.model_validate(await service.get_run(session, run_id))
