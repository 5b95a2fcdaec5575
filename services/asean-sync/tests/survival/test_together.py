"""Planners, slots and people who ask at the same moment: one run, one of everything."""

import asyncio
import time

import pytest

from asean_sync.planning import service as planning
from asean_sync.planning.service import Request
from asean_sync.profiles import service as profiles
from asean_sync.runs import service as runs
from asean_sync.runs.errors import RunOpenError
from asean_sync.targets.slots import Slot
from phohien import clock
from phohien.db import Database


@pytest.fixture
async def database(world):
    async with Database.connect(
        world.sync_url, application_name="t", pool_size=8
    ) as database:
        yield database


@pytest.fixture
def plan(world, database):
    async def make() -> None:
        async with database.reading() as session:
            profile = await profiles.active_profile(session, world.target)
        await planning.plan_target(
            database, Request(world.target, profile, clock.now())
        )

    return make


@pytest.fixture
def ask(world, database):
    async def ask() -> bool:
        try:
            async with database.writing() as session:
                await runs.request_run(
                    session, world.target, caller="test", at=clock.now()
                )
        except RunOpenError:
            return False
        return True

    return ask


@pytest.fixture
def fire(database):
    async def fire() -> int:
        async with database.writing() as session:
            return len(await runs.fire_slots(session, clock.now()))

    return fire


async def test_two_planners_two_people_and_the_night_make_one_run(
    world, plan, ask, fire
):
    keys = [world.new_key() for _ in range(5)]
    for key in keys:
        world.offer(key)
    world.sql(
        "update sync.schedule set next_fire_at = now() - interval '1 second',"
        " misfire_until = to_char(now() at time zone tz + interval '1 hour', 'HH24:MI')"
    )
    done = await asyncio.gather(plan(), plan(), ask(), ask(), fire(), fire())
    assert sum(map(int, done[2:])) == 1
    ((open_runs,),) = world.sql(
        "select count(*) from sync.run where finished_at is null"
    )
    assert open_runs == 1
    assert world.sql("select distinct desired_generation from sync.object") == [(1,)]
    # Two who carry it out: one does, the other waits for the end of it.
    first, second = await asyncio.gather(world.run(), world.run())
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert world.sql("select distinct desired_generation from sync.object") == [(1,)]
    posts = [one for one in await world.log() if one["method"] == "POST"]
    assert len(posts) == len(keys)
    assert await world.violations({f"{key}.vi": {} for key in keys}) == []


async def test_one_language_is_withdrawn_and_the_other_stays(world):
    key = world.new_key()
    world.offer(key, "vi", "Phố Nối A")
    world.offer(key, "en", "Pho Noi A")
    await world.run()
    world.releases.withdraw(key, "en")
    assert (await world.run()).exit_code == 0
    wanted = {f"{key}.vi": {"title": "Phố Nối A"}, f"{key}.en": None}
    assert await world.violations(wanted) == []


@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Asia/Ho_Chi_Minh"])
def test_the_night_is_that_of_viet_nam_wherever_the_server_stands(monkeypatch, zone):
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        due = Slot().after(clock.now())
        local = due.astimezone(clock.now().tzinfo)
    finally:
        monkeypatch.undo()
        time.tzset()
    assert (local.hour, local.minute) == (19, 0)
