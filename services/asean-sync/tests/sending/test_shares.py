"""What a target bears is divided among those who work there, and never exceeded."""

import asyncio
from dataclasses import replace

import pytest

from asean_sync.sending.claim import claim_some
from asean_sync.sending.errors import LostLeaseError
from asean_sync.sending.hands.leases import kept as renewing

# Of the stand-in's profile.
ALLOWED = 4


@pytest.fixture
def shares(world):
    def tell():
        rows = world.sql("select connections from sync.share order by connections")
        return [row[0] for row in rows]

    return tell


async def test_two_desks_have_half_each_and_one_alone_has_all(world, at_desk, shares):
    for _ in range(20):
        world.offer(world.new_key())
    async with at_desk() as first:
        assert len((await claim_some(first, 2)).claims) == 2
        assert (first.wire.granted, shares()) == (ALLOWED, [ALLOWED])
        async with first.wire.slot(), at_desk() as second:
            # It was not told yet that somebody came.
            assert (await claim_some(second, 2)).claims == []
            assert (second.wire.granted, shares()) == (0, [0, ALLOWED])
            assert (await claim_some(first, 2)).claims
            assert (first.wire.granted, shares()) == (2, [0, 2])
            assert len((await claim_some(second, 2)).claims) == 2
            assert shares() == [2, 2]
        assert shares() == [2]
        assert (await claim_some(first, 1)).claims
        assert (first.wire.granted, shares()) == (ALLOWED, [ALLOWED])
    assert shares() == []


async def test_what_is_in_use_stays_counted_until_it_is_free(world, at_desk, shares):
    for _ in range(20):
        world.offer(world.new_key())
    async with at_desk() as first, at_desk() as second:
        assert (await claim_some(first, 2)).claims
        async with asyncio.timeout(5), asyncio.TaskGroup() as group:
            free = asyncio.Event()

            async def busy():
                async with first.wire.slot():
                    await free.wait()

            for _ in range(3):
                group.create_task(busy())
            await asyncio.sleep(0)
            assert (await claim_some(second, 2)).claims == []
            assert (await claim_some(first, 1)).claims
            assert shares() == [0, 3]
            assert len((await claim_some(second, 9)).claims) == 3
            assert shares() == [1, 3]
            free.set()


async def test_the_share_of_one_that_died_is_the_others_when_its_lease_ends(
    world, at_desk, shares
):
    for _ in range(20):
        world.offer(world.new_key())
    async with at_desk() as first:
        assert (await claim_some(first, 2)).claims
        async with at_desk() as second:
            assert (await claim_some(second, 2)).claims == []
            world.sql("update sync.share set until = now() where connections > 0")
            assert (await claim_some(second, 2)).claims
            assert (second.wire.granted, shares()) == (ALLOWED, [4, 4])
        # Given back, and with it what was left behind.
        assert shares() == []


async def test_a_lease_that_ended_in_the_queue_sends_nothing(world, at_desk):
    world.offer(world.new_key())
    async with at_desk() as desk:
        (held,) = (await claim_some(desk, 1)).claims
        held.deadline = 0.0
        with pytest.raises(LostLeaseError):
            async with desk.wire.slot(held):
                pytest.fail("it was let onto the wire")


async def test_leases_are_renewed_for_all_that_is_held_and_lost_where_taken(
    world, at_desk
):
    keys = [world.new_key() for _ in range(2)]
    for key in keys:
        world.offer(key)
    async with at_desk() as whole:
        short = whole.settings.model_copy(update={"lease_seconds": 1.0})
        desk = replace(whole, settings=short)
        kept, taken = (await claim_some(desk, 2)).claims
        world.sql(
            "update sync.object set fence = fence + 1 where id = %s", taken.object_id
        )
        before = kept.deadline
        async with renewing(desk):
            # A third of the lease, and half of that again.
            await asyncio.sleep(0.5)
        assert (kept.lost, kept.deadline > before) == (False, True)
        assert taken.lost
