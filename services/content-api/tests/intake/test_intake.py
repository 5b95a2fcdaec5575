"""News comes in, is shown with its source, and waits for an officer to take it."""

import asyncio
import secrets

import psycopg
import pytest

from content_api.intake import pulling
from content_api.intake.fetch import Fetcher, Hosts
from phohien import clock
from phohien.urls import libpq


async def test_news_is_taken_in_with_its_source(
    feed_server, make_feed, pull, news_of, entry, rss
):
    feed_server.body = rss(entry(), entry())
    feed = await make_feed()

    pulled = await pull(feed)

    assert pulled == {"outcome": "ok", "new": 2, "known": 0, "refused": 0}
    [first, _] = await news_of(feed)
    assert first["state"] == "new"
    assert first["url"].startswith("https://asean.org/news/")
    assert first["summary"].startswith("Ministers met & agreed")
    assert first["published_at"] is not None
    assert [source["name"] for source in first["sources"]] == [feed["name"]]


async def test_atom_is_read_like_rss(feed_server, make_feed, pull, news_of):
    mark = secrets.token_hex(5)
    feed_server.body = f"""<feed xmlns="http://www.w3.org/2005/Atom"><entry>
      <id>tag:mofa,{mark}</id>
      <title type="html">Hội nghị &lt;b&gt;{mark}&lt;/b&gt;</title>
      <link rel="self" href="https://mofa.gov.vn/api/{mark}"/>
      <link href="https://mofa.gov.vn/tin/{mark}"/>
      <summary>Tóm tắt</summary><published>2026-11-20T08:00:00+07:00</published>
    </entry></feed>""".encode()
    feed = await make_feed(lang="vi")

    await pull(feed)

    [news] = await news_of(feed)
    assert (news["title"], news["lang"]) == (f"Hội nghị {mark}", "vi")
    assert news["url"] == f"https://mofa.gov.vn/tin/{mark}"
    assert news["published_at"] == "2026-11-20T01:00:00Z"


async def test_the_same_news_comes_in_once_however_often_it_is_carried(
    feed_server, make_feed, pull, news_of, entry, rss
):
    mark = secrets.token_hex(5)
    link = f"https://asean.org/one/{mark}"
    words = {"title": f"One {mark}", "description": f"Words {mark}"}
    feed_server.body = rss(entry(link=link, **words))
    first, second = await make_feed(), await make_feed()
    await pull(first)

    again = await pull(first)
    same_page = f"{link}/?utm_source=rss"
    feed_server.body = rss(
        entry(link=same_page), entry(**words), entry(link=link, **words)
    )
    by_another = await pull(second)

    assert (again["new"], again["known"]) == (0, 1)
    assert (by_another["new"], by_another["known"]) == (0, 3)
    [news] = await news_of(first)
    assert {each["name"] for each in news["sources"]} == {first["name"], second["name"]}


async def test_what_did_not_change_is_not_sent_again(
    feed_server, make_feed, pull, entry, rss
):
    feed_server.body = rss(entry())
    feed_server.headers = {
        "etag": '"v1"',
        "last-modified": "Fri, 20 Nov 2026 08:00:00 GMT",
    }
    feed = await make_feed()
    await pull(feed)

    again = await pull(feed)

    assert again["outcome"] == "not-modified"
    assert feed_server.asked[1]["if-none-match"] == '"v1"'
    assert feed_server.asked[1]["if-modified-since"].startswith("Fri, 20 Nov")


async def test_an_officer_takes_news_over_as_a_draft(
    feed_server, make_feed, pull, news_of, entry, rss, officer, client
):
    feed_server.body = rss(entry())
    feed = await make_feed()
    await pull(feed)
    [news] = await news_of(feed)

    taken = await officer.client.post(
        f"/staff/v1/news/{news['id']}/take",
        json={
            "topics": ["asean"],
            "languages": {
                "vi": {"title": "Hội nghị ASEAN", "summary": "Các bộ trưởng họp."}
            },
        },
    )

    assert taken.status_code == 201, taken.text
    key = taken.json()["item_key"]
    item = (await officer.client.get(f"/staff/v1/items/{key}")).json()
    assert item["type"] == "article"
    assert item["languages"]["vi"]["status"] == "draft"
    assert item["fields"]["source"] == {"text": feed["name"], "url": news["url"]}
    assert item["fi_category"] == "world_into_vietnam"
    assert (await client.get(f"/v1/items/{key}")).status_code == 404
    twice = await officer.client.post(f"/staff/v1/news/{news['id']}/take", json={})
    assert (twice.status_code, twice.json()["code"]) == (409, "news-decided")


