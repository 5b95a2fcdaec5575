"""Each night's run is asked for once, late if it must be, and never the day after."""

from datetime import UTC, datetime, timedelta

import pytest

from asean_sync.runs import service
from phohien.db import Database

DUE = datetime(2026, 11, 23, 19, 0, tzinfo=UTC)


@pytest.fixture
async def database(world):
    world.sql("update sync.schedule set next_fire_at = %s", DUE)
    async with Database.connect(world.sync_url, application_name="test") as database:
        yield database


async def fire(database, at):
    async with database.writing() as session:
        return await service.fire_slots(session, at)


async def test_the_slot_fires_once_and_moves_to_the_next_night(world, database):
    assert await fire(database, DUE - timedelta(seconds=1)) == []
    assert len(await fire(database, DUE + timedelta(minutes=20))) == 1
    assert await fire(database, DUE + timedelta(minutes=21)) == []
    ((next_fire_at,),) = world.sql("select next_fire_at from sync.schedule")
    assert next_fire_at == DUE + timedelta(days=1)
    assert world.sql("select kind, scheduled_for from sync.run") == [("nightly", DUE)]


async def test_two_workers_that_wake_together_ask_for_one_run(world, database):
    async with database.writing() as one, database.writing() as other:
        first = await service.fire_slots(one, DUE)
        second = await service.fire_slots(other, DUE)
    assert (len(first), len(second)) == (1, 0)
    assert world.sql("select count(*) from sync.run") == [(1,)]


async def test_a_night_without_workers_is_written_down_as_missed(world, database):
    assert await fire(database, DUE + timedelta(hours=5)) == []
    assert world.sql("select outcome from sync.run") == [("missed",)]
    ((next_fire_at,),) = world.sql("select next_fire_at from sync.schedule")
    assert next_fire_at == DUE + timedelta(days=1)


async def test_the_slot_waits_for_a_run_under_way(world, database):
    async with database.writing() as session:
        await service.request_run(session, world.target, caller="test", at=DUE)
    assert await fire(database, DUE) == []
    ((next_fire_at,),) = world.sql("select next_fire_at from sync.schedule")
    assert next_fire_at == DUE
