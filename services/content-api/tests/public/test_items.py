"""One item, in the language asked for."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest


async def test_an_item_is_found_by_key_and_by_slug(client, make_document) -> None:
    item = make_document(["vi", "en"])

    by_key = await client.get(f"/v1/items/{item['key']}")
    by_slug = await client.get(f"/v1/items/{item['slug']}")

    assert by_key.status_code == 200
    assert by_key.json() == by_slug.json()
    assert by_key.json()["key"] == item["key"]
    assert by_key.json()["available_locales"] == ["en", "vi"]
    assert by_key.headers["content-type"] == "application/json"


@pytest.mark.parametrize(
    ("query", "header", "shown", "fallback"),
    [
        ("", None, "vi", False),
        ("?locale=en", None, "en", False),
        ("?locale=en", "vi", "en", False),
        ("", "en", "en", False),
        ("", "en-GB,en;q=0.9", "en", False),
        ("", "zh-CN", "zh-Hans", False),
        ("?locale=zh", None, "zh-Hans", False),
        ("", "de, vi;q=0.5, en;q=0.8", "en", False),
        ("?locale=ja", None, "en", True),
        ("", "ja", "en", True),
    ],
)
async def test_the_language_is_that_asked_for_or_marked(
    client, make_document, query, header, shown, fallback
) -> None:
    item = make_document(["vi", "en", "zh-Hans"])
    headers = {"accept-language": header} if header else {}

    response = await client.get(f"/v1/items/{item['key']}{query}", headers=headers)

    assert response.json()["locale"] == shown
    assert response.json()["fallback"] is fallback
    assert response.headers["content-language"] == shown
    assert response.headers["vary"] == "Accept, Accept-Language, Accept-Encoding"


async def test_without_fallback_a_missing_language_is_not_found(
    client, make_document
) -> None:
    item = make_document(["vi"])
    url = f"/v1/items/{item['key']}?fallback=none&locale="

    assert (await client.get(url + "vi")).status_code == 200
    missing = await client.get(url + "ja")
    assert missing.status_code == 404
    assert missing.json()["code"] == "language-not-released"
    assert "vi" in missing.json()["detail"]


async def test_without_fallback_a_withdrawn_language_is_gone(
    client, make_document, withdraw
) -> None:
    item = make_document(["vi", "ja"])
    withdraw(item, "ja")
    url = f"/v1/items/{item['key']}?locale=ja"

    assert (await client.get(url)).json()["fallback"] is True
    assert (await client.get(f"{url}&fallback=none")).status_code == 410


async def test_a_withdrawn_item_is_gone_and_says_why(
    client, make_document, withdraw
) -> None:
    item = make_document(["vi", "en"])
    withdraw(item, "vi", "en", reason="error_of_fact")

    for name in (item["key"], item["slug"]):
        response = await client.get(f"/v1/items/{name}")
        assert response.status_code == 410
        assert response.json()["code"] == "item-withdrawn"
        assert [error["code"] for error in response.json()["errors"]] == [
            "error_of_fact"
        ]


@pytest.mark.parametrize(
    "name",
    [
        "hy-industrial-park-00000000",
        "%00",
        "x" * 500,
        "'; DROP TABLE x",
        "%F0%9F%8C%B8",
    ],
)
async def test_what_was_never_there_is_not_found(client, name) -> None:
    response = await client.get(f"/v1/items/{name}")

    assert response.status_code == 404
    assert response.json()["code"] == "item-not-found"


async def test_an_old_slug_moves_to_the_present_one(
    client, make_document, owner
) -> None:
    item = make_document()
    old = f"old-{uuid4()}"
    owner.execute("INSERT INTO release.slug VALUES (%s, %s)", (old, item["key"]))

    response = await client.get(f"/v1/items/{old}?locale=vi")

    assert response.status_code == 308
    assert response.headers["location"] == f"/v1/items/{item['slug']}?locale=vi"


@pytest.mark.parametrize(
    "window",
    [
        {"visible_from": datetime.now(UTC) + timedelta(days=1)},
        {
            "visible_from": datetime.now(UTC) - timedelta(days=2),
            "expires_at": datetime.now(UTC) - timedelta(days=1),
        },
        {"superseded_at": datetime.now(UTC)},
    ],
    ids=["embargoed", "expired", "superseded"],
)
async def test_what_is_not_visible_is_not_there(
    client, make_document, keys, window
) -> None:
    item = make_document(title="Bí mật Đống Lương", **window)

    assert (await client.get(f"/v1/items/{item['key']}")).status_code == 404
    for url in (
        f"/v1/items?agency={item['agency_code']}",
        f"/v1/items?agency={item['agency_code']}&locale=ja&fallback=any",
        f"/v1/items?agency={item['agency_code']}&topic=investment",
        "/v1/search?q=đống lương",
    ):
        assert keys(await client.get(url)) == []


class TestCaching:
    async def test_who_has_it_gets_304(self, client, make_document) -> None:
        url = f"/v1/items/{make_document(['vi', 'en'])['key']}"
        first = await client.get(url)

        for tag in (first.headers["etag"], f"W/{first.headers['etag']}", "*"):
            again = await client.get(url, headers={"if-none-match": f'"x", {tag}'})
            assert again.status_code == 304
            assert again.content == b""
            # To "*" the plain form is named: nobody said which form is held.
            named = first.headers["etag"].removesuffix('-gzip"').strip('"')
            assert again.headers["etag"].strip('"').removesuffix("-gzip") == named
            assert again.headers["cache-control"] == first.headers["cache-control"]

    async def test_another_language_has_another_tag(
        self, client, make_document
    ) -> None:
        url = f"/v1/items/{make_document(['vi', 'en'])['key']}"
        vi = await client.get(url)

        en = await client.get(
            f"{url}?locale=en", headers={"if-none-match": vi.headers["etag"]}
        )

        assert en.status_code == 200

    async def test_a_new_language_changes_the_tag(
        self, client, make_document, withdraw
    ) -> None:
        item = make_document(["vi", "en"])
        url = f"/v1/items/{item['key']}?locale=vi"
        first = await client.get(url)
        withdraw(item, "en")

        again = await client.get(url, headers={"if-none-match": first.headers["etag"]})

        assert again.status_code == 200
        assert again.json()["available_locales"] == ["vi"]

    async def test_a_cache_may_keep_it_a_minute(self, client, make_document) -> None:
        response = await client.get(f"/v1/items/{make_document()['key']}")

        assert response.headers["cache-control"] == (
            "public, max-age=60, stale-while-revalidate=300"
        )

    async def test_a_cache_may_not_keep_it_past_its_expiry(
        self, client, make_document
    ) -> None:
        item = make_document(expires_at=datetime.now(UTC) + timedelta(seconds=30))

        response = await client.get(f"/v1/items/{item['key']}")

        _, _, age = response.headers["cache-control"].partition("max-age=")
        assert 0 < int(age) <= 30


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("?colour=red", "colour"),
        ("?locale=!!", "locale"),
        ("?fallback=maybe", "fallback"),
    ],
)
async def test_a_wrong_parameter_is_named(client, make_document, query, named) -> None:
    response = await client.get(f"/v1/items/{make_document()['key']}{query}")

    assert response.status_code == 422
    assert named in response.text


async def test_an_unknown_language_tag_is_refused_in_words(
    client, make_document
) -> None:
    response = await client.get(
        f"/v1/items/{make_document()['key']}?locale=12",
        headers={"accept-language": "vi"},
    )

    assert response.status_code == 422
    assert response.json()["code"] == "unknown-language-tag"
    assert "BCP 47" in response.json()["detail"]


async def test_anyone_may_read_but_not_with_a_wrong_key(client, make_document) -> None:
    url = f"/v1/items/{make_document()['key']}"

    assert (await client.get(url)).status_code == 200
    wrong = await client.get(url, headers={"authorization": "Bearer php_wrong"})
    assert wrong.status_code == 401