@pytest.mark.parametrize(
    "moment",
    [
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-12:00",
        "yesterday",
    ],
)
async def test_news_of_an_impossible_day_is_news_without_one(
    feed_server, make_feed, pull, news_of, entry, rss, moment
):
    feed_server.body = rss(entry(pubDate=moment))
    feed = await make_feed()

    pulled = await pull(feed)

    assert pulled["new"] == 1
    assert [news["published_at"] for news in await news_of(feed)] == [None]


async def test_the_day_of_news_is_the_day_it_was_here(
    feed_server, make_feed, pull, news_of, entry, rss, officer
):
    feed_server.body = rss(entry(pubDate="Fri, 20 Nov 2026 20:00:00 GMT"))
    feed = await make_feed()
    await pull(feed)
    [news] = await news_of(feed)

    taken = await officer.client.post(f"/staff/v1/news/{news['id']}/take", json={})

    path = f"/staff/v1/items/{taken.json()['item_key']}"
    item = (await officer.client.get(path)).json()
    assert item["fields"]["first_published_on"] == "2026-11-21"


async def test_a_headline_alone_is_the_same_news_on_one_day_only(
    feed_server, make_feed, pull, entry, rss
):
    title = f"Press release {secrets.token_hex(5)}"
    days = ("Thu, 19 Nov 2026 08:00:00 GMT", "Fri, 20 Nov 2026 08:00:00 GMT")
    feed_server.body = rss(
        *(entry(title=title, description="", pubDate=day) for day in (*days, days[0]))
    )
    feed = await make_feed()

    pulled = await pull(feed)

    assert (pulled["new"], pulled["known"]) == (2, 1)


async def test_without_texts_the_draft_has_the_headline(
    feed_server, make_feed, pull, news_of, entry, rss, officer
):
    feed_server.body = rss(entry())
    feed = await make_feed()
    await pull(feed)
    [news] = await news_of(feed)

    taken = await officer.client.post(f"/staff/v1/news/{news['id']}/take", json={})

    key = taken.json()["item_key"]
    item = (await officer.client.get(f"/staff/v1/items/{key}")).json()
    assert item["texts"]["en"]["title"] == news["title"]


async def test_nothing_of_the_intake_is_public(urls):
    for role in (urls.public, urls.sync, urls.assets):
        for table in ("feed", "news", "news_sighting"):
            with (
                psycopg.connect(libpq(role)) as connection,
                pytest.raises(psycopg.errors.InsufficientPrivilege),
            ):
                connection.execute(f"SELECT FROM content.{table}")


async def test_dismissed_news_does_not_come_in_again(
    feed_server, make_feed, pull, news_of, entry, rss, officer
):
    feed_server.body = rss(entry())
    feed = await make_feed()
    await pull(feed)
    [news] = await news_of(feed)

    await officer.client.post(f"/staff/v1/news/{news['id']}/dismiss")

    assert (await pull(feed))["new"] == 0
    assert await news_of(feed, state="new") == []


async def test_news_with_a_secrecy_marking_is_not_stored(
    feed_server, make_feed, pull, news_of, entry, rss
):
    feed_server.body = rss(entry(title="TUYỆT MẬT"), entry())
    feed = await make_feed()

    pulled = await pull(feed)

    assert (pulled["new"], pulled["refused"]) == (1, 1)
    assert len(await news_of(feed)) == 1


BOMB = b"""<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>
<rss><channel><item><title>&b;</title></item></channel></rss>"""
OUTSIDE = b"""<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<rss><channel><item><title>&x;</title></item></channel></rss>"""


@pytest.mark.parametrize(
    ("body", "outcome"),
    [
        (BOMB, "doctype"),
        (OUTSIDE, "doctype"),
        (OUTSIDE.decode().encode("utf-16"), "doctype"),
        (b"<rss><channel>", "not-xml"),
        (b"\x00\xff\xfe", "not-xml"),
        (b"", "not-xml"),
        (b"<html><body>Not found</body></html>", "not-a-feed"),
        (b"<rss>" + b" " * (3 << 20) + b"</rss>", "too-large"),
    ],
    ids=["bomb", "outside", "utf16", "cut", "bytes", "nothing", "page", "large"],
)
async def test_what_is_no_honest_feed_brings_nothing(
    feed_server, make_feed, pull, news_of, body, outcome
):
    feed_server.body = body
    feed = await make_feed()

    pulled = await pull(feed)

    assert (pulled["outcome"], pulled["new"]) == (outcome, 0)
    assert await news_of(feed) == []


