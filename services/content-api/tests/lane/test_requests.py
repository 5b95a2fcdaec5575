"""Hostile and odd requests, languages side by side, and what is remembered of them."""

import asyncio
import json

import pytest

from content_api.lane.kept.encodings import takes_gzip
from content_api.lane.kept.entries import Entry
from content_api.lane.kept.shelf import Shelf
from content_api.lane.plans import MOST_PLANS, Plans
from content_api.public.answers import Finished
from content_api.public.reads import Read
from content_api.search.finder import Finder

pytestmark = pytest.mark.usefixtures("ready")

HOSTILE = [
    {"accept-encoding": "gzip;q=x, \x7f, ,;;;=,gzip;q=-1"},
    {"accept-language": "vi;q=nan, en;q=inf, *;q=1e999"},
    {"accept-language": "\xff\xfe"},
    {"if-none-match": '"' * 3000},
    {"if-none-match": ',,,W/,"",W/""'},
    {"authorization": "Bearer"},
    {"authorization": "Bearer \xe9\xff"},
    {"authorization": "Basic eDp5"},
    {"cookie": "phohien_session=" + "a" * 4000},
    {"cookie": "\xff=\x01"},
    {"x-request-id": 'a"}\nb'},
    {"x-request-id": "a" * 129},
    {"cache-control": "no-cache, no-cache, \xff"},
    {"accept": "text/event-stream-not"},
    {"x-forwarded-for": "203.0.113.1, ::1"},
]


@pytest.mark.parametrize("headers", HOSTILE, ids=str)
async def test_hostile_headers_get_an_answer(released_item, client, headers) -> None:
    sent = [(name, value.encode("latin-1")) for name, value in headers.items()]
    for path in (f"/v1/items/{released_item['key']}", "/v1/items", "/v1/languages"):
        for _ in range(2):
            answer = await client.get(path, headers=sent)
            assert answer.status_code in {200, 304, 401, 406, 422}, path
            ident = answer.headers["x-request-id"]
            assert ident.isascii()
            assert ident.isalnum()


async def test_a_header_that_came_twice_goes_to_the_routes(client, lane) -> None:
    before = lane.counts.passed_on
    twice = [("accept-language", "vi"), ("accept-language", "en")]

    assert (await client.get("/v1/items", headers=twice)).status_code == 200

    assert lane.counts.passed_on == before + 1


async def test_each_reader_gets_the_language_asked_for(released_item, client) -> None:
    path = f"/v1/items/{released_item['key']}"
    wanted = {
        None: ("vi", False),
        "en": ("en", False),
        "en-GB,vi;q=0.2": ("en", False),
        "vi,en;q=0.2": ("vi", False),
        "km": ("en", True),
        "zh-CN,vi;q=0.5": ("vi", False),
        "fr;q=0,en;q=0.1": ("en", False),
    }
    agency = released_item["agency_code"]
    for _ in range(3):
        for header, (lang, fallback) in wanted.items():
            sent = {} if header is None else {"accept-language": header}
            read = await client.get(path, headers=sent)
            assert (read.json()["locale"], read.json()["fallback"]) == (lang, fallback)
            assert read.headers["content-language"] == lang
            listed = await client.get(f"/v1/items?agency={agency}", headers=sent)
            # Otherwise it depends on what others have released in the first language.
            if (header or lang).startswith(lang):
                assert [card["locale"] for card in listed.json()["data"]] == [lang]
                assert listed.headers["content-language"] == lang
            exact = await client.get(f"{path}?locale=en", headers=sent)
            assert exact.json()["locale"] == "en"


async def test_a_language_that_comes_and_goes_alters_who_is_shown_what(
    make_released, take, leader, client, agency
) -> None:
    item = await make_released()
    path = f"/v1/items?agency={agency.code}&fallback=any"
    asked = {"accept-language": "en"}
    for _ in range(3):
        listed = await client.get(path, headers=asked)
        assert [card["locale"] for card in listed.json()["data"]] == ["en"]

    await take(
        "withdraw", item, "en", by=leader, reason_class="rights", note="Hết quyền"
    )

    listed = await client.get(path, headers=asked)
    assert [card["locale"] for card in listed.json()["data"]] == ["vi"]


