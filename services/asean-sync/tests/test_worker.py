"""The worker process by itself: a word from the source is enough."""

import asyncio
import os
import signal
import sys
from pathlib import Path

import pytest

PROGRAM = Path(sys.executable).with_name("asean-sync")


@pytest.fixture
async def worker(world):  # noqa: ARG001 -- its addresses are in the environment
    """`asean-sync work`, ended the way a supervisor ends it."""
    child = await asyncio.create_subprocess_exec(
        PROGRAM, "work", env=os.environ.copy(), stdout=asyncio.subprocess.DEVNULL
    )
    yield child
    if child.returncode is None:
        child.send_signal(signal.SIGTERM)
    await child.wait()


async def until(world, items, seconds=60):
    """What is still wrong when it is right, or when the time is over."""
    wrong = ["nothing looked at"]
    for _ in range(seconds * 4):
        wrong = await world.violations(items)
        if not wrong:
            break
        await asyncio.sleep(0.25)
    return wrong


async def ends(world, runs, seconds=60):
    """Kind and outcome of every run, once so many have one, or the time is over."""
    found = []
    for _ in range(seconds * 4):
        found = world.sql("select kind, outcome from sync.run order by requested_at")
        if len(found) >= runs and all(outcome for _, outcome in found):
            break
        await asyncio.sleep(0.25)
    return found


@pytest.fixture
def incomprehensible(world):
    """An active target before all others, of a kind that is not installed any more."""
    world.sql("insert into sync.target (code, kind) values ('aaa', 'nobody_brought')")
    world.sql(
        "insert into sync.profile (target_code, version, body, sha256, state,"
        " activated_by, activated_at) values ('aaa', 1, '{}', '', 'active', 'x', now())"
    )


@pytest.mark.usefixtures("incomprehensible")
async def test_a_run_asked_for_is_carried_out_and_a_withdrawal_goes_by_itself(
    world, worker, ask_for_run
):
    key = world.new_key()
    world.offer(key, "vi", "Phố Nối A")
    await ask_for_run()
    assert await until(world, {f"{key}.vi": {"title": "Phố Nối A"}}) == []
    assert await ends(world, 1) == [("on_demand", "ok")]
    world.releases.withdraw(key, "vi")
    assert await until(world, {f"{key}.vi": None}) == []
    assert await ends(world, 2) == [("on_demand", "ok"), ("prompt", "ok")]
    worker.send_signal(signal.SIGTERM)
    assert await asyncio.wait_for(worker.wait(), 30) == 0


async def test_a_killed_workers_run_is_finished_by_the_next(world, ask_for_run):
    key = world.new_key()
    world.offer(key, "vi", "Phố Nối A")
    run_id = await ask_for_run()
    # As if its worker had died just now, with the run in hand.
    world.sql(
        "update sync.run set worker = 'gone', fence = 1, started_at = now(),"
        " lease_until = now() + interval '1 second'"
    )
    report = await world.run(60)
    assert report.exit_code == 0
    assert str(run_id) in {str(one["id"]) for one in report.runs} or world.sql(
        "select outcome from sync.run where id = %s", run_id
    ) == [("ok",)]
    assert await world.violations({f"{key}.vi": {}}) == []
