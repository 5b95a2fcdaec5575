"""Waiting, listening and proving, over a socket and over the app."""

import asyncio
import hashlib
import json
import time
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest
from psycopg import sql

from phohien.urls import libpq

SCRIPT = Path(__file__).parents[5] / "docs" / "feeds.md"


@pytest.fixture
def listen(address):
    """Reads so many events of the stream, then hangs up."""

    async def read(count: int, since: int = 0, **headers: str) -> list[dict[str, Any]]:
        asked = {"accept": "text/event-stream", **headers}
        events: list[dict[str, Any]] = []
        async with (
            httpx.AsyncClient(base_url=address, timeout=20) as client,
            client.stream("GET", f"/v1/changes?since={since}", headers=asked) as answer,
        ):
            assert answer.headers["content-type"].startswith("text/event-stream")
            event: dict[str, Any] = {}
            async for line in answer.aiter_lines():
                name, _, value = line.partition(": ")
                if line.startswith("id"):
                    event = {"event": int(value)}
                elif name == "data":
                    events.append({**event, **json.loads(value)})
                    if len(events) == count:
                        return events
        return events

    return read


async def test_a_long_poll_is_answered_by_the_release_itself(client, release) -> None:
    started = time.monotonic()
    waiting = asyncio.create_task(client.get("/v1/changes?since=0&wait=20"))
    await asyncio.sleep(0.3)
    item = release()

    answer = await waiting

    assert [line["key"] for line in answer.json()["data"]] == [item["key"]]
    assert time.monotonic() - started < 10


async def test_a_long_poll_ends_when_nothing_comes(client, release) -> None:
    release()
    started = time.monotonic()

    answer = await client.get("/v1/changes?since=1&wait=0.5")

    assert answer.json() == {"data": [], "next_cursor": None}
    assert time.monotonic() - started > 0.4


async def test_what_is_there_already_is_not_waited_for(client, release) -> None:
    release()
    started = time.monotonic()

    answer = await client.get("/v1/changes?since=0&wait=30")
    ahead = await client.get("/v1/changes?since=99&wait=30")

    assert len(answer.json()["data"]) == 1
    assert ahead.json()["data"] == []
    assert time.monotonic() - started < 10


@pytest.mark.parametrize("query", ["wait=31", "wait=-1", "wait=x", "wait=nan"])
async def test_a_wait_has_bounds(client, query) -> None:
    assert (await client.get(f"/v1/changes?{query}")).status_code == 422


async def test_a_stream_tells_what_was_and_what_comes(listen, release) -> None:
    first = release()
    listening = asyncio.create_task(listen(3))
    await asyncio.sleep(0.5)
    release(item=first)
    second = release("en")

    events = await asyncio.wait_for(listening, 20)

    assert [event["event"] for event in events] == [1, 2, 3]
    assert [event["kind"] for event in events] == ["released", "corrected", "released"]
    assert events[2]["key"] == second["key"]
    assert events[1]["prev_hash"] == events[0]["hash"]


async def test_a_stream_goes_on_after_the_last_event_id(listen, release) -> None:
    for _ in range(3):
        release()

    events = await listen(1, 0, **{"last-event-id": "2"})

    assert [event["seq"] for event in events] == [3]


async def test_a_last_event_id_that_is_none_is_refused(client) -> None:
    headers = {"accept": "text/event-stream", "last-event-id": "abc"}

    answer = await client.get("/v1/changes", headers=headers)

    assert answer.status_code == 422


async def test_the_bell_survives_its_connection(app, client, release, urls) -> None:
    """Whoever waits through the loss is woken by the line after it."""
    release()
    bell = app.state.bell
    await bell.wait(bell.next_ring(), 3)
    with psycopg.connect(libpq(urls.owner), autocommit=True) as owner:
        owner.execute(
            sql.SQL(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE"
                " application_name = 'content-api bell' AND datname ="
                " current_database()"
            )
        )
    waiting = asyncio.create_task(client.get("/v1/changes?since=1&wait=20"))
    await asyncio.sleep(0.1)
    item = release()

    answer = await asyncio.wait_for(waiting, 15)

    assert [line["key"] for line in answer.json()["data"]] == [item["key"]]


@pytest.fixture
def prove():
    """The script of docs/feeds.md, as it is printed there."""
    text = SCRIPT.read_text()
    code = text[text.index("```python\n") + 10 :]
    space: dict[str, Any] = {"__name__": "documented"}
    exec(compile(code[: code.index("```")], str(SCRIPT), "exec"), space)
    return space["prove"]


async def test_the_documented_proof_holds_and_fails_when_a_line_is_missing(
    prove, address, release, withdraw
) -> None:
    items = [release("vi", "en", title=f"Mục {number}") for number in range(20)]
    for item in items[::3]:
        release(item=item, title="Đã sửa")
    for item in items[1::4]:
        withdraw(item, "vi")

    proven, held = await asyncio.to_thread(prove, address, "vi")
    one = next(iter(held))
    missing, _ = await asyncio.to_thread(prove, address, "vi", forget=one)
    english, both = await asyncio.to_thread(prove, address, "en")

    assert (proven, english, missing) == (True, True, False)
    assert (len(held), len(both)) == (15, 20)


async def test_a_root_covers_the_bytes_that_are_served(client, release) -> None:
    items = sorted((release() for _ in range(3)), key=lambda one: one["key"])
    lines = []
    for item in items:
        etag = (await client.get(f"/v1/items/{item['key']}")).headers["etag"]
        lines.append(f"{item['key']} {etag.strip(chr(34)).partition('.')[0]}\n")

    root = (await client.get("/v1/changes/root?locale=vi")).json()

    assert root["documents"] == 3
    assert root["seq"] == 3
    assert root["etags_digest"] == hashlib.sha256("".join(lines).encode()).hexdigest()


async def test_a_root_of_nothing_is_a_root(client) -> None:
    root = (await client.get("/v1/changes/root?locale=zh-CN")).json()

    assert (root["locale"], root["seq"], root["documents"]) == ("zh-Hans", 0, 0)
    assert root["chain"] == "0" * 64


@pytest.mark.parametrize("query", ["", "?locale=1", "?locale=vi&since=1"])
async def test_a_root_is_of_one_language(client, query) -> None:
    assert (await client.get(f"/v1/changes/root{query}")).status_code == 422
