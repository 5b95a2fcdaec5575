"""Answers of the lane that nobody has asked for yet, over the server's protocol."""

import asyncio
import json

import pytest

from content_api.lane.limits import Limit
from content_api.public import reads

OWN = {"x-request-id", "ratelimit", "date"}
HEAD = " HTTP/1.1\r\nhost: t\r\ncache-control: no-cache\r\n"
RELOAD = {"cache-control": "no-cache"}


def told(answer):
    headers = [pair for pair in answer.headers.multi_items() if pair[0] not in OWN]
    body = answer.json() if answer.content else {}
    return answer.status_code, sorted(headers), {**body, "trace_id": None}


async def test_what_is_computed_is_what_the_application_says(
    wire, client, released_item, lane
) -> None:
    paths = [
        f"/v1/items/{released_item['key']}",
        f"/v1/items?agency={released_item['agency_code']}&locale=vi",
        "/v1/changes?since=0&limit=2",
        "/v1/items/nothing-of-that-name",
        "/v1/items?cursor=nothing",
    ]
    for path in paths:
        tag = (await client.get(path)).headers.get("etag", '"none"')
        for more in ({}, {"accept-encoding": "gzip"}, {"if-none-match": tag}):
            asked = {**RELOAD, **more}
            before = lane.counts.computed
            on_the_wire = await wire.get(path, headers=asked)
            assert lane.counts.computed == before + 1
            assert told(on_the_wire) == told(await client.get(path, headers=asked))


async def test_an_old_name_leads_to_the_new_one(
    wire, client, make_released, officer, draft_of, take, leader
) -> None:
    item = await make_released()
    texts = {**item["texts"], "vi": {**item["texts"]["vi"], "title": "Tên khác hẳn"}}
    body = draft_of(item, languages=texts)
    sent = {"if-match": f'"{item["hash"]}"'}
    path = f"/staff/v1/items/{item['key']}"
    changed = await officer.client.put(path, json=body, headers=sent)
    moved = await take("submit", changed.json(), "vi", by=officer)
    moved = await take("clear", moved, "vi", by=leader, declaration=True)
    await take("release", moved, "vi", by=leader)

    old = f"/v1/items/{item['slug']}?locale=vi"
    answer = await wire.get(old, headers=RELOAD)

    assert told(answer) == told(await client.get(old, headers=RELOAD))


async def test_quota_is_taken_once_and_a_304_gives_it_back(
    wire, client, released_item, lane, monkeypatch
) -> None:
    path = f"/v1/items/{released_item['key']}"
    tag = (await client.get(path)).headers["etag"]
    monkeypatch.setattr(lane, "addresses", Limit("address", 2))
    asked = {**RELOAD, "x-forwarded-for": "203.0.113.8"}

    held = await wire.get(path, headers={**asked, "if-none-match": tag})
    codes = [(await wire.get(path, headers=asked)).status_code for _ in range(3)]

    assert held.status_code == 304
    assert codes == [200, 200, 429]


async def test_a_failure_nobody_thought_of_is_told_and_taken_once(
    wire, released_item, lane, monkeypatch
) -> None:
    async def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(reads.service, "read_item", broken)
    monkeypatch.setattr(lane, "addresses", Limit("address", 5))
    path = f"/v1/items/{released_item['key']}"

    answer = await wire.get(path, headers={**RELOAD, "x-forwarded-for": "203.0.113.9"})

    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert lane.addresses.left("203.0.113.9", asyncio.get_running_loop().time()) > 3.5


async def test_who_hangs_up_meanwhile_harms_nobody(
    port, wire, released_item, lane, monkeypatch, eventually
) -> None:
    gate, read_item = asyncio.Event(), reads.service.read_item

    async def late(*given: object, **more: object) -> object:
        await gate.wait()
        return await read_item(*given, **more)

    path = f"/v1/items/{released_item['key']}"
    with monkeypatch.context() as patched:
        patched.setattr(reads.service, "read_item", late)
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        before = lane.counts.computed
        writer.write(f"GET {path}{HEAD}\r\n".encode())
        await eventually(lambda: lane.counts.computed > before)
        writer.close()
        await asyncio.sleep(0.05)
        gate.set()

    assert (await wire.get(path, headers=RELOAD)).status_code == 200


@pytest.mark.parametrize("times", [1, 6])
async def test_computed_answers_come_in_the_order_they_were_asked_for(
    port, client, released_item, times
) -> None:
    paths = [
        "/v1/changes?since=0&limit=2",
        f"/v1/items/{released_item['key']}",
    ]
    bodies = [(await client.get(path)).content for path in paths]
    lines = "".join(f"GET {path}{HEAD}\r\n" for path in paths * times)
    last = f"GET {paths[0]}{HEAD}connection: close\r\n\r\n"
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write((lines + last).encode())

    everything = await reader.read()
    writer.close()

    at = 0
    for body in [*bodies * times, bodies[0]]:
        at = everything.index(body, at) + len(body)


async def test_what_is_no_http_is_refused_in_the_form_of_every_refusal(port) -> None:
    for sent in (
        f"GET /v1/items/{'x' * 70_000} HTTP/1.1\r\nhost: t\r\n\r\n",
        "PHỐ HIẾN\r\n\r\n",
    ):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(sent.encode())
        head, _, body = (await reader.read()).partition(b"\r\n\r\n")
        writer.close()

        assert head.startswith(b"HTTP/1.1 400 Bad Request\r\n")
        assert b"content-type: application/problem+json" in head
        assert json.loads(body)["type"] == "/problems/unreadable-request"
