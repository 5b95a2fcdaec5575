"""Many release at once, some change their mind: whoever follows misses nothing."""

import asyncio
import random

import httpx
import psycopg
import pytest

from phohien.urls import libpq

WRITERS, EACH = 6, 8
LINE = """
UPDATE release.document d SET seq = release.append_change(
    d, 'corrected', '', clock_timestamp(), clock_timestamp()) WHERE d.key = %s"""
CUT_ALL = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
 WHERE datname = current_database() AND pid <> pg_backend_pid()
   AND application_name LIKE 'content-api%'"""


@pytest.fixture
def write(urls):
    """Lines in transactions of their own; some are slow, some are rolled back."""

    async def lines(key: str, chance: random.Random) -> int:
        kept = 0
        async with await psycopg.AsyncConnection.connect(libpq(urls.owner)) as held:
            for _ in range(EACH):
                await held.execute(LINE, (key,))
                await asyncio.sleep(chance.random() * 0.01)
                if chance.random() < 0.25:
                    await held.rollback()
                else:
                    await held.commit()
                    kept += 1
                await asyncio.sleep(chance.random() * 0.01)
        return kept

    return lines


@pytest.fixture
def follow(address):
    """Everything a portal reads until it was told to stop, in its order."""

    async def poll(done: asyncio.Event, query: str) -> list[int]:
        seen: list[int] = []
        async with httpx.AsyncClient(base_url=address, timeout=30) as client:
            while True:
                last = done.is_set()
                since = seen[-1] if seen else 0
                answer = await client.get(f"/v1/changes?since={since}&{query}")
                lines = answer.json()["data"]
                seen += [line["seq"] for line in lines]
                if last and not lines:
                    return seen

    return poll


@pytest.fixture
def stream(address):
    """The same as events; a lost connection goes on from the last id."""

    async def listen(until: asyncio.Future[int]) -> list[int]:
        seen: list[int] = []
        while not (until.done() and len(seen) >= until.result()):
            headers = {"accept": "text/event-stream"}
            if seen:
                headers["last-event-id"] = str(seen[-1])
            async with (
                httpx.AsyncClient(base_url=address, timeout=30) as client,
                client.stream("GET", "/v1/changes", headers=headers) as answer,
            ):
                async for line in answer.aiter_lines():
                    if line.startswith("id: "):
                        seen.append(int(line[4:]))
                    if until.done() and len(seen) >= until.result():
                        break
        return seen

    return listen


@pytest.mark.parametrize("seed", [1, 2])
async def test_no_reader_misses_a_line_however_commits_cross(
    release, write, follow, stream, seed
) -> None:
    """Lines become visible in the order of their numbers, and only then."""
    items = [release() for _ in range(WRITERS)]
    done, total = asyncio.Event(), asyncio.get_running_loop().create_future()
    readers = [
        asyncio.create_task(follow(done, query))
        for query in ("limit=3", "limit=1000&wait=0.2", "limit=7&wait=0.05")
    ]
    listening = asyncio.create_task(stream(total))

    kept = await asyncio.gather(
        *(
            write(item["key"], random.Random(seed * 100 + place))
            for place, item in enumerate(items)
        )
    )
    done.set()
    total.set_result(WRITERS + sum(kept))
    release()  # wakes who waits for an event after the last

    wanted = list(range(1, total.result() + 1))
    for seen in await asyncio.gather(*readers):
        assert seen[: len(wanted)] == wanted
    assert (await asyncio.wait_for(listening, 20))[: len(wanted)] == wanted


async def test_a_stream_lives_through_the_loss_of_every_connection(
    release, stream, owner
) -> None:
    release()
    total = asyncio.get_running_loop().create_future()
    listening = asyncio.create_task(stream(total))
    await asyncio.sleep(0.3)

    owner.execute(CUT_ALL)
    release()
    total.set_result(3)
    release()

    assert (await asyncio.wait_for(listening, 20))[:3] == [1, 2, 3]
