"""Lists: filters, languages, pages that meet."""

import re

import pytest


@pytest.fixture
def follow(client, keys):
    """Every key of a list, by following its Link headers."""

    async def walk(url: str) -> list[str]:
        found: list[str] = []
        while url:
            response = await client.get(url)
            assert response.status_code == 200, response.text
            found += keys(response)
            link = re.fullmatch('<(.+)>; rel="next"', response.headers.get("link", ""))
            url = link[1] if link else ""
        return found

    return walk


async def test_a_list_is_newest_first_and_shows_cards(
    client, make_document, keys
) -> None:
    agency = "list-order"
    items = [make_document(agency_code=agency) for _ in range(3)]

    response = await client.get(f"/v1/items?agency={agency}")

    assert keys(response) == [item["key"] for item in reversed(items)]
    assert response.json()["next_cursor"] is None
    assert "link" not in response.headers
    assert set(response.json()["data"][0]) >= {"title", "summary", "thumbnail", "hash"}


@pytest.mark.parametrize("limit", [1, 2, 3, 7])
async def test_pages_meet_without_gap_or_overlap(make_document, follow, limit) -> None:
    agency = f"pages-{limit}"
    at = make_document(agency_code=agency)["released_at"]
    same_moment = [make_document(agency_code=agency, released_at=at) for _ in range(4)]
    make_document(agency_code=agency)

    found = await follow(f"/v1/items?agency={agency}&limit={limit}")

    assert len(found) == len(set(found)) == 6
    assert {item["key"] for item in same_moment} < set(found)


async def test_a_page_does_not_move_when_something_new_arrives(
    client, make_document, keys
) -> None:
    agency = "page-stays"
    items = [make_document(agency_code=agency) for _ in range(3)]
    first = await client.get(f"/v1/items?agency={agency}&limit=2")
    make_document(agency_code=agency)

    second = await client.get(
        f"/v1/items?agency={agency}&limit=2&cursor={first.json()['next_cursor']}"
    )

    assert keys(second) == [items[0]["key"]]


@pytest.mark.parametrize(
    ("name", "column", "values"),
    [
        ("type", "type", ("event", "product")),
        ("agency", "agency_code", ("mine", "other")),
        ("unit", "unit_codes", (["12100", "109"], ["110"])),
        ("topic", "topics", (["trade", "asean"], ["culture"])),
        ("fi_category", "fi_category", ("asean", "culture")),
    ],
)
async def test_a_filter_keeps_what_it_names(
    client, make_document, keys, name, column, values
) -> None:
    title, (mine, other) = f"Lọc theo {name}", values
    wanted = make_document(title=title, **{column: mine})
    make_document(title=title, **{column: other})
    value = mine[-1] if isinstance(mine, list) else mine

    response = await client.get(
        "/v1/items", params={name: value, "q": title, "locale": "vi"}
    )

    assert keys(response) == [wanted["key"]]


async def test_words_filter_a_list_and_it_stays_newest_first(
    client, make_document, keys
) -> None:
    agency = "words"
    weak = make_document(title="Đặc sản", body="nhãn lồng", agency_code=agency)
    newest = make_document(title="Nhãn lồng Phố Hiến", agency_code=agency)
    make_document(title="Tương Bần", agency_code=agency)

    for q in ("nhan long", "Nhãn lồng"):
        response = await client.get("/v1/items", params={"q": q, "agency": agency})
        assert keys(response) == [newest["key"], weak["key"]]


