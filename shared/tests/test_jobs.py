import asyncio
import os
import signal

import psycopg
import pytest

from phohien import jobs, urls


@pytest.fixture
def owner(fresh_urls):
    url = urls.libpq(fresh_urls.owner)
    options = "-c search_path=jobs,pg_catalog"
    with psycopg.connect(url, autocommit=True, options=options) as it:
        yield it


@pytest.fixture
def left_behind(owner):
    """A job that a worker had begun when it was killed an hour ago."""
    worker = owner.execute(
        "INSERT INTO procrastinate_workers (last_heartbeat)"
        " VALUES (now() - interval '1 hour') RETURNING id"
    ).fetchone()
    owner.execute(
        "INSERT INTO procrastinate_jobs (queue_name, task_name, status, worker_id)"
        " VALUES ('test', 'never.heard.of', 'doing', %s)",
        worker,
    )


@pytest.mark.usefixtures("left_behind")
async def test_what_a_killed_worker_left_is_forgotten(fresh_urls, owner) -> None:
    ticks = []

    async def tick() -> None:
        ticks.append(1)
        if len(ticks) == 2:
            os.kill(os.getpid(), signal.SIGTERM)

    app = jobs.make_app(fresh_urls.content)
    async with asyncio.timeout(20):
        await jobs.run_worker(app, ["test"], tick=tick, every=0.1)

    count = "SELECT count(*) FROM procrastinate_jobs"
    assert owner.execute(count).fetchone() == (0,)


async def test_one_bad_tick_is_not_the_last(fresh_urls) -> None:
    ticks = []

    async def tick() -> None:
        ticks.append(1)
        if len(ticks) == 2:
            os.kill(os.getpid(), signal.SIGTERM)
        raise ZeroDivisionError

    app = jobs.make_app(fresh_urls.content)
    async with asyncio.timeout(20):
        await jobs.run_worker(app, ["test"], tick=tick, every=0.1)

    assert len(ticks) >= 2
