"""Site maps: every page once a language, with the other languages named in it."""

import pytest
from lxml import etree

from content_api.settings import Settings

NAMES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "x": "http://www.w3.org/1999/xhtml",
}


@pytest.fixture
def walk(client):
    """Every address of every shelf the index names, with its alternates."""

    async def read() -> dict[str, dict[str, str]]:
        index = etree.fromstring((await client.get("/v1/sitemap.xml")).content)
        found = {}
        for place in index.iterfind("s:sitemap/s:loc", NAMES):
            answer = await client.get(place.text)
            assert answer.headers["content-type"].startswith("application/xml")
            for url in etree.fromstring(answer.content).iterfind("s:url", NAMES):
                links = url.iterfind("x:link[@rel='alternate']", NAMES)
                found[url.find("s:loc", NAMES).text] = {
                    link.get("hreflang"): link.get("href") for link in links
                }
        return found

    return read


async def test_every_page_is_there_with_its_other_languages(walk, release) -> None:
    both = release("vi", "en")
    alone = release("ja")

    found = await walk()

    page = "http://test/v1/items/khu-{}?locale={}".format
    vi, en = (page(both["key"][-8:], lang) for lang in ("vi", "en"))
    assert found[vi] == found[en] == {"en": en, "vi": vi}
    assert len(found) == 3
    assert list(found[page(alone["key"][-8:], "ja")]) == ["ja"]


async def test_what_was_withdrawn_is_not_there(walk, release, withdraw) -> None:
    item = release("vi", "en")
    withdraw(item, "en")

    found = await walk()

    assert [list(links) for links in found.values()] == [["vi"]]


async def test_shelves_out_of_range_are_refused(client) -> None:
    assert (await client.get("/v1/sitemaps/vi/32.xml")).status_code == 422
    assert (await client.get("/v1/sitemaps/vi/x.xml")).status_code == 422
    assert (await client.get("/v1/sitemaps/vi/31.xml")).status_code == 200


class TestOfAPortal:
    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        page = "https://hungyen.example/{locale}/{slug}"
        return settings.model_copy(
            update={"page_url": page, "public_url": "https://api.example/"}
        )

    async def test_its_pages_are_named(self, client, release) -> None:
        item = release("vi")
        slug = f"khu-{item['key'][-8:]}"

        said = (await client.get("/v1/feeds/vi/feed.json")).json()
        shelf = ord(item["key"][-1]) % 32
        served = await client.get(f"/v1/sitemaps/vi/{shelf}.xml")

        page = f"https://hungyen.example/vi/{slug}"
        assert said["items"][0]["url"] == page
        assert said["feed_url"] == "https://api.example/v1/feeds/vi/feed.json"
        assert page in served.text
