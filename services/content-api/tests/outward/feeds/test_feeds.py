"""Atom and JSON Feed: what is in them, what stays the same, and how they go on."""

import pytest
from lxml import etree

NAMES = {
    "a": "http://www.w3.org/2005/Atom",
    "at": "http://purl.org/atompub/tombstones/1.0",
}
ONCE = ("id", "title", "updated")


@pytest.fixture
def atom(client):
    """`await atom("/v1/feeds/vi/atom.xml")`: the tree, with what RFC 4287 demands."""

    async def get(path: str) -> etree._Element:
        answer = await client.get(path)
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"].startswith("application/atom+xml")
        feed = etree.fromstring(answer.content)
        for part in (feed, *feed.iterfind("a:entry", NAMES)):
            assert [len(part.findall(f"a:{name}", NAMES)) for name in ONCE] == [1, 1, 1]
        for entry in feed.iterfind("a:entry", NAMES):
            assert entry.find("a:author/a:name", NAMES).text
            assert entry.find("a:link[@rel='alternate']", NAMES) is not None
            assert entry.find("a:summary", NAMES).text
        ids = [one.text for one in feed.iterfind("a:entry/a:id", NAMES)]
        assert len(ids) == len(set(ids))
        return feed

    return get


@pytest.fixture
def texts():
    return lambda feed, path: [one.text for one in feed.iterfind(path, NAMES)]


async def test_entries_come_latest_change_first_and_keep_their_ids(
    atom, texts, release
) -> None:
    first = release(title="Một")
    release(title="Hai")
    before = await atom("/v1/feeds/vi/atom.xml")
    release(item=first, title="Một, đã sửa")

    after = await atom("/v1/feeds/vi/atom.xml")

    assert texts(before, "a:entry/a:title") == ["Hai", "Một"]
    assert texts(after, "a:entry/a:title") == ["Một, đã sửa", "Hai"]
    assert texts(before, "a:entry/a:id") == texts(after, "a:entry/a:id")[::-1]
    assert texts(before, "a:id") == texts(after, "a:id")
    assert texts(after, "a:updated") == texts(after, "a:entry/a:updated")[:1]
    published = texts(after, "a:entry/a:published")[0]
    assert published in texts(before, "a:entry/a:published")


async def test_a_withdrawal_leaves_a_tombstone(atom, release, withdraw, texts) -> None:
    item = release()
    (name,) = texts(await atom("/v1/feeds/vi/atom.xml"), "a:entry/a:id")
    withdraw(item)

    feed = await atom("/v1/feeds/vi/atom.xml")

    (gone,) = feed.iterfind("at:deleted-entry", NAMES)
    assert gone.get("ref") == name
    assert gone.get("when") == feed.find("a:updated", NAMES).text
    assert texts(feed, "a:entry/a:id") == []


async def test_feeds_are_by_language_type_and_agency(atom, texts, release) -> None:
    release("vi", "en", title="Park")
    release(title="Chùa", type="destination", key="hy-destination-7k3m9qx2")
    release(title="Của sở khác", agency_code="dost")

    english = await atom("/v1/feeds/en/atom.xml")
    by_type = await atom("/v1/feeds/vi/atom.xml?type=destination")
    by_agency = await atom("/v1/feeds/vi/atom.xml?agency=dost")

    assert texts(english, "a:entry/a:title") == ["Park"]
    assert texts(by_type, "a:entry/a:title") == ["Chùa"]
    assert texts(by_agency, "a:entry/a:title") == ["Của sở khác"]
    assert texts(by_agency, "a:title") == ["Phố Hiến · Ban Quản lý các KCN"]
    names = [texts(feed, "a:id")[0] for feed in (english, by_type, by_agency)]
    assert len(set(names)) == 3


async def test_pages_are_followed_to_the_end(atom, texts, release) -> None:
    for number in range(5):
        release(title=f"Mục {number}")

    seen, path = [], "/v1/feeds/vi/atom.xml?limit=2"
    while path is not None:
        feed = await atom(path)
        seen += texts(feed, "a:entry/a:title")
        links = {
            one.get("rel"): one.get("href") for one in feed.iterfind("a:link", NAMES)
        }
        assert links["first"] == "http://test/v1/feeds/vi/atom.xml?limit=2"
        path = links.get("next")

    assert seen == [f"Mục {number}" for number in (4, 3, 2, 1, 0)]


async def test_json_feed_says_the_same(client, atom, texts, release, withdraw) -> None:
    item = release(title="Nhãn lồng")
    gone = release()
    withdraw(gone)
    feed = await atom("/v1/feeds/vi/atom.xml")

    answer = await client.get("/v1/feeds/vi/feed.json")

    said = answer.json()
    assert answer.headers["content-type"].startswith("application/feed+json")
    assert said["version"] == "https://jsonfeed.org/version/1.1"
    assert [one["id"] for one in said["items"]] == texts(feed, "a:entry/a:id")
    assert said["items"][0]["_phohien"]["key"] == item["key"]
    assert said["items"][0]["content_text"]
    (withdrawn,) = said["_phohien"]["withdrawn"]
    tombstone = feed.find("at:deleted-entry", NAMES)
    assert withdrawn["id"] == tombstone.get("ref")


@pytest.mark.parametrize("path", ["atom.xml", "feed.json"])
async def test_what_did_not_change_is_not_sent_again(client, release, path) -> None:
    release()
    first = await client.get(f"/v1/feeds/vi/{path}")

    again = await client.get(
        f"/v1/feeds/vi/{path}", headers={"if-none-match": first.headers["etag"]}
    )
    release()
    later = await client.get(
        f"/v1/feeds/vi/{path}", headers={"if-none-match": first.headers["etag"]}
    )

    assert (again.status_code, again.content) == (304, b"")
    assert later.status_code == 200


async def test_an_empty_feed_is_a_feed(atom, texts) -> None:
    feed = await atom("/v1/feeds/ja/atom.xml")

    assert texts(feed, "a:entry") == []
    assert texts(feed, "a:updated") == ["1970-01-01T00:00:00Z"]


async def test_media_are_enclosed_with_whole_addresses(client, atom, release) -> None:
    release(
        media=[
            {
                "url": "/m/1/hero-0.jpg",
                "mime": "image/jpeg",
                "bytes": 9,
                "alt": "Chùa",
                "licence": "CC-BY-4.0",
            }
        ]
    )

    feed = await atom("/v1/feeds/vi/atom.xml")
    said = (await client.get("/v1/feeds/vi/feed.json")).json()

    (link,) = feed.iterfind("a:entry/a:link[@rel='enclosure']", NAMES)
    assert link.get("href") == "http://test/m/1/hero-0.jpg"
    assert said["items"][0]["attachments"][0]["url"] == link.get("href")


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("vi/atom.xml?type=nothing", 404),
        ("vi/atom.xml?colour=red", 422),
        ("vi/atom.xml?limit=0", 422),
        ("vi/atom.xml?cursor=made-up", 400),
        ("!/atom.xml", 422),
        ("123/feed.json", 422),
        ("vi/feed.json?agency=%00", 422),
    ],
)
async def test_wrong_questions_are_refused(client, query, status) -> None:
    answer = await client.get(f"/v1/feeds/{query}")

    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"


async def test_a_cursor_is_of_its_feed(client, release) -> None:
    for _ in range(2):
        release()
    said = (await client.get("/v1/feeds/vi/feed.json?limit=1")).json()
    cursor = said["next_url"].partition("cursor=")[2].partition("&")[0]

    other = await client.get(f"/v1/feeds/en/feed.json?cursor={cursor}")

    assert other.status_code == 400
