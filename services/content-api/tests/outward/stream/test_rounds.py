import asyncio

import pytest

from content_api.feeds.stream import rounds
from content_api.feeds.stream.bell import Bell
from content_api.feeds.stream.rounds import MANY, Rounds

AGES = 3600.0


@pytest.fixture
def bell(monkeypatch) -> Bell:
    """Rung by hand; a breath is longer than any test."""
    monkeypatch.setattr(rounds, "BREATH", AGES)
    bell = Bell("postgresql://127.0.0.1/none")
    bell.hears = True
    return bell


async def until_rung(looker: Rounds) -> None:
    async with asyncio.timeout(5):
        await looker.wait(AGES)


async def test_whoever_was_at_rest_is_woken_at_once(bell) -> None:
    looker = Rounds(bell)
    waiting = asyncio.create_task(until_rung(looker))
    await asyncio.sleep(0)
    assert not waiting.done()

    bell.ring()
    await waiting


async def test_a_ring_during_the_look_is_not_missed(bell) -> None:
    looker = Rounds(bell)
    looker.begin()
    bell.ring()

    await until_rung(looker)


async def test_a_look_that_no_ring_began_holds_up_nobody(bell) -> None:
    looker = Rounds(bell)
    await looker.wait(0.0)
    looker.begin()
    bell.ring()

    await until_rung(looker)


async def test_lines_in_a_row_are_looked_at_together_until_there_are_many(
    bell,
) -> None:
    looker = Rounds(bell)
    bell.ring()
    await until_rung(looker)
    looker.begin()
    waiting = asyncio.create_task(until_rung(looker))

    for _ in range(MANY - 1):
        bell.ring()
        await asyncio.sleep(0)
    assert not waiting.done()
    bell.ring()
    await waiting


async def test_lines_in_a_row_wait_no_longer_than_a_breath(bell, monkeypatch) -> None:
    monkeypatch.setattr(rounds, "BREATH", 0.05)
    looker = Rounds(bell)
    for _ in range(3):
        looker.begin()
        bell.ring()
        await until_rung(looker)