class TestLanguages:
    async def test_a_list_shows_one_language(self, client, make_document, keys) -> None:
        agency = "one-language"
        both = make_document(["vi", "en"], agency_code=agency)
        only = make_document(["vi"], agency_code=agency)

        vi = await client.get(f"/v1/items?agency={agency}&locale=vi")
        en = await client.get(f"/v1/items?agency={agency}&locale=en")

        assert keys(vi) == [only["key"], both["key"]]
        assert keys(en) == [both["key"]]
        assert en.headers["content-language"] == "en"

    async def test_with_fallback_every_item_stands_there_once(
        self, client, make_document, follow
    ) -> None:
        agency = "fallback"
        items = [
            make_document(langs, agency_code=agency)
            for langs in (["vi"], ["vi", "en"], ["vi", "en", "ja"], ["en", "ja"])
        ]
        url = f"/v1/items?agency={agency}&locale=ja&fallback=any"

        response = await client.get(url)

        shown = {card["key"]: card["locale"] for card in response.json()["data"]}
        assert [shown[item["key"]] for item in items] == ["vi", "en", "ja", "ja"]
        assert len(await follow(f"{url}&limit=1")) == len(items)

    async def test_a_list_in_an_unreleased_language_is_empty_when_named(
        self, client, make_document, keys
    ) -> None:
        """No test of this service releases anything in Burmese."""
        make_document(["vi"], agency_code="burmese")

        named = await client.get("/v1/items?agency=burmese&locale=my")
        hinted = await client.get(
            "/v1/items?agency=burmese", headers={"accept-language": "my, vi;q=0.5"}
        )

        assert keys(named) == []
        assert len(keys(hinted)) == 1
        assert hinted.headers["content-language"] == "vi"

    async def test_a_region_is_no_language_of_its_own(
        self, client, make_document, keys
    ) -> None:
        make_document(["en"], agency_code="region")

        response = await client.get(
            "/v1/items?agency=region", headers={"accept-language": "en-GB"}
        )

        assert len(keys(response)) == 1


class TestCursors:
    @pytest.fixture
    async def cursor(self, client, make_document) -> str:
        for _ in range(2):
            make_document(agency_code="cursors", type="event")
        url = "/v1/items?agency=cursors&limit=1&locale=vi"
        return (await client.get(url)).json()["next_cursor"]

    @pytest.mark.parametrize(
        "query", ["agency=other", "agency=cursors&type=event", "agency=cursors&q=khu"]
    )
    async def test_a_cursor_belongs_to_its_query(self, client, cursor, query) -> None:
        response = await client.get(f"/v1/items?{query}&locale=vi&cursor={cursor}")

        assert response.status_code == 400
        assert response.json()["code"] == "bad-cursor"

    async def test_the_page_size_may_change_on_the_way(self, client, cursor) -> None:
        url = f"/v1/items?agency=cursors&locale=vi&limit=9&cursor={cursor}"

        assert (await client.get(url)).status_code == 200

    @pytest.mark.parametrize(
        "change",
        [lambda cursor: cursor[:-4], lambda cursor: "AAAA" + cursor[4:]],
        ids=["cut", "forged"],
    )
    async def test_a_changed_cursor_is_refused(self, client, cursor, change) -> None:
        url = f"/v1/items?agency=cursors&locale=vi&cursor={change(cursor)}"

        assert (await client.get(url)).status_code == 400

    @pytest.mark.parametrize("cursor", ["x", "AAAA", "a" * 300])
    async def test_what_is_no_cursor_is_refused(self, client, cursor) -> None:
        assert (await client.get(f"/v1/items?cursor={cursor}")).status_code == 400


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("colour=red", "colour"),
        ("limit=0", "limit"),
        ("limit=201", "limit"),
        ("limit=x", "limit"),
        ("agency=a'b", "agency"),
        ("q=", "q"),
    ],
)
async def test_a_wrong_parameter_is_named(client, query, named) -> None:
    response = await client.get(f"/v1/items?{query}")

    assert response.status_code == 422
    assert f"/query/{named}" in [e["pointer"] for e in response.json()["errors"]]


async def test_what_no_text_can_hold_is_refused(client) -> None:
    assert (await client.get("/v1/items?type=%00")).status_code == 422


async def test_a_question_without_words_is_refused(client) -> None:
    response = await client.get("/v1/items", params={"q": "  ?! "})

    assert response.status_code == 422


async def test_an_unchanged_list_is_not_sent_again(client, make_document) -> None:
    make_document(agency_code="same-list")
    url = "/v1/items?agency=same-list"
    first = await client.get(url)
    tag = {"if-none-match": first.headers["etag"]}

    again = await client.get(url, headers=tag)
    make_document(agency_code="same-list")
    changed = await client.get(url, headers={**tag, "cache-control": "no-cache"})

    assert again.status_code == 304
    assert again.content == b""
    assert changed.status_code == 200
    assert first.headers["vary"] == "Accept, Accept-Language, Accept-Encoding"
