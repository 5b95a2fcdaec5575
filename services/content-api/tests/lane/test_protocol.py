"""Kept answers written by the server's protocol, as the application would say them."""

import asyncio

import pytest

from content_api.lane.limits import Limit

OWN = {"x-request-id", "ratelimit", "date"}
CASES = [
    {},
    {"accept-encoding": "gzip"},
    {"accept-encoding": "identity"},
    {"if-none-match": "*"},
    {"if-none-match": '"another"'},
    {"x-forwarded-for": "203.0.113.9"},
    {"accept-language": "en"},
]


@pytest.fixture
def known(released_item):
    """Paths of each kind of kept answer."""
    agency = released_item["agency_code"]
    return [
        f"/v1/items/{released_item['key']}",
        f"/v1/items?agency={agency}&locale=vi",
        "/v1/changes?since=0&limit=2",
    ]


def told(answer):
    headers = [pair for pair in answer.headers.multi_items() if pair[0] not in OWN]
    return answer.status_code, sorted(headers), answer.content


async def test_it_says_what_the_application_says(
    wire, client, kept, known, lane
) -> None:
    for path in known:
        first = await kept(path)
        held = {"if-none-match": first.headers["etag"]}
        for sent in [*CASES, held]:
            await client.get(path, headers=sent)
            before = lane.counts.kept
            on_the_wire = await wire.get(path, headers=sent)
            assert told(on_the_wire) == told(await client.get(path, headers=sent))
            assert lane.counts.kept == before + 2
            assert {"x-request-id", "ratelimit", "date"} <= on_the_wire.headers.keys()


async def test_a_reader_behind_a_proxy_has_a_quota_of_their_own(
    wire, kept, known, lane
) -> None:
    await kept(known[0])
    for address in ("203.0.113.1", "203.0.113.2", "203.0.113.1"):
        await wire.get(known[0], headers={"x-forwarded-for": address})

    assert {"203.0.113.1", "203.0.113.2"} <= lane.addresses.callers()


async def test_a_used_up_quota_is_refused_and_a_304_stays_free(
    wire, kept, known, lane, monkeypatch
) -> None:
    first = await kept(known[0])
    asked = {"x-forwarded-for": "203.0.113.7"}
    monkeypatch.setattr(lane, "addresses", Limit("address", 1))

    assert (await wire.get(known[0], headers=asked)).status_code == 200
    refused = await wire.get(known[0], headers=asked)
    held = await wire.get(
        known[0], headers={**asked, "if-none-match": first.headers["etag"]}
    )

    assert refused.status_code == 429
    assert int(refused.headers["retry-after"]) >= 1
    assert held.status_code == 304


async def test_requests_sent_at_once_are_answered_in_their_order(
    port, kept, known
) -> None:
    bodies = [(await kept(path)).content for path in known]
    lines = "".join(f"GET {path} HTTP/1.1\r\nhost: t\r\n\r\n" for path in known)
    last = f"GET {known[0]} HTTP/1.0\r\nhost: t\r\n\r\n"
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write((lines * 5 + last).encode())

    everything = await reader.read()
    writer.close()

    places, at = [], 0
    for body in [*bodies * 5, bodies[0]]:
        at = everything.index(body, at)
        places.append(at)
    assert places == sorted(places)
    assert everything.count(b"HTTP/1.1 200 OK") == len(places)
