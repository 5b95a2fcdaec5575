"""Who takes up what is due, and what becomes of it when the target or we fail."""

import asyncio

from asean_sync.sending.claim import claim_some
from asean_sync.sending.hands.door import Door
from asean_sync.work import Hints
from phohien import jobs
from phohien.db import Database

SLOW = {"mode": "slow", "method": "POST", "times": 20, "delay": 0.3}


async def opened_shares(world):
    found = []
    for _ in range(500):
        found = world.sql("select connections from sync.share")
        if found:
            break
        await asyncio.sleep(0.02)
    return found


async def test_a_process_has_one_desk_that_works_off_what_is_due(world, at_desk):
    for _ in range(12):
        world.offer(world.new_key())
    async with at_desk():
        """For the plan."""
    assert (await world.portal.post("/_control/faults", json=SLOW)).is_success
    url = world.settings.sync_database_url
    async with Database.connect(url, application_name="t") as database:
        hints = Hints(database, world.settings, jobs.make_app(url))
        first = asyncio.create_task(hints.drain(world.target))
        shares = await opened_shares(world)
        async with asyncio.timeout(10):
            await hints.drain(world.target)
        assert not first.done()
        assert world.sql("select connections from sync.share") == shares
        await first
        assert world.sql("select count(*) from sync.object where state = 'synced'") == [
            (12,)
        ]
        # Nobody is at it any more: whatever comes now is worked off again.
        world.offer(world.new_key())
        async with at_desk():
            """For the plan."""
        await hints.drain(world.target)
    assert world.sql("select count(*) from sync.object where state = 'synced'") == [
        (13,)
    ]


async def test_what_cannot_be_put_back_keeps_its_lease_and_ends_nothing(world, at_desk):
    for _ in range(8):
        world.offer(world.new_key())
    async with at_desk() as desk:
        # The first look sees that the target is well, the second takes up ahead.
        assert (await claim_some(desk, 1)).claims
        door = Door(desk, until=0.0)
        assert await door.next() is not None
        ahead = len(desk.held) - 2
        assert ahead > 0
        desk.mood.well = False
        world.sql("alter table sync.object rename to away")
        try:
            assert await door.next() is not None
        finally:
            world.sql("alter table sync.away rename to object")
        assert len(desk.held) == 3
        ((leased,),) = world.sql(
            "select count(*) from sync.object where state = 'leased'"
        )
        assert leased == 2 + ahead
