"""Carries a run out: plan, work off, sweep, and say how it ended.

Everything here may be killed and done again: the rows say where to go on.
"""

import asyncio
from collections import Counter
from dataclasses import replace
from time import monotonic
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy.exc import DataError, IntegrityError, ProgrammingError, SQLAlchemyError

from asean_sync.connectors.addresses import ForbiddenAddressError
from asean_sync.objects import service as objects
from asean_sync.planning import service as planning
from asean_sync.planning.guard import Ceiling
from asean_sync.planning.service import Outlook, Request
from asean_sync.profiles import service as profiles
from asean_sync.profiles.document import Profile
from asean_sync.reconcile import contracts
from asean_sync.reconcile.service import Scope, reconcile
from asean_sync.runs import approval, service
from asean_sync.runs.approval import RESTING
from asean_sync.runs.errors import StalePlanError
from asean_sync.runs.proof import prove
from asean_sync.runs.shown import Ending, looked_at
from asean_sync.runs.tables import Run
from asean_sync.sending.desk import Desk, opened, worker_name
from asean_sync.sending.drain import drain
from asean_sync.sending.steps import Step, reached
from asean_sync.settings import Settings
from asean_sync.stops import service as stops
from asean_sync.targets import service as targets
from phohien import clock
from phohien.beside import beside
from phohien.db import Database
from phohien.errors import AppError

log = structlog.get_logger()
REFUSED = (DataError, IntegrityError, ProgrammingError)
MOST_ROUNDS = 5


async def execute(
    database: Database,
    settings: Settings,
    run_id: UUID,
    seconds: float,
    draining: Counter[str] | None = None,
) -> Ending | None:
    """None: the run is another worker's, or was taken over meanwhile."""
    async with database.writing() as session:
        run = await service.take(session, run_id, worker_name(), settings.lease_seconds)
    if run is None:
        return None
    async with beside(_beat(database, settings, run)):
        try:
            async with database.reading() as session:
                profile = await profiles.active_profile(session, run.target_code)
            item_id = await _item_id(database, run)
            if run.kind == "plan":
                ending = await _look(database, run, profile, item_id)
            else:
                async with opened(
                    database, settings, profile, run.id, draining
                ) as whole:
                    desk = replace(whole, item_id=item_id)
                    ending = await _carry_out(desk, run, seconds)
        except StalePlanError as error:
            ending = Ending("stale", note=str(error))
        except AppError as error:
            ending = Ending("failed", note=str(error))
        except ForbiddenAddressError as error:
            ending = Ending("failed", note=f"forbidden address: {error}")
        except REFUSED as error:
            # The same again would be refused again: somebody has to look at it.
            log.exception("run_refused_by_database", run=str(run.id))
            cause = type(error.orig).__name__
            ending = Ending("failed", note=f"the database refused a write: {cause}")
    async with database.writing() as session:
        finished = await service.finish(session, run, ending, clock.now())
    if finished and run.kind == service.NIGHTLY:
        await prove(database, run.target_code)
    return ending if finished else None


async def _look(
    database: Database, run: Run, profile: Profile, item_id: UUID | None
) -> Ending:
    """A plan for a person to look at: nothing is sent."""
    at = clock.now()
    # How ready things are is told of all of them, so that all are made.
    request = Request(
        run.target_code, profile, at, item_id=item_id, dry=True, full=True
    )
    outlook = await planning.plan_target(database, request)
    async with database.writing() as session:
        await service.record_plan(session, run.id, outlook, profile, whole=True)
    return looked_at(outlook, profile)


async def _item_id(database: Database, run: Run) -> UUID | None:
    if run.item_key is None:
        return None
    async with database.reading() as session:
        return await service.item_id_of(session, run.target_code, run.item_key)