async def test_every_request_has_its_line_and_its_id(
    released_item, client, capsys
) -> None:
    path = f"/v1/items/{released_item['key']}"
    for _ in range(3):
        await client.get(path, headers={"x-request-id": "of-a-portal"})
    own = {(await client.get(path)).headers["x-request-id"] for _ in range(5)}
    await asyncio.sleep(0.3)

    lines = [
        json.loads(line)
        for line in capsys.readouterr().out.splitlines()
        if line.startswith('{"method"')
    ]
    assert len(own) == 5
    assert own <= {line["request_id"] for line in lines}
    named = [line for line in lines if line["request_id"] == "of-a-portal"]
    assert len(named) == 3
    for line in named:
        assert line["route"] == "/v1/items/{name}"
        assert line["status"] == 200
        assert line["event"] == "request"
        assert line["timestamp"].endswith("Z")


def test_what_is_understood_of_requests_is_bounded() -> None:
    plans = Plans(Finder(None))

    for number in range(MOST_PLANS + 100):
        assert plans.of("/v1/items", f"agency=a{number}".encode(), None) is not None

    assert len(vars(plans)["_known"]) <= MOST_PLANS
    assert plans.of("/v1/items", b"q=" + b"a" * 2000, None) is None
    assert plans.of("/v1/items/" + "a" * 300, b"", None) is None


def read_of(size: int, *about: str) -> Read:
    headers = {"cache-control": "no-cache"}
    return Read(Finished(b"x" * size, "tag", headers), None, frozenset(about))


def test_the_shelf_never_holds_more_than_it_may() -> None:
    shelf = Shelf(100_000)

    for number in range(500):
        entry = Entry(read_of(number * 10, "vi", f"item:{number}"))
        shelf.put(number, entry)
        weight = entry.weight
        entry.bytes_in(gzip=True)
        shelf.weigh_again(number, entry, weight)
        assert shelf.bytes <= 100_000
        kept = vars(shelf)["_entries"].values()
        assert shelf.bytes == sum(each.weight for each in kept)
    shelf.put("large", Entry(read_of(200_000)))

    assert shelf.get("large") is None
    assert shelf.get(499) is not None
    assert shelf.get(0) is None
    shelf.drop(["vi"])
    assert len(shelf) == shelf.bytes == 0
    assert not vars(shelf)["_by_subject"]


def test_what_was_used_last_stays_longest() -> None:
    shelf = Shelf(4 * len(b"x" * 1000) + 4 * Entry(read_of(0)).weight)
    for name in ("a", "b", "c", "d"):
        shelf.put(name, Entry(read_of(1000, name)))
    shelf.get("a")

    shelf.put("e", Entry(read_of(1000, "e")))

    assert shelf.get("a") is not None
    assert shelf.get("b") is None


async def test_a_shelf_of_no_size_keeps_nothing(released_item, client, lane) -> None:
    lane.shelf.clear()
    lane.shelf.most_bytes = 0
    for _ in range(3):
        answer = await client.get(f"/v1/items/{released_item['key']}")
        assert answer.status_code == 200
    assert len(lane.shelf) == 0


@pytest.mark.parametrize(
    ("header", "taken"),
    [
        (b"gzip", True),
        (b"br, GZIP;q=0.1", True),
        (b"*", True),
        (b"*;q=0", False),
        (b"gzip;q=0, *", False),
        (b"identity", False),
        (b"", False),
        (b"gzip;q=abc", False),
    ],
)
def test_gzip_is_sent_to_who_takes_it(header, taken) -> None:
    assert takes_gzip(header) is taken
