"""PostgreSQL falls in the middle of a delivery, and comes back."""

import asyncio

import pytest
from tests.standins.own_postgres import own_postgres

BEFORE, AFTER = "Phố Nối A", "Phố Nối A mở rộng"
UNDER_WAY = """
SELECT (SELECT count(*) FROM sync.object WHERE state = 'synced'),
       (SELECT count(*) FROM sync.attempt a
          LEFT JOIN sync.attempt_result r ON r.attempt_id = a.id
         WHERE r.attempt_id IS NULL AND a.op = 'create'
           AND a.started_at > clock_timestamp() - interval '0.2 s')"""
STATES = "SELECT state, hold_reason, count(*) FROM sync.object GROUP BY 1, 2"


@pytest.fixture(scope="module")
def own():
    with own_postgres() as server:
        yield server


@pytest.fixture(scope="module")
def postgres(own):
    """In place of the server of all tests, whose databases are not ours to cut."""
    return own.url


@pytest.fixture
def in_the_middle(world):
    """So many have arrived, and a request has just left whose answer takes longer."""

    async def wait(arrived: int) -> None:
        for _ in range(6000):
            ((done, under_way),) = world.sql(UNDER_WAY)
            if done >= arrived and under_way:
                return
            await asyncio.sleep(0.01)
        states = world.sql(STATES)
        message = f"nothing is under way after {arrived} objects: {states}"
        raise TimeoutError(message)

    return wait


@pytest.fixture
def restarted(world, own, crew, ask_for_run, in_the_middle, monkeypatch):
    """A delivery by two workers, in which the server falls so many times."""
    monkeypatch.setenv("PHOHIEN_SYNC_LEASE_SECONDS", "2")

    async def play(objects: int, times: int):
        keys = [world.new_key() for _ in range(objects)]
        world.releases.offer_many(keys, "vi", BEFORE, world.target)
        # It takes the object, and is not quick to say so.
        await world.fault("slow", "POST", "/api/items", delay=0.7, times=objects)
        workers = await crew(2, kept=True)
        await ask_for_run()
        for number in range(times):
            # What is left at the end is what waits: in doubt, or before another try.
            await in_the_middle(objects * number // (times + 2))
            await asyncio.to_thread(own.restart)
        return keys, workers

    return play


@pytest.fixture
def ends_right(world, ask_for_run, at_rest, unbroken):
    """Nobody lends a hand: what is asked for next is done by who came back."""

    async def check(keys, seconds: float) -> None:
        assert await at_rest(seconds) == 0
        wanted = {f"{key}.vi": {"title": BEFORE} for key in keys}
        assert await world.violations(wanted) == []
        world.releases.release(keys[0], "vi", AFTER)
        world.releases.withdraw(keys[1], "vi")
        await ask_for_run()
        assert await at_rest(60) == 0
        changed = {f"{keys[0]}.vi": {"title": AFTER}, f"{keys[1]}.vi": None}
        assert await world.violations(wanted | changed) == []
        await unbroken()

    return check


@pytest.mark.proof
async def test_the_database_falls_twice_while_objects_are_under_way(
    restarted, ends_right, writes
):
    keys, _ = await restarted(12, 2)
    # A fall left somebody without an answer on record.
    _, unfinished = writes()
    assert unfinished >= 1
    await ends_right(keys, 120)


@pytest.mark.soak
async def test_the_database_falls_twenty_times(
    restarted, ends_right, writes, record_property
):
    keys, workers = await restarted(600, 20)
    await ends_right(keys, 600)
    record_property("objects", len(keys))
    record_property("falls", 20)
    _, unfinished = writes()
    record_property("writes without an answer on record", unfinished)
    record_property(
        "workers that ended by themselves, and were replaced", workers.ended
    )
