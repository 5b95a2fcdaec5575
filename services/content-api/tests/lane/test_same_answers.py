"""Whoever answers, the lane or the routes behind it: the same bytes and headers."""

import pytest

from content_api.lane.kept.encodings import plain_tags

pytestmark = pytest.mark.usefixtures("ready")

# What only the lane says, and what is another one every time.
OWN = {"ratelimit", "ratelimit-policy", "vary"}
REQUESTS = [
    "/v1/items/{key}",
    "/v1/items/{key}?locale=en",
    "/v1/items/{slug}?locale=ja",
    "/v1/items/{key}?locale=ja&fallback=none",
    "/v1/items/{key}?locale=!!",
    "/v1/items/{key}?locale=vi&locale=en",
    "/v1/items/{key}?colour=red",
    "/v1/items/{gone}",
    "/v1/items/{gone}?locale=vi&fallback=none",
    "/v1/items/hy-nothing-here",
    "/v1/items/%00",
    "/v1/items/%E1%BB%8B%20x",
    "/v1/items/" + "x" * 400,
    "/v1/items/",
    "/v1/items",
    "/v1/items?agency={agency}&limit=1",
    "/v1/items?limit=1&agency={agency}",
    "/v1/items?agency={agency}&locale=en&fallback=any",
    "/v1/items?agency={agency}&locale=ja",
    "/v1/items?agency={agency}&cursor=zzzz",
    "/v1/items?agency=",
    "/v1/items?limit=0",
    "/v1/items?limit=201",
    "/v1/items?limit=x",
    "/v1/items?q=%20%20",
    "/v1/items?q=ph%E1%BB%91%20n%E1%BB%91i&agency={agency}",
    "/v1/items?q=%ff%fe",
    "/v1/items?q=a%00b",
    "/v1/items?topic=investment&unit=1",
    "/v1/search?q=ph%E1%BB%91+n%E1%BB%91i&locale=vi&limit=2",
    "/v1/search?q=pho+noi",
    "/v1/search",
    "/v1/search?q=.",
    "/v1/search?q=" + "a" * 6000,
    "/v1/search?q=%27%3B--&locale=vi",
    "/v1/changes?since=0&limit=1",
    "/v1/changes?since=0",
    "/v1/changes?since=9223372036854775807",
    "/v1/changes?since=9223372036854775808",
    "/v1/changes?since=-1",
    "/v1/changes?since=0&wait=0",
    "/v1/languages",
    "/v1/nothing",
]
HEADERS = [
    {},
    {"accept-language": "en-GB,en;q=0.8,vi;q=0.5"},
    {"accept-language": "ja"},
    {"accept-language": "x" * 500},
    {"cache-control": "no-cache"},
    {"authorization": "Bearer nobody's"},
    {"cookie": "phohien_session=over"},
    {"accept-encoding": "br"},
]


@pytest.fixture
async def places(make_released, take, leader) -> dict[str, str]:
    item, other = await make_released(), await make_released()
    await take("withdraw", other, by=leader, reason_class="rights", note="Hết hạn")
    return {
        "key": item["key"],
        "slug": item["slug"],
        "gone": other["key"],
        "agency": item["agency_code"],
    }


def told(answer, ident) -> tuple:
    headers = {name: value for name, value in answer.headers.items() if name not in OWN}
    assert headers.pop("x-request-id") == ident
    return answer.status_code, headers, answer.content


def varies(answer) -> set[str]:
    spoken = answer.headers.get("vary", "").split(",")
    return {name.strip() for name in spoken} - {"", "Accept-Encoding"}


@pytest.mark.parametrize("headers", HEADERS, ids=str)
async def test_the_lane_answers_as_the_routes_do(
    client, plain, places, headers
) -> None:
    for number, request in enumerate(REQUESTS):
        path = request.format(**places)
        ident = f"request-{number}"
        sent = {"accept-encoding": "identity", **headers, "x-request-id": ident}
        wanted = await plain.get(path, headers=sent)
        for _ in range(2):
            answer = await client.get(path, headers=sent)
            assert told(answer, ident) == told(wanted, ident), path
            assert varies(answer) == varies(wanted), path


async def test_who_has_the_answer_gets_304_from_both(client, plain, places) -> None:
    for request in REQUESTS:
        path = request.format(**places)
        first = await plain.get(path, headers={"accept-encoding": "identity"})
        if first.status_code != 200:
            continue
        for known in (first.headers["etag"], f'W/{first.headers["etag"]}, "x"', "*"):
            sent = {"if-none-match": known, "x-request-id": "one"}
            wanted = await plain.get(path, headers=sent)
            for _ in range(2):
                answer = await client.get(path, headers=sent)
                assert answer.status_code == 304, path
                assert told(answer, "one") == told(wanted, "one"), path


async def test_a_compressed_answer_is_the_same_answer(client, plain, places) -> None:
    for request in REQUESTS:
        path = request.format(**places)
        wanted = await plain.get(path)
        for _ in range(2):
            answer = await client.get(path, headers={"accept-encoding": "gzip"})
            again = await client.get(
                path,
                headers={
                    "accept-encoding": "gzip",
                    "if-none-match": answer.headers.get("etag", ""),
                },
            )
            assert answer.status_code == wanted.status_code, path
            if wanted.status_code != 200:
                continue
            assert answer.content == wanted.content, path
            assert "Accept-Encoding" in answer.headers["vary"], path
            tag = answer.headers["etag"]
            assert (tag == wanted.headers["etag"]) == (len(wanted.content) < 512), path
            assert plain_tags(tag.encode()).decode() == wanted.headers["etag"], path
            assert again.status_code == 304, path
            assert again.headers["etag"] == tag, path


async def test_heads_and_other_methods_are_not_the_lanes(client, plain) -> None:
    for method in ("HEAD", "POST", "OPTIONS", "DELETE"):
        sent = {"x-request-id": "one"}
        answer = await client.request(method, "/v1/items", headers=sent)
        wanted = await plain.request(method, "/v1/items", headers=sent)
        assert told(answer, "one") == told(wanted, "one")


async def test_the_same_question_in_another_order_is_kept_once(
    client, places, lane
) -> None:
    agency = places["agency"]
    await client.get(f"/v1/items?agency={agency}&limit=1")
    before = lane.counts.kept

    answer = await client.get(f"/v1/items?limit=1&agency={agency}")

    assert lane.counts.kept == before + 1
    assert answer.headers["content-type"] == "application/json"
