"""One pass: look at everything, write down what is wrong, mend what may be mended.

A repair touches only what two passes saw that lie at least `grace` apart, and what no
pass between them found to be well. What is held or retained is never touched, nor
anything that an upload under way owns.
"""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import monotonic
from uuid import UUID

import structlog
from sqlalchemy.exc import SQLAlchemyError

from assets_api.fsck import arrivals, comparing, mending, records
from assets_api.fsck.findings import (
    ORPHAN,
    UNFINISHED,
    WORST_FIRST,
    Finding,
    Scope,
    Tally,
    Window,
)
from assets_api.fsck.tables import FsckFinding
from assets_api.storage.errors import StorageUnreachableError
from assets_api.uploads.desk import Desk
from phohien import audit, clock
from phohien.beside import beside

SERVICE = "assets-api"
GRACE, SETTLED = timedelta(hours=48), timedelta(hours=1)
AFTER_FAILURE = timedelta(minutes=10)
BATCH, RENEW_SECONDS = 500, 20.0
FEW, SHARE = 100, 0.05
"""More orphans than both: rather the wrong database than so much to throw away."""

log = structlog.get_logger()


class PassRunningError(Exception):
    """Another pass looks already."""


@dataclass(frozen=True, slots=True)
class Wanted:
    asked_by: str
    deep: int = 0
    repair: bool = False
    many: bool = False
    grace: timedelta = GRACE
    settled: timedelta = SETTLED


@dataclass(frozen=True, slots=True)
class Kind:
    """How many of one kind are left, and of how many `grace` has passed."""

    kind: str
    count: int
    bytes: int
    ripe: int


@dataclass(slots=True)
class Report:
    tally: Tally
    seconds: float = 0.0
    mended: dict[str, int] = field(default_factory=dict)
    left: dict[str, int] = field(default_factory=dict)
    braked: bool = False
    kinds: list[Kind] = field(default_factory=list)


async def check(desk: Desk, wanted: Wanted) -> Report:
    """Raises PassRunningError, or what the store or the database had to say."""
    begun = monotonic()
    try:
        scope, ident = await _look(desk, wanted, pieces=False)
    except comparing.UnsortedListingError:
        log.info("fsck_listing_unsorted")
        scope, ident = await _look(desk, wanted, pieces=True)
    report = Report(scope.tally)
    if wanted.repair:
        await _repair(desk, wanted, ident, report)
    ripe = clock.now() - wanted.grace
    async with desk.database.reading() as session:
        counts = await records.counts(session, ripe=ripe)
    counts.sort(key=lambda row: WORST_FIRST.index(row[0]))
    report.kinds = [Kind(*row) for row in counts]
    report.seconds = monotonic() - begun
    return report


async def _look(desk: Desk, wanted: Wanted, *, pieces: bool) -> tuple[Scope, UUID]:
    at = clock.now()
    async with desk.database.writing() as session:
        ident = await records.begin(
            session, asked_by=wanted.asked_by, deep=wanted.deep, at=at
        )
        end = await records.deep_end(session)
    if ident is None:
        raise PassRunningError
    scope = Scope(at - wanted.settled, Window.after(end, wanted.deep), pieces)
    try:
        async with _lease(desk, ident):
            await _note_all(desk, ident, scope, at)
    except BaseException:
        async with desk.database.writing() as session:
            await records.fail(session, ident, at=clock.now())
        raise
    async with desk.database.writing() as session:
        if not await records.complete(session, ident, scope, at=clock.now()):
            raise PassRunningError
    return scope, ident


async def _note_all(desk: Desk, ident: UUID, scope: Scope, at: datetime) -> None:
    waiting: list[Finding] = []
    for look in (
        comparing.findings(desk, scope),
        arrivals.findings(desk, scope, at=at),
    ):
        async with contextlib.aclosing(look) as found:
            async for finding in found:
                waiting.append(finding)
                if len(waiting) >= BATCH:
                    await _note(desk, ident, waiting)
    await _note(desk, ident, waiting)