async def _carry_out(desk: Desk, run: Run, seconds: float) -> Ending:
    until = monotonic() + seconds
    await contracts.look(desk)
    ceiling = await approval.ceiling_of(desk, run)
    if ceiling is not None and run.canary:
        failed = await approval.canary(desk, run, ceiling, until)
        if failed is not None:
            return failed
    waiting = None
    if ceiling is None and desk.profile.guard.approval != "guarded":
        waiting = await _look(desk.database, run, desk.profile, desk.item_id)
    outlook = await _rounds(desk, run, ceiling, until)
    swept = {}
    if desk.item_id is None:
        # Each night a part is looked at one by one, so that all of it is in time.
        looks = desk.settings.reconcile_looks if run.kind == "nightly" else 0
        left = max(until - monotonic(), 0.0)
        swept = await reconcile(desk, Scope(looks, left))
    return _with_waiting(await _ending(desk, outlook, swept), waiting)


async def _rounds(
    desk: Desk, run: Run, ceiling: Ceiling | None, until: float
) -> Outlook:
    """The first plan carried out, and once more for what changed meanwhile."""
    outlook = await _plan(desk, run, ceiling)
    reached(Step.PLANNED)
    await drain(desk, until - monotonic())
    if desk.item_id is not None or ceiling is not None:
        # What else came up is for the next run of all, or for the next approval.
        return outlook
    for _ in range(MOST_ROUNDS - 1):
        async with desk.database.reading() as session:
            if not await targets.plan_is_wanted(session, desk.target_code):
                break
        await _plan(desk, run, ceiling)
        await drain(desk, until - monotonic())
    return outlook


async def _plan(desk: Desk, run: Run, ceiling: Ceiling | None) -> Outlook:
    guarded = ceiling is not None or desk.profile.guard.approval == "guarded"
    request = Request(
        desk.target_code,
        desk.profile,
        clock.now(),
        ceiling=ceiling,
        item_id=desk.item_id,
        # What somebody ordered to go waits for nobody's approval of the rest.
        only_withdrawals=not guarded,
    )
    outlook = await approval.plan_under(desk.database, request)
    async with desk.database.writing() as session:
        await service.record_plan(session, run.id, outlook, desk.profile)
    return outlook


def _with_waiting(ending: Ending, waiting: Ending | None) -> Ending:
    """The plan that waits for a person is what the run shows."""
    if waiting is None:
        return ending
    outcome = ending.outcome
    if waiting.outcome == "needs_approval" and outcome in {"ok", "partial"}:
        outcome = "needs_approval"
    note = "; ".join(filter(None, [waiting.note, ending.note])) or None
    counts = {**ending.counts, **waiting.counts}
    return replace(waiting, outcome=outcome, counts=counts, note=note)


async def _ending(desk: Desk, outlook: Outlook, swept: dict[str, int]) -> Ending:
    async with desk.database.reading() as session:
        states = await objects.counts(session, desk.target_code, desk.item_id)
        halts = await stops.active(session, desk.target_code)
    plan = outlook.plan
    counts: dict[str, Any] = {"plan": plan.counts(), "states": states, "sweep": swept}
    notes = [*map(stops.told, halts), plan.held_because]
    return Ending(
        _outcome(outlook, states),
        counts,
        note="; ".join(filter(None, notes)) or None,
        plan=plan,
        profile=desk.profile,
    )


def _outcome(outlook: Outlook, states: dict[str, int]) -> str:
    plan = outlook.plan
    if plan.ruling.held and outlook.reading.went_dark:
        # A night that reads nothing where the last one read something is no success.
        return "failed"
    if plan.held:
        return "needs_approval"
    unfinished = sum(n for state, n in states.items() if state not in RESTING)
    if unfinished or plan.counts().get("blocked", 0):
        return "partial" if _some_done(states) else "failed"
    return "ok"


def _some_done(states: dict[str, int]) -> bool:
    # What was taken and is not decided on yet is no failure.
    return any(states.get(state) for state in (*RESTING, "applied"))


async def _beat(database: Database, settings: Settings, run: Run) -> None:
    """Three times a lease, for as long as the run is ours."""
    while True:
        await asyncio.sleep(settings.lease_seconds / 3)
        try:
            async with database.writing() as session:
                if not await service.extend(session, run, settings.lease_seconds):
                    return
        except (SQLAlchemyError, OSError):
            log.warning("run_lease_not_renewed", run=str(run.id))
