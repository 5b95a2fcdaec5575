"""Plans over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from asean_sync import cursors
from asean_sync.pages import SIGNED_IN, Code, Decider, Page, Watcher
from asean_sync.planning.plan import Action
from asean_sync.plans import queries, service
from asean_sync.plans.errors import (
    OtherPersonError,
    OtherPlanError,
    PlanNotFoundError,
    PlanNotReadyError,
)
from asean_sync.plans.schemas import (
    ApprovalDraft,
    PlanDetail,
    PlanDraft,
    PlanItemList,
    PlanItemOut,
    PlanList,
    PlanOut,
)
from asean_sync.plans.service import Approval
from asean_sync.profiles.errors import NoActiveProfileError
from asean_sync.runs import service as runs
from asean_sync.runs.errors import RunOpenError, StalePlanError, UnknownItemError
from asean_sync.runs.schemas import RunOut
from asean_sync.runs.service import Order
from asean_sync.targets.errors import TargetNotFoundError
from phohien import clock
from phohien.auth import CsrfTokenError
from phohien.callers import Caller
from phohien.pagination import BadCursorError
from phohien.problems import problems
from phohien.web import Reading, Writing

router = APIRouter(prefix="/staff/v1/sync/plans", tags=["sync"])
DECIDING = (*SIGNED_IN, CsrfTokenError, TargetNotFoundError, RunOpenError)


@router.get("", responses=problems(*SIGNED_IN, BadCursorError))
async def list_plans(
    *,
    page: Page,
    session: Reading,
    target: Code = None,
    _: Caller = Watcher,
) -> PlanList:
    """Plans that were asked for, and runs of which a part waits for a person."""
    rows = await runs.page(
        session,
        target_code=target,
        before=cursors.moment(page.cursor),
        limit=page.rows,
        plans=True,
    )
    shown, following = page.cut(
        rows, lambda last: (last.requested_at.isoformat(), str(last.id))
    )
    return PlanList(
        data=[PlanOut.model_validate(row) for row in shown], next_cursor=following
    )


@router.post("", status_code=202, responses=problems(*DECIDING, UnknownItemError))
async def request_plan(
    body: PlanDraft, session: Writing, caller: Caller = Decider
) -> PlanOut:
    """Ask what would be done now. A worker looks within seconds; nothing is sent."""
    run_id = await runs.request_run(
        session,
        body.target,
        caller=caller,
        at=clock.now(),
        order=Order("plan", body.item),
    )
    return PlanOut.model_validate(await runs.get_run(session, run_id))


@router.get("/{plan_id}", responses=problems(*SIGNED_IN, PlanNotFoundError))
async def get_plan(plan_id: UUID, session: Reading, _: Caller = Watcher) -> PlanDetail:
    """How much of what a plan would do, how ready that is, and who let it go."""
    plan = await service.get(session, plan_id)
    applied = await queries.carried_out_by(session, plan_id)
    return PlanDetail(
        plan=PlanOut.model_validate(plan),
        applied_by=[RunOut.model_validate(one) for one in applied],
    )


@router.get(
    "/{plan_id}/items",
    responses=problems(*SIGNED_IN, PlanNotFoundError, BadCursorError),
)
async def list_plan_items(
    *,
    plan_id: UUID,
    page: Page,
    session: Reading,
    action: Annotated[Action | None, Query(description="Only these.")] = None,
    _: Caller = Watcher,
) -> PlanItemList:
    """Each change, field by field and language by language."""
    await service.get(session, plan_id)
    after = cursors.decode(page.cursor, 1)
    rows = await queries.items(
        session,
        plan_id,
        action=action.value if action else None,
        after=after[0] if after else None,
        limit=page.rows,
    )
    shown, following = page.cut(rows, lambda last: (last.object_key,))
    return PlanItemList(
        data=[PlanItemOut.model_validate(row) for row in shown], next_cursor=following
    )


@router.post(
    "/{plan_id}/approve",
    status_code=202,
    responses=problems(
        *DECIDING,
        PlanNotFoundError,
        PlanNotReadyError,
        OtherPlanError,
        OtherPersonError,
        StalePlanError,
        NoActiveProfileError,
    ),
)
async def approve_plan(
    plan_id: UUID, body: ApprovalDraft, session: Writing, caller: Caller = Decider
) -> RunOut:
    """Let exactly this plan go; a run that finds anything else to do ends as stale."""
    run_id = await service.approve(
        session,
        plan_id,
        Approval(body.plan_hash, body.canary),
        caller=caller,
        at=clock.now(),
    )
    return RunOut.model_validate(await runs.get_run(session, run_id))
