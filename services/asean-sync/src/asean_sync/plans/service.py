"""A person approves a plan by its hash; a run then does that and no more."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from asean_sync.plans.errors import (
    OtherPersonError,
    OtherPlanError,
    PlanNotFoundError,
    PlanNotReadyError,
)
from asean_sync.profiles import service as profiles
from asean_sync.runs import service as runs
from asean_sync.runs.errors import RunNotFoundError, other_profile
from asean_sync.runs.service import Order
from asean_sync.runs.tables import Run
from asean_sync.targets import service as targets
from phohien import audit
from phohien.callers import Caller, name_of
from phohien.db import ReadSession, WriteSession
from phohien.errors import Text, see_list


@dataclass(frozen=True, slots=True)
class Approval:
    """`seen`: the hash of the plan that this person looked at."""

    seen: str
    canary: int = 0


async def get(session: ReadSession, plan_id: UUID) -> Run:
    try:
        found = await runs.get_run(session, plan_id)
    except RunNotFoundError as error:
        raise _missing() from error
    if found.kind not in runs.SHOWN:
        raise _missing()
    return found


def _missing() -> PlanNotFoundError:
    return PlanNotFoundError(see_list("/staff/v1/sync/plans"))


async def approve(
    session: WriteSession,
    plan_id: UUID,
    approval: Approval,
    *,
    caller: Caller | str,
    at: datetime,
) -> UUID:
    """The run that carries it out. Whether it is stale is seen when it begins."""
    plan = await get(session, plan_id)
    by = name_of(caller)
    _require_ready(plan)
    _require_same(plan, approval.seen)
    _require_another(plan, by)
    await _require_profile(session, plan)
    order = Order("apply", plan.item_key, plan.id, approval.canary)
    run_id = await runs.request_run(
        session, plan.target_code, caller=caller, at=at, order=order
    )
    await audit.append(
        session,
        service=targets.SERVICE,
        caller=caller,
        action="plan.approve",
        subject=f"run/{plan.id}",
        detail={
            "target": plan.target_code,
            "plan_hash": plan.plan_hash,
            "asked_by": plan.requested_by,
            "counts": plan.counts.get("plan", {}),
            "canary": approval.canary,
            "run": str(run_id),
        },
    )
    return run_id


def _require_ready(plan: Run) -> None:
    if plan.finished_at is None or plan.plan_hash is None:
        raise PlanNotReadyError(
            Text(
                vi="Chờ lập xong rồi xem lại và duyệt.",
                en="Wait until it is made, look at it, then approve it.",
            )
        )


def _require_same(plan: Run, seen: str) -> None:
    if plan.plan_hash != seen:
        raise OtherPlanError(
            Text(
                vi="Đọc lại kế hoạch và gửi đúng plan_hash của nó.",
                en="Read the plan again and send its own plan_hash.",
            )
        )


def _require_another(plan: Run, by: str) -> None:
    if plan.two_person and plan.requested_by == by:
        raise OtherPersonError(
            Text(
                vi=f"{by} đã lập kế hoạch này; hãy nhờ một người khác xem và duyệt.",
                en=f"{by} asked for this plan; ask somebody else to look and approve.",
            )
        )


async def _require_profile(session: ReadSession, plan: Run) -> None:
    active = await profiles.active_profile(session, plan.target_code)
    if profiles.digest(active) != plan.profile_sha256:
        raise other_profile()