@pytest.mark.parametrize(
    ("link", "title"),
    [
        ("javascript:alert(1)", "A"),
        ("https://user@asean.org/x", "A"),
        ("file:///etc/passwd", "A"),
        ("https://asean.org/x", ""),
        ("", "A"),
    ],
)
async def test_an_entry_without_a_headline_or_an_address_is_passed_by(
    feed_server, make_feed, pull, entry, rss, link, title
):
    feed_server.body = rss(entry(link=link, title=title))

    assert (await pull(await make_feed()))["new"] == 0


async def test_a_feed_that_fails_is_asked_less_often(
    feed_server, make_feed, pull, coordinator
):
    feed_server.status = 503
    feed = await make_feed(every_minutes=60)

    await pull(feed)
    await pull(feed)

    listed = (await coordinator.client.get("/staff/v1/feeds")).json()["data"]
    [shown] = [each for each in listed if each["id"] == feed["id"]]
    assert (shown["outcome"], shown["failures"]) == ("status-503", 2)
    wait = clock.datetime.fromisoformat(shown["next_at"]) - clock.now()
    assert wait.total_seconds() > 3 * 3600


async def test_a_redirect_to_a_host_that_is_not_allowed_is_not_followed(
    feed_server, make_feed, pull
):
    feed_server.status = 302
    feed_server.headers = {"location": "http://169.254.169.254/latest/meta-data"}

    assert (await pull(await make_feed()))["outcome"] == "host-not-allowed"


async def test_redirects_come_to_an_end(feed_server, make_feed, pull):
    feed_server.status = 302
    feed_server.headers = {"location": feed_server.url}

    assert (await pull(await make_feed()))["outcome"] == "too-many-redirects"
    assert len(feed_server.asked) == 4


@pytest.mark.parametrize("port", [80, 8080])
async def test_an_allowed_name_with_a_private_address_is_refused(
    database, feed_server, make_feed, port
):
    """The name is allowed; that it points inside is found when it is asked for."""
    feed = await make_feed()
    hosts = Hosts.of("localhost,127.0.0.1", "")
    leased = pulling.Leased(
        feed["id"], f"https://localhost:{port}/feed", "en", None, None
    )

    async with Fetcher.connect(hosts) as fetcher:
        pulled = await pulling.pull(database, fetcher, leased, at=clock.now())

    assert pulled.outcome == "forbidden-address"
    assert feed_server.asked == []


async def test_a_slow_feed_does_not_hold_the_worker(
    database, feed_server, make_feed, entry, rss
):
    feed_server.body, feed_server.pause = rss(entry()), 0.6
    feed = await make_feed()
    leased = pulling.Leased(feed["id"], feed["url"], "en", None, None)

    async with Fetcher.connect(Hosts.of("", "127.0.0.1"), patience=0.3) as fetcher:
        pulled = await pulling.pull(database, fetcher, leased, at=clock.now())

    assert pulled.outcome == "timeout"
    await asyncio.sleep(0.6)  # the server notices that nobody waits


async def test_the_worker_pulls_what_is_due_and_nothing_else(
    database, feed_server, make_feed, news_of, entry, rss
):
    feed_server.body = rss(entry())
    due, off = await make_feed(), await make_feed(enabled=False)

    async with Fetcher.connect(Hosts.of("", "127.0.0.1")) as fetcher:
        while await pulling.pull_due(database, fetcher, at=clock.now()):
            pass

    assert len(await news_of(due)) == 1
    assert await news_of(off) == []


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/feed",
        "https://evil-gov.vn/feed",
        "http://169.254.169.254/feed",
        "https://asean.org.evil.com/feed",
        "https://[asean.org/feed",
    ],
)
async def test_a_host_that_is_not_on_the_list_is_refused(coordinator, url):
    answer = await coordinator.client.post(
        "/staff/v1/feeds", json={"url": url, "name": "Nguồn lạ"}
    )

    assert (answer.status_code, answer.json()["code"]) == (422, "feed-host")


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"url": "http://asean.org/feed"}, "forbidden-address"),
        ({"url": "https://asean.org:99999/feed"}, "forbidden-address"),
        ({"lang": "vn"}, "invalid-request"),
        ({"fi_category": "nothing"}, "content-refused"),
    ],
)
async def test_a_feed_that_could_never_be_pulled_is_refused(coordinator, given, code):
    body = {"url": "https://asean.org/feed", "name": "ASEAN", **given}

    answer = await coordinator.client.post("/staff/v1/feeds", json=body)

    assert (answer.status_code, answer.json()["code"]) == (422, code)


async def test_only_keepers_keep_feeds(officer, make_feed):
    feed = await make_feed()
    body = {"url": "https://asean.org/feed", "name": "ASEAN"}

    added = await officer.client.post("/staff/v1/feeds", json=body)
    pulled = await officer.client.post(f"/staff/v1/feeds/{feed['id']}/pull")

    assert (added.status_code, pulled.status_code) == (403, 403)
