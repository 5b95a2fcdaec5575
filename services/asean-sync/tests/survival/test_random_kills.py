"""Three workers, one of them killed every two seconds: the target ends right."""

import asyncio
from time import monotonic

import pytest

EVERY = 2.0
BEFORE, AFTER = "Phố Nối A", "Phố Nối A mở rộng"


@pytest.fixture
def keep_killing(world, crew, ask_for_run):
    """Offered, then corrected and taken down half-way, while workers end at random."""

    async def play(objects: int, seconds: float):
        keys = [world.new_key() for _ in range(objects)]
        offer = world.releases.offer_many
        await asyncio.to_thread(offer, keys, "vi", BEFORE, world.target)
        wanted = {f"{key}.vi": {"title": BEFORE} for key in keys}
        workers = await crew(3)
        await ask_for_run()
        until, changed = monotonic() + seconds, False
        while monotonic() < until:
            await asyncio.sleep(EVERY)
            await workers.lose_one()
            if not changed and monotonic() > until - seconds / 2:
                changed = True
                wanted |= await asyncio.to_thread(change, keys)
        return wanted, workers.killed

    def change(keys):
        few = max(len(keys) // 20, 3)
        for key in keys[:few]:
            world.releases.release(key, "vi", AFTER)
        for key in keys[-few:]:
            world.releases.withdraw(key, "vi")
        corrected = {f"{key}.vi": {"title": AFTER} for key in keys[:few]}
        return corrected | {f"{key}.vi": None for key in keys[-few:]}

    return play


@pytest.fixture
def ends_right(world, crew, ask_for_run, at_rest, unbroken):
    async def check(wanted, seconds: float) -> None:
        # The killing is over: what the last run did not see is asked for once more.
        await crew(1)
        assert await at_rest(seconds) == 0
        await ask_for_run()
        assert await at_rest(seconds) == 0
        assert await world.violations(wanted) == []
        await unbroken()

    return check


@pytest.mark.proof
async def test_forty_objects_survive_twelve_seconds_of_kills(keep_killing, ends_right):
    wanted, killed = await keep_killing(40, 12)
    assert killed >= 3
    await ends_right(wanted, 120)


@pytest.mark.soak
async def test_two_thousand_objects_survive_ten_minutes_of_kills(
    keep_killing, ends_right, writes, record_property
):
    wanted, killed = await keep_killing(2000, 600)
    await ends_right(wanted, 1800)
    written, unfinished = writes()
    record_property("objects", 2000)
    record_property("workers killed", killed)
    record_property("writes", written)
    record_property("of them cut off by a kill", unfinished)
