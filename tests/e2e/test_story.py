"""The main job, end to end, on real parts: then again while processes are killed."""

import asyncio
import json

import pytest
from tests.e2e.killer import Killer

ROUNDS_AT_MOST = 60


@pytest.fixture
def proofs(stack):
    """Both chains, computed again: the audit trail and the receipts of the sync."""

    async def proofs():
        status, out, err = await stack.run("audit", "verify", "--json")
        assert status == 0, out + err
        assert json.loads(out)["checked"] > 0
        status, out, err = await stack.run("sync", "receipts", "--verify")
        assert status == 0, out + err

    return proofs


async def test_the_golden_set_finds_what_readers_want(stack):
    """While the stack holds the sample dataset and nothing else."""
    status, out, err = await stack.run("search", "score", "--json")

    assert status == 0, out + err
    found = json.loads(out)
    assert found["queries"] >= 150
    assert found["ndcg_at_10"] > 0.93, found["failures"]
    for lang, scored in found["languages"].items():
        assert scored["ndcg_at_10"] > 0.9, (lang, found["failures"])


async def test_a_park_is_entered_delivered_corrected_and_withdrawn(make_story, proofs):
    story = make_story(megabytes=60, cuts=5)
    await story.tell()
    assert len(story.telling.content) > 60_000_000
    await proofs()


@pytest.fixture
def tell_while_killing(stack, make_story, proofs):
    async def tell_while_killing(kills: int, *, seed: int, first_megabytes: int):
        killer = Killer(stack, kills=kills, seed=seed)
        told = []

        async def tell_over_and_over():
            while len(killer.done) < kills:
                assert len(told) < ROUNDS_AT_MOST
                story = make_story(megabytes=6 if told else first_megabytes, cuts=5)
                told.append(story)
                # Every other park stays, so that the end shows what was lost.
                await story.tell(withdrawn=len(told) % 2 == 0)

        async with asyncio.TaskGroup() as group:
            group.create_task(killer.work())
            group.create_task(tell_over_and_over())
        await stack.settled()
        last = make_story()
        await last.tell()
        for story in [*told, last]:
            assert await story.violations() == []
        await proofs()
        return killer.done

    return tell_while_killing


async def test_the_story_ends_right_whatever_process_is_killed(tell_while_killing):
    killed = await tell_while_killing(5, seed=1, first_megabytes=6)
    assert len(killed) == 5


@pytest.mark.soak
async def test_the_story_ends_right_after_thirty_kills(tell_while_killing):
    killed = await tell_while_killing(30, seed=2, first_megabytes=60)
    assert len(killed) == 30
    assert len(set(killed)) == 9
