"""Carries a run out: plan, work off, sweep, and say how it ended.

Everything here may be killed and done again: the rows say where to go on.
"""

import asyncio
import contextlib
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from time import monotonic
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy.exc import SQLAlchemyError

from asean_sync.connectors.addresses import ForbiddenAddressError
from asean_sync.objects import service as objects
from asean_sync.planning import service as planning
from asean_sync.planning.service import Outlook, Request
from asean_sync.profiles import service as profiles
from asean_sync.reconcile import contracts
from asean_sync.reconcile.service import Scope, reconcile
from asean_sync.runs import service
from asean_sync.runs.proof import prove
from asean_sync.runs.service import Ending
from asean_sync.runs.tables import Run
from asean_sync.sending.desk import Desk, opened, worker_name
from asean_sync.sending.drain import drain
from asean_sync.sending.steps import Step, reached
from asean_sync.settings import Settings
from asean_sync.stops import service as stops
from asean_sync.targets import service as targets
from phohien import clock
from phohien.db import Database
from phohien.errors import AppError

log = structlog.get_logger()
MOST_ROUNDS = 5
_RESTING = {"synced", "absent"}


async def execute(
    database: Database, settings: Settings, run_id: UUID, seconds: float
) -> Ending | None:
    """None: the run is another worker's, or was taken over meanwhile."""
    async with database.writing() as session:
        run = await service.take(session, run_id, worker_name(), settings.lease_seconds)
    if run is None:
        return None
    async with _kept(database, settings, run):
        try:
            async with database.reading() as session:
                profile = await profiles.active_profile(session, run.target_code)
            async with opened(database, settings, profile, run.id) as desk:
                ending = await _carry_out(desk, run, seconds)
        except AppError as error:
            ending = Ending("failed", note=str(error))
        except ForbiddenAddressError as error:
            ending = Ending("failed", note=f"forbidden address: {error}")
    async with database.writing() as session:
        finished = await service.finish(session, run, ending, clock.now())
    if finished and run.kind == service.NIGHTLY:
        await prove(database, run.target_code)
    return ending if finished else None


async def _carry_out(desk: Desk, run: Run, seconds: float) -> Ending:
    until = monotonic() + seconds
    outlook = None
    await contracts.look(desk)
    for _ in range(MOST_ROUNDS):
        later = await _plan(desk, run)
        outlook = outlook or later
        reached(Step.PLANNED)
        await drain(desk, until - monotonic())
        async with desk.database.reading() as session:
            if not await targets.plan_is_wanted(session, desk.target_code):
                break
    # Each night a part is looked at one by one, so that all of it is in time.
    looks = desk.settings.reconcile_looks if run.kind == "nightly" else 0
    left = max(until - monotonic(), 0.0)
    swept = await reconcile(desk, Scope(looks, left))
    assert outlook is not None  # noqa: S101 -- there is at least one round
    return await _ending(desk, outlook, swept)


async def _plan(desk: Desk, run: Run) -> Outlook:
    outlook = await planning.plan_target(
        desk.database,
        Request(
            desk.target_code, desk.profile, clock.now(), approved=run.approved_hold
        ),
    )
    async with desk.database.writing() as session:
        await service.record_plan(session, run.id, outlook)
    return outlook


async def _ending(desk: Desk, outlook: Outlook, swept: dict[str, int]) -> Ending:
    async with desk.database.reading() as session:
        states = await objects.counts(session, desk.target_code)
        halts = await stops.active(session, desk.target_code)
    plan = outlook.plan
    counts: dict[str, Any] = {"plan": plan.counts(), "states": states, "sweep": swept}
    unfinished = sum(n for state, n in states.items() if state not in _RESTING)
    blocked = plan.counts().get("blocked", 0)
    outcome = "ok"
    if plan.ruling.held:
        outcome = "needs_approval"
    elif unfinished or blocked:
        outcome = "partial" if _some_done(states) else "failed"
    return Ending(
        outcome,
        counts,
        note="; ".join(filter(None, [*map(stops.told, halts), plan.ruling.reason]))
        or None,
        plan_hash=plan.hash,
        hold_hash=plan.ruling.hold_hash,
    )


def _some_done(states: dict[str, int]) -> bool:
    # What was taken and is not decided on yet is no failure.
    return any(states.get(state) for state in (*_RESTING, "applied"))


@asynccontextmanager
async def _kept(
    database: Database, settings: Settings, run: Run
) -> AsyncGenerator[None]:
    beating = asyncio.create_task(_beat(database, settings, run))
    try:
        yield
    finally:
        beating.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await beating


async def _beat(database: Database, settings: Settings, run: Run) -> None:
    while True:
        await asyncio.sleep(settings.lease_seconds / 3)
        try:
            async with database.writing() as session:
                if not await service.extend(session, run, settings.lease_seconds):
                    return
        except (SQLAlchemyError, OSError):
            log.warning("run_lease_not_renewed", run=str(run.id))
