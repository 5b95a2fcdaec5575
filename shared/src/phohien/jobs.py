"""Background work on procrastinate. A job is a hint; a row is the truth.

Every job may run twice, late or never. The tick looks at the rows and makes up for it,
so nothing depends on the queue for being right, only for being quick.
"""

import asyncio
import contextlib
import signal
from collections.abc import Awaitable, Callable, Sequence

import procrastinate
import structlog
from procrastinate.jobs import Status

from phohien import urls

log = structlog.get_logger()
Tick = Callable[[], Awaitable[None]]
# Seconds a worker that is asked to end gives its tick, then its jobs.
TICK_GRACE = 2.0
JOB_GRACE = 6.0
# A worker says every ten seconds that it lives.
STALLED_SECONDS = 60.0


def make_app(url: str) -> procrastinate.App:
    """An app whose tables are in the schema `jobs`."""
    connector = procrastinate.PsycopgConnector(
        conninfo=urls.libpq(url),
        kwargs={"options": "-c search_path=jobs,pg_catalog", "connect_timeout": 5},
        min_size=1,
        max_size=6,
    )
    return procrastinate.App(connector=connector)


async def _forget_stalled(app: procrastinate.App, queues: Sequence[str]) -> None:
    """A killed worker leaves its jobs `doing`; the rows they hinted at are due again.

    Without this they would pile up: nothing else removes them.
    """
    for queue in queues:
        stalled = await app.job_manager.get_stalled_jobs(
            queue=queue, seconds_since_heartbeat=STALLED_SECONDS
        )
        for job in stalled:
            if job.id is not None:
                await app.job_manager.finish_job_by_id_async(
                    job.id, Status.FAILED, delete_job=True
                )


async def _tick_for_ever(tick: Tick, every: float, stop: asyncio.Event) -> None:
    while not stop.is_set():
        try:
            await tick()
        except Exception:
            log.exception("tick_failed")
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), every)


async def run_worker(
    app: procrastinate.App,
    queues: Sequence[str],
    *,
    tick: Tick,
    every: float = 60.0,
    concurrency: int = 4,
) -> None:
    """Until SIGTERM or SIGINT.

    It ends too when PostgreSQL goes away: the supervisor starts it again.
    """
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    async with app.open_async():
        worker = asyncio.create_task(
            app.run_worker_async(
                queues=list(queues),
                concurrency=concurrency,
                install_signal_handlers=False,
                fetch_job_polling_interval=5.0,
                delete_jobs="successful",
                shutdown_graceful_timeout=JOB_GRACE / 2,
            )
        )

        async def tick_and_tidy() -> None:
            await tick()
            await _forget_stalled(app, queues)

        ticking = asyncio.create_task(_tick_for_ever(tick_and_tidy, every, stop))
        stopping = asyncio.create_task(stop.wait())
        await asyncio.wait({worker, stopping}, return_when=asyncio.FIRST_COMPLETED)
        stop.set()
        stopping.cancel()
        await asyncio.wait({ticking}, timeout=TICK_GRACE)
        worker.cancel()
        # A connection that hangs on a server that is gone must not keep us here.
        _, hanging = await asyncio.wait({worker, ticking}, timeout=JOB_GRACE)
        for task in hanging:
            task.cancel()
