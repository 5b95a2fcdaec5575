"""Search: what is found, and what stands first."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st


@pytest.fixture
def found(client, keys):
    async def search(**params) -> list[str]:
        response = await client.get("/v1/search", params=params)
        assert response.status_code == 200, response.text
        return keys(response)

    return search


async def test_a_word_in_the_title_stands_before_one_in_the_text(
    make_document, found
) -> None:
    title = make_document(title="Sen hồng Tiên Lữ")
    text = make_document(title="Đặc sản", body="sen hồng của huyện Tiên Lữ")

    assert await found(q="sen hồng tiên lữ") == [title["key"], text["key"]]


async def test_tones_count_where_they_are_typed(make_document, found) -> None:
    item = make_document(title="Quất cảnh Văn Giang")

    for q in ("quat canh van giang", "Quất cảnh", "QUẤT"):
        assert await found(q=q) == [item["key"]]
    assert await found(q="quắt") == []


async def test_chinese_is_found_by_two_characters_and_by_one(
    make_document, found
) -> None:
    item = make_document(["zh-Hans"], title="兴安省升龙第二工业园区")

    for q in ("工业园", "升龙", "龙", "升龙 工业"):
        assert item["key"] in await found(q=q, locale="zh-CN")
    assert await found(q="龙升", locale="zh-Hans") == []


async def test_a_search_is_narrowed_by_language_and_type(make_document, found) -> None:
    item = make_document(["vi", "en"], title="Chuông Dinh", type="event")

    assert len(await found(q="chuong dinh")) == 2
    assert await found(q="chuong dinh", locale="en") == [item["key"]]
    assert await found(q="chuong dinh", type="product") == []


async def test_in_english_tones_fold(make_document, found) -> None:
    item = make_document(["en"], title="Bat Trang ceramics of Xuan Quan")

    assert await found(q="Xuân Quan", locale="en") == [item["key"]]


async def test_pages_of_a_ranking_meet(client, make_document, keys) -> None:
    items = {make_document(title="Giếng làng Mậu Duyệt")["key"] for _ in range(5)}
    params = {"q": "giếng làng mậu duyệt", "limit": 2}
    seen: list[str] = []

    for _ in range(3):
        response = await client.get("/v1/search", params=params)
        seen += keys(response)
        params["cursor"] = response.json()["next_cursor"]

    assert params["cursor"] is None
    assert len(seen) == 5
    assert set(seen) == items


async def test_a_cursor_of_another_question_is_refused(client, make_document) -> None:
    for _ in range(2):
        make_document(title="Cầu Lực Điền")
    first = await client.get("/v1/search", params={"q": "cầu lực điền", "limit": 1})

    other = await client.get(
        "/v1/search", params={"q": "cầu", "cursor": first.json()["next_cursor"]}
    )

    assert other.status_code == 400


@pytest.mark.parametrize("q", ["", "   ", "?!…", "\u0301"])
async def test_a_question_without_words_is_refused(client, q) -> None:
    assert (await client.get("/v1/search", params={"q": q})).status_code == 422


async def test_a_question_must_be_asked(client) -> None:
    response = await client.get("/v1/search")

    assert response.status_code == 422
    assert response.json()["errors"][0]["pointer"] == "/query/q"


@given(q=st.text(min_size=1, max_size=200))
@settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
async def test_no_question_is_an_error_of_ours(client, q) -> None:
    response = await client.get("/v1/search", params={"q": q})

    assert response.status_code in {200, 422}


async def test_five_thousand_characters_are_answered(client) -> None:
    response = await client.get("/v1/search", params={"q": "khu công " * 550})

    assert response.status_code == 200
