"""One worker, two, four: what a target bears is the same for all of them together."""

import asyncio
from datetime import datetime
from time import monotonic

import pytest

ANSWERS = 0.2
TOGETHER, A_SECOND = 4, 10
TITLE = "Phố Nối A"
WORKERS = "SELECT count(DISTINCT worker) FROM sync.attempt WHERE object_key = ANY(%s)"


@pytest.fixture
async def modest(paced, profile_text):
    """So many connections and requests a second; an answer takes its time."""
    assert f"concurrency: {TOGETHER}\n" in profile_text
    await paced(60 * A_SECOND)


@pytest.fixture
def written(world):
    """When the target carried out each create, by its own clock and book."""

    async def read(keys) -> list[float]:
        names = {f"{key}.vi" for key in keys}
        posts = [
            one
            for one in await world.log()
            if one["method"] == "POST" and one["externalId"] in names
        ]
        assert len(posts) == len({one["externalId"] for one in posts}) == len(keys)
        return sorted(datetime.fromisoformat(one["at"]).timestamp() for one in posts)

    return read


def most_within(times: list[float], seconds: float) -> int:
    return max(sum(begun <= one < begun + seconds for one in times) for begun in times)


@pytest.fixture
def carried(world, crew, ask_for_run, at_rest, written):
    """So many objects by so many workers; how it went at the target."""
    wanted = {}

    async def carry(size: int, objects: int) -> dict[str, float]:
        keys = [world.new_key() for _ in range(objects)]
        offer = world.releases.offer_many
        await asyncio.to_thread(offer, keys, "vi", TITLE, world.target)
        await world.fault("slow", "POST", "/api/items", delay=ANSWERS, times=objects)
        workers = await crew(size)
        await ask_for_run()
        began = monotonic()
        assert await at_rest(objects * 2) == 0
        took = monotonic() - began
        await workers.go_home()
        times = await written(keys)
        names = [f"{key}.vi" for key in keys]
        ((hands,),) = world.sql(WORKERS, names)
        wanted.update({name: {"title": TITLE} for name in names})
        assert await world.violations(wanted) == []
        return {
            "workers": hands,
            # Each create is under way for as long as its answer takes.
            "together": most_within(times, ANSWERS * 0.9),
            "in a second": most_within(times, 1.0),
            "a second": round((objects - 1) / (times[-1] - times[0]), 1),
            "seconds": round(took, 1),
        }

    return carry


def is_borne(seen: dict[str, float], size: int) -> None:
    """All of them took part, and together they were no more than was allowed."""
    assert seen["workers"] == size
    assert seen["together"] <= TOGETHER
    # What gathers while nothing is sent goes at once; it is no more than that.
    assert seen["in a second"] <= A_SECOND + TOGETHER
    assert seen["a second"] <= A_SECOND * 1.15


@pytest.mark.proof
@pytest.mark.usefixtures("modest")
async def test_two_workers_are_together_what_a_target_bears(carried):
    is_borne(await carried(2, 24), 2)


@pytest.mark.soak
@pytest.mark.usefixtures("modest")
async def test_one_two_and_four_workers_bear_on_a_target_alike(
    carried, record_property
):
    for size in (1, 2, 4):
        seen = await carried(size, 400)
        is_borne(seen, size)
        rate, burst = seen["a second"], seen["in a second"]
        told = f"{rate} objects a second, at most {burst} in one"
        record_property(f"workers {size}", told)