async def _note(desk: Desk, ident: UUID, waiting: list[Finding]) -> None:
    async with desk.database.writing() as session:
        await records.note(session, ident, waiting, at=clock.now())
    waiting.clear()


@asynccontextmanager
async def _lease(desk: Desk, ident: UUID) -> AsyncGenerator[None]:
    async def renew() -> None:
        while True:
            await asyncio.sleep(RENEW_SECONDS)
            async with desk.database.writing() as session:
                await records.renew(session, ident, at=clock.now())

    async with beside(renew()):
        yield


async def _repair(desk: Desk, wanted: Wanted, ident: UUID, report: Report) -> None:
    ripe, place = clock.now() - wanted.grace, ("", "")
    async with desk.database.reading() as session:
        counts = await records.counts(session, ripe=ripe)
    orphans = sum(row[3] for row in counts if row[0] == ORPHAN)
    report.braked = not wanted.many and orphans > max(FEW, SHARE * report.tally.objects)
    while True:
        async with desk.database.reading() as session:
            found = await records.ripe_after(session, place, ripe=ripe, limit=200)
        if not found:
            break
        place = found[-1].kind, found[-1].subject
        for finding in found:
            if not (report.braked and finding.kind in {ORPHAN, UNFINISHED}):
                await _mend(desk, finding, report)
    await _tell(desk, wanted, ident, report)


async def _mend(desk: Desk, finding: FsckFinding, report: Report) -> None:
    because = await mending.mend(desk, finding)
    outcome = report.left if because else report.mended
    outcome[finding.kind] = outcome.get(finding.kind, 0) + 1
    async with desk.database.writing() as session:
        if because:
            await records.left(session, finding, because)
        else:
            await records.mended(session, [finding])


async def _tell(desk: Desk, wanted: Wanted, ident: UUID, report: Report) -> None:
    if not report.mended:
        return
    async with desk.database.writing() as session:
        await records.add_repaired(session, ident, sum(report.mended.values()))
        await audit.append(
            session,
            service=SERVICE,
            caller=wanted.asked_by,
            action="bucket.repaired",
            subject=f"fsck:{ident}",
            detail=dict(sorted(report.mended.items())),
        )


@dataclass(frozen=True, slots=True)
class Schedule:
    """From the settings: how often the worker looks, and how."""

    every: timedelta
    deep: int
    grace: timedelta


@asynccontextmanager
async def rounds(
    desk: Desk, schedule: Schedule
) -> AsyncGenerator[Callable[[], Awaitable[None]]]:
    """For the worker's tick: begins a pass that is due, and does not wait for it."""
    going: set[asyncio.Task[None]] = set()

    async def begin_when_due() -> None:
        if not going and schedule.every and await _is_due(desk, schedule):
            task = asyncio.create_task(_go_round(desk, schedule))
            going.add(task)
            task.add_done_callback(going.discard)

    try:
        yield begin_when_due
    finally:
        for task in list(going):
            task.cancel()
            await asyncio.wait({task})


async def _is_due(desk: Desk, schedule: Schedule) -> bool:
    async with desk.database.reading() as session:
        last = await records.last(session)
    if last is None:
        return True
    pause = AFTER_FAILURE if last.outcome == "failed" else schedule.every
    return clock.now() - last.started_at >= min(pause, schedule.every)


async def _go_round(desk: Desk, schedule: Schedule) -> None:
    wanted = Wanted("worker", schedule.deep, repair=True, grace=schedule.grace)
    try:
        report = await check(desk, wanted)
    except PassRunningError:
        return
    except (StorageUnreachableError, SQLAlchemyError, OSError) as error:
        log.warning("fsck_could_not_look", error=type(error).__name__)
        return
    log.info(
        "fsck_done",
        objects=report.tally.objects,
        findings={one.kind: one.count for one in report.kinds},
        mended=report.mended,
        braked=report.braked,
        seconds=round(report.seconds, 1),
    )
