"""The worker process: jobs are hints, the tick looks at the rows.

Whatever a lost job, a lost notification or a killed worker leaves behind is found by
the next tick, so nothing here decides what is sent; it decides only how soon.
"""

import asyncio
import contextlib
from collections import Counter
from uuid import UUID

import procrastinate
import psycopg
import structlog
from procrastinate.exceptions import AlreadyEnqueued
from psycopg.sql import SQL, Identifier
from sqlalchemy.exc import SQLAlchemyError

from asean_sync.connectors.addresses import ForbiddenAddressError
from asean_sync.planning import service as planning
from asean_sync.planning.service import Request
from asean_sync.profiles import kinds
from asean_sync.profiles import service as profiles
from asean_sync.runs import service as runs
from asean_sync.runs.execute import execute
from asean_sync.runs.service import CHANNEL
from asean_sync.sending import service as sending
from asean_sync.sending.desk import opened
from asean_sync.sending.drain import drain
from asean_sync.settings import Settings
from asean_sync.targets import service as targets
from phohien import clock, jobs, release, urls
from phohien.beside import beside
from phohien.db import Database
from phohien.errors import AppError

log = structlog.get_logger()
QUEUE = "sync"
DRAIN_SECONDS = 55.0
AFTER_LOSS = 2.0


class Hints:
    """Turns what the rows say into jobs."""

    def __init__(
        self, database: Database, settings: Settings, app: procrastinate.App
    ) -> None:
        self._database = database
        self._settings = settings
        self._app = app
        self._ticking = asyncio.Lock()
        self._draining = Counter[str]()
        self.opened = asyncio.Event()
        app.task(name="sync.run", queue=QUEUE)(self.run)
        app.task(name="sync.drain", queue=QUEUE)(self.drain)

    async def tick(self) -> None:
        self.opened.set()
        async with self._ticking:
            async with self._database.writing() as session:
                await runs.fire_slots(session, clock.now())
            async with self._database.reading() as session:
                waiting = await runs.waiting(session)
                active = await targets.active_kinds(session)
            for run_id in waiting:
                await self._defer("sync.run", f"run:{run_id}", run_id=str(run_id))
            for code, kind in active.items():
                try:
                    await self._look_after(code, kind)
                except SQLAlchemyError:
                    raise
                except Exception:
                    # One that cannot be understood keeps no other waiting.
                    log.exception("target_not_looked_after", target=code)

    async def _look_after(self, code: str, kind: str) -> None:
        await self._withdraw_promptly(code)
        async with self._database.reading() as session:
            left = await sending.seconds_until_due(session, code)
            heard = await kinds.load(kind).heard(session, code)
        if heard or (left is not None and left < self._settings.tick_seconds):
            await self._defer("sync.drain", f"drain:{code}", target_code=code)

    async def _withdraw_promptly(self, code: str) -> None:
        """A takedown does not wait for the night."""
        async with self._database.reading() as session:
            due = await planning.withdrawals_due(session, code)
            wanted = await targets.plan_is_wanted(session, code)
            if not due and not wanted:
                return
            profile = await profiles.active_profile(session, code)
        at = clock.now()
        request = Request(code, profile, at, only_withdrawals=True)
        outlook = await planning.plan_target(self._database, request)
        if outlook.plan.items:
            async with self._database.writing() as session:
                await runs.record_finished(session, request, outlook)

    async def _defer(self, name: str, lock: str, **arguments: str) -> None:
        deferrer = self._app.configure_task(name, queue=QUEUE, queueing_lock=lock)
        with contextlib.suppress(AlreadyEnqueued):
            await deferrer.defer_async(**arguments)

    async def run(self, run_id: str) -> None:
        await execute(
            self._database,
            self._settings,
            UUID(run_id),
            self._settings.run_deadline_seconds,
            self._draining,
        )

    async def drain(self, target_code: str) -> None:
        if self._draining[target_code]:
            # A second desk here would only share the connections of the first.
            return
        try:
            async with self._database.reading() as session:
                profile = await profiles.active_profile(session, target_code)
            async with opened(
                self._database, self._settings, profile, draining=self._draining
            ) as desk:
                await drain(desk, DRAIN_SECONDS)
        except (AppError, ForbiddenAddressError) as error:
            log.error("target_not_usable", target=target_code, why=str(error))  # noqa: TRY400 -- the reason says it all
            return
        await self._withdraw_promptly(target_code)


async def work(settings: Settings) -> None:
    """Until SIGTERM. Ends when PostgreSQL goes away; the supervisor starts it again."""
    url = settings.sync_database_url
    async with Database.connect(
        url, application_name="asean-sync work", pool_size=16
    ) as database:
        app = jobs.make_app(url)
        hints = Hints(database, settings, app)
        async with beside(_listen(url, hints)):
            await jobs.run_worker(
                app, [QUEUE], tick=hints.tick, every=settings.tick_seconds
            )


async def _listen(url: str, hints: Hints) -> None:
    """A notification only shortens the wait for the next tick."""
    await hints.opened.wait()
    while True:
        try:
            await _hear(url, hints)
        except (psycopg.Error, OSError) as error:
            log.warning("listener_lost", error=str(error)[:200])
        except Exception:
            log.exception("tick_failed")
        await asyncio.sleep(AFTER_LOSS)


async def _hear(url: str, hints: Hints) -> None:
    connection = await psycopg.AsyncConnection.connect(
        urls.libpq(url), autocommit=True, connect_timeout=5
    )
    async with connection:
        for channel in (release.CHANNEL, CHANNEL):
            await connection.execute(SQL("LISTEN {}").format(Identifier(channel)))
        await hints.tick()
        while True:
            # Many lines of one release are one reason to look.
            heard = [one async for one in connection.notifies(timeout=30, stop_after=1)]
            if heard:
                await asyncio.sleep(0.1)
                await hints.tick()
