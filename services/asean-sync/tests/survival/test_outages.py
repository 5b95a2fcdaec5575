"""The target, the database or a worker is away for a while, and comes back."""

import asyncio
import signal
from datetime import datetime

import pytest
from tests.standins.mortal import worker

A_SECOND = 4


@pytest.fixture
def outage(world, paced, monkeypatch):
    """Down for some seconds, then back; how fast what waited was taken up."""

    async def tell(objects: int, seconds: float) -> float:
        await paced(60 * A_SECOND)
        keys = [world.new_key() for _ in range(objects)]
        world.releases.offer_many(keys, "vi", "Phố Nối A", world.target)
        with monkeypatch.context() as away:
            away.setenv("PHOHIEN_STANDIN_URL", "http://127.0.0.1:9")
            assert (await world.run(seconds)).exit_code != 0
        # A shut door costs the objects nothing: the circuit opened after five.
        ((tried, most),) = world.sql(
            "select sum(attempts), max(attempts) from sync.object"
        )
        rounds = 1 + seconds / 30
        assert tried <= rounds * (5 + 4)
        assert most < 10
        ((circuit,),) = world.sql("select circuit from sync.target")
        assert circuit == "open"
        world.sql("update sync.target set circuit_until = now()")
        world.sql("update sync.object set not_before = now()")
        assert (await world.run(seconds + objects)).exit_code == 0
        assert await world.violations({f"{key}.vi": {} for key in keys}) == []
        posts = [one for one in await world.log() if one["method"] == "POST"]
        times = sorted(datetime.fromisoformat(one["at"]) for one in posts)
        # The first ones are what had gathered; the rest comes at the rate.
        return (len(times) - 5) / (times[-1] - times[4]).total_seconds()

    return tell


@pytest.mark.proof
async def test_a_target_that_was_down_gets_what_waited_at_its_rate(outage):
    assert await outage(24, 5) == pytest.approx(A_SECOND, rel=0.15)


@pytest.mark.soak
async def test_a_target_that_was_down_for_ten_minutes(outage, record_property):
    rate = await outage(240, 600)
    record_property("objects a second, of 4 allowed", f"{rate:.2f}")
    assert rate == pytest.approx(A_SECOND, rel=0.10)


async def test_lost_connections_to_the_database_cost_nothing_but_time(world, unbroken):
    keys = [world.new_key() for _ in range(12)]
    world.releases.offer_many(keys, "vi", "Phố Nối A", world.target)
    running = asyncio.create_task(world.run(60))
    for _ in range(4):
        await asyncio.sleep(0.6)
        world.sql(
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where usename = 'phohien_sync' and datname = current_database()"
        )
    report = await running
    assert report.exit_code == 0, report.runs
    assert await world.violations({f"{key}.vi": {} for key in keys}) == []
    await unbroken()


@pytest.fixture
def until_cut(world):
    """The intent is on record, its request is on the way, nothing came back yet."""

    async def wait() -> int:
        for _ in range(600):
            rows = world.sql(
                "select a.fence from sync.attempt a left join sync.attempt_result r"
                " on r.attempt_id = a.id"
                " where a.op = 'create' and r.attempt_id is null"
            )
            if rows:
                return int(rows[0][0])
            await asyncio.sleep(0.02)
        message = "nothing was sent"
        raise TimeoutError(message)

    return wait


@pytest.mark.proof
async def test_a_worker_that_froze_past_its_lease_writes_and_sends_nothing(
    world, until_cut, unbroken, monkeypatch
):
    key = world.new_key()
    world.offer(key)
    # The target takes longer than the profile waits, so the request is under way.
    await world.fault("slow", "POST", "/api/items", delay=3.0)
    monkeypatch.setenv("PHOHIEN_SYNC_LEASE_SECONDS", "1")
    frozen = await worker()
    try:
        fence = await until_cut()
        frozen.send_signal(signal.SIGSTOP)
        assert (await world.run(60)).exit_code in {0, 3}
        assert (await world.run(60)).exit_code == 0
        before = world.object(f"{key}.vi")
        assert before["fence"] > fence
        asked = len(await world.log())
        links = world.sql("select count(*) from sync.attempt")
        frozen.send_signal(signal.SIGCONT)
        await asyncio.wait_for(frozen.wait(), 60)
    finally:
        if frozen.returncode is None:
            frozen.kill()
    after = world.object(f"{key}.vi")
    # It may plan, sweep and end its run; of the object it moves and sends nothing.
    assert after["fence"] == before["fence"]
    assert after["state"] == "synced"
    later = (await world.log())[asked:]
    assert {one["method"] for one in later} <= {"GET"}
    assert world.sql("select count(*) from sync.attempt") == links
    assert await world.violations({f"{key}.vi": {}}) == []
    await unbroken()
