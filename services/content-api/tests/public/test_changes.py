"""The change log as a reader sees it."""

import hashlib
from datetime import UTC, datetime

import pytest

from phohien.canonical import canonical_json


@pytest.fixture
async def feed(serve, fresh_urls):
    async with serve(fresh_urls) as client:
        yield client


@pytest.fixture
def owner(fresh_urls, connect):
    """The change log is one for all, so these tests have a database of their own."""
    with connect(fresh_urls) as connection:
        yield connection


async def test_a_reader_can_prove_that_nothing_is_missing(feed, make_change) -> None:
    for number in range(5):
        make_change(key=f"hy-{number}")

    lines = (await feed.get("/v1/changes")).json()["data"]

    assert [line["seq"] for line in lines] == [1, 2, 3, 4, 5]
    before = "00" * 32
    for line in lines:
        told = {
            name: value
            for name, value in line.items()
            if name not in {"hash", "prev_hash"}
        }
        link = hashlib.sha256(bytes.fromhex(before) + canonical_json(told)).hexdigest()
        assert line["prev_hash"] == before
        assert line["hash"] == link
        before = link


async def test_pages_of_the_log_meet(feed, make_change) -> None:
    for _ in range(5):
        make_change()

    first = await feed.get("/v1/changes?limit=3")
    second = await feed.get(f"/v1/changes?since={first.json()['next_cursor']}&limit=3")

    assert [line["seq"] for line in first.json()["data"]] == [1, 2, 3]
    assert first.headers["link"] == '</v1/changes?limit=3&since=3>; rel="next"'
    assert [line["seq"] for line in second.json()["data"]] == [4, 5]
    assert second.json()["next_cursor"] is None


async def test_a_withdrawal_is_told(feed, make_change) -> None:
    make_change(key="hy-1")
    make_change(key="hy-1", kind="withdrawn", reason_class="rights")

    (line,) = (await feed.get("/v1/changes?since=1")).json()["data"]

    assert (line["kind"], line["reason_class"]) == ("withdrawn", "rights")


async def test_an_empty_log_and_the_end_of_it_are_empty_lists(
    feed, make_change
) -> None:
    assert (await feed.get("/v1/changes")).json() == {"data": [], "next_cursor": None}
    make_change()
    assert (await feed.get("/v1/changes?since=99")).json()["data"] == []


async def test_who_has_read_it_all_gets_304_until_something_happens(
    feed, make_change
) -> None:
    make_change()
    first = await feed.get("/v1/changes")
    tag = {"if-none-match": first.headers["etag"]}

    unchanged = await feed.get("/v1/changes", headers=tag)
    make_change()
    changed = await feed.get("/v1/changes", headers=tag)

    assert first.headers["cache-control"] == "no-cache"
    assert unchanged.status_code == 304
    assert changed.status_code == 200


@pytest.mark.parametrize(
    "query", ["since=-1", "since=x", f"since={2**63}", "limit=1001", "after=1"]
)
async def test_a_wrong_parameter_is_refused(feed, query) -> None:
    assert (await feed.get(f"/v1/changes?{query}")).status_code == 422


async def test_languages_are_those_something_is_released_in(
    serve, fresh_urls, make_document
) -> None:
    make_document(["vi", "zh-Hans"])
    make_document(["en"], visible_from=datetime(2999, 1, 1, tzinfo=UTC))

    async with serve(fresh_urls) as client:
        response = await client.get("/v1/languages")

    assert response.json()["data"] == [
        {"tag": "vi", "name": "Tiếng Việt"},
        {"tag": "zh-Hans", "name": "简体中文"},
    ]
