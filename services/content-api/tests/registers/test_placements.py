"""Links and banners: set once, served to every portal."""

import secrets

import pytest


@pytest.fixture
def make_link(make_released):
    async def make(**given):
        title = f"Cổng thông tin ASEAN {secrets.token_hex(3)}"
        fields = {"url": "https://aseanvietnam.vn", "placement": "footer", **given}
        return await make_released(
            type="link",
            topics=["asean"],
            fields=fields,
            languages={"vi": {"title": title}, "en": {"title": f"{title} (en)"}},
        )

    return make


@pytest.fixture
def shown(client):
    async def at(placement, **params):
        answer = await client.get(f"/v1/placements/{placement}", params=params)
        assert answer.status_code == 200, answer.text
        return {row["key"]: row for row in answer.json()["data"]}

    return at


async def test_a_released_link_is_served_where_it_was_placed(make_link, shown):
    link = await make_link()

    row = (await shown("footer"))[link["key"]]

    assert row["url"] == "https://aseanvietnam.vn"
    assert row["title"].startswith("Cổng thông tin ASEAN")
    assert link["key"] not in await shown("banner_top")


async def test_each_reader_gets_the_link_in_one_language(make_link, shown):
    link = await make_link()

    row = (await shown("footer", locale="en"))[link["key"]]

    assert (row["locale"], row["title"].endswith("(en)")) == ("en", True)


async def test_a_draft_link_is_nowhere(make_item, shown):
    item = await make_item(
        type="link",
        fields={"url": "https://asean.org", "placement": "footer"},
        languages={"vi": {"title": "Bản nháp"}},
    )

    assert item["key"] not in await shown("footer")


async def test_a_link_is_shown_in_its_own_days_only(make_link, shown):
    over = await make_link(validity={"start": "2020-01-01", "end": "2020-12-31"})
    now = await make_link(validity={"start": "2020-01-01", "end": "2099-12-31"})

    rows = await shown("footer")

    assert now["key"] in rows
    assert over["key"] not in rows


async def test_links_stand_in_the_order_of_their_position(make_link, client):
    third = await make_link(placement="menu", position=3)
    first = await make_link(placement="menu", position=1)

    answer = await client.get("/v1/placements/menu")

    keys = [row["key"] for row in answer.json()["data"]]
    assert keys.index(first["key"]) < keys.index(third["key"])


async def test_a_withdrawn_link_is_gone(make_link, shown, take, leader):
    link = await make_link()

    await take("withdraw", link, by=leader, reason_class="outdated")

    assert link["key"] not in await shown("footer")


async def test_portals_may_keep_the_answer(make_link, client):
    await make_link()
    first = await client.get("/v1/placements/footer")

    again = await client.get(
        "/v1/placements/footer", headers={"If-None-Match": first.headers["etag"]}
    )

    assert first.headers["cache-control"].startswith("public, max-age=")
    assert (again.status_code, again.content) == (304, b"")


async def test_an_unknown_place_or_filter_is_refused(client):
    place = await client.get("/v1/placements/roof")
    unknown = await client.get("/v1/placements/footer", params={"colour": "red"})
    tag = await client.get("/v1/placements/footer", params={"locale": "??"})

    assert [place.status_code, unknown.status_code, tag.status_code] == [422] * 3
