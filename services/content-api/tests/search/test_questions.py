"""What a reader types, and what comes."""

from collections.abc import Awaitable, Callable

import pytest

PARK = "Khu công nghiệp Phố Nối A"
ODD = (
    "a" * 5000,
    "khu công " * 550,
    '"khu',
    "title:khu AND (nghiệp OR *)^2~",
    "'; DROP TABLE release.document; --",
    "%(q)s $1 {0} \\",
    ".*[a-z]+(?=x)",
    "\u202eرحلة\u202c 🎉 khu",
    "ﻻ ｋｈｕ",
    "龍" * 200,
    "1" * 400,
)


@pytest.fixture
async def library(publish, follower) -> dict[str, dict]:
    """Texts that only a good search tells apart."""
    texts = {"description": "<p>Nơi đặt <b>trạm xử lý</b> nước &amp; kho bãi.</p>"}
    made = {
        "park": publish(
            PARK, type="industrial_park", units=["12103"], topics=["industry"]
        ),
        "news": publish("Hội nghị", texts={"body": f"Họp tại {PARK} hôm qua."}),
        "longan": publish("Nhãn lồng Hưng Yên", texts=texts, type="product"),
        "people": publish("Nhân dân long trọng đón lễ"),
        "keo": publish("Chùa cổ", units=["13279"], fields={"aliases": ["Thần Quang"]}),
        "decision": publish("Quyết định về giá đất", fields={"number": "2511/QĐ-UBND"}),
        "peace": publish("Đình Hoà Thuỵ", summary="Ngôi đình cổ."),
        "zh": publish("兴安省升龙第二工业园区", locale="zh-Hans"),
        "ja": publish("フォーノイＡ工業団地", locale="ja"),
        "en": publish("Industrial Parks of Hung Yen", locale="en"),
    }
    await follower.follow_once()
    return made


@pytest.fixture
def names(library, search) -> Callable[..., Awaitable[list[str]]]:
    known = {doc["key"]: name for name, doc in library.items()}

    async def ask(q: str, **params: object) -> list[str]:
        found = await search(q, **params)
        assert found["engine"] == "index"
        return [known[each["key"]] for each in found["data"]]

    return ask


async def test_words_are_found_however_they_are_typed(names) -> None:
    for q, wanted in (
        ("khu công nghiệp phố nối", ["park", "news"]),
        ("KHU CONG NGHIEP pho noi", ["park", "news"]),
        ("pho\u0302\u0301 no\u0302\u0301i a", ["park", "news"]),
        ("ｐｈｏ　ｎｏｉ", ["park", "news"]),
        ("kcn phố nối", ["park", "news"]),
        ('"phố nối a hôm qua"', ["news"]),
        ('"hôm phố nối"', []),
        ("nhan long", ["longan", "people"]),
        ("nhãn lồng", ["longan"]),
        ("đình hòa thụy", ["peace"]),
        ("dinh hoa thuy", ["peace"]),
        ("2511/qđ-ubnd", ["decision"]),
        ("trạm xử lý", ["longan"]),
        ("thần quang", ["keo"]),
    ):
        assert await names(q, locale="vi") == wanted, q
    for q, lang, wanted in (
        ("升龙", "zh-Hans", ["zh"]),
        ("龙", "zh-CN", ["zh"]),
        ("升龙第二工业园", "zh-Hans", ["zh"]),
        ("龙升", "zh-Hans", []),
        ("ﾌｫｰﾉｲ", "ja", ["ja"]),
        ("industrial park", "en", ["en"]),
        ("Hưng Yên", "en", ["en"]),
    ):
        assert await names(q, locale=lang) == wanted, q


async def test_old_names_find_what_is_there_now(names) -> None:
    for q in ("thái bình", "huyện Vũ Thư", "xã duy nhất", "thai binh"):
        assert await names(q, locale="vi") == ["keo"], q
    assert await names("thị xã mỹ hào", locale="vi") == ["park"]


async def test_a_mistyped_word_finds_what_was_meant(library, search, titles) -> None:
    for q, meant in (
        ("nhãn lòng hưng yên", "Nhãn lồng Hưng Yên"),
        ("cong nghiep pho nooi", "công nghiệp Phố Nối"),
        ("congnghiep", "công nghiệp"),
        ("đình hòa thúy", "Đình Hoà Thuỵ"),
    ):
        found = await search(q, locale="vi")
        assert (found["matched"], found["suggestion"]) == ("similar", meant), q
        assert found["total"] == len(found["data"]) > 0
    park = await search("industrail parks", locale="en")
    assert titles(park) == [library["en"]["title"]]
    nothing = await search("zzgrbl", locale="vi")
    assert (nothing["total"], nothing["suggestion"]) == (0, None)


async def test_kinds_and_filters_count_the_same_things(library, search) -> None:
    whole = await search("phố nối", facets="type,agency,unit,fi_category,topic,lang")
    park = await search("phố nối", type="industrial_park", unit="12103")
    none = await search("phố nối", count="none", topic="culture")

    assert whole["total"] == 2
    assert whole["facets"] == {
        "type": [
            {"value": "article", "count": 1},
            {"value": "industrial_park", "count": 1},
        ],
        "agency": [{"value": "ubnd", "count": 2}],
        "unit": [{"value": "12103", "count": 1}],
        "fi_category": [{"value": "investment", "count": 2}],
        "topic": [{"value": "industry", "count": 1}],
        "lang": [{"value": "vi", "count": 2}],
    }
    assert [each["key"] for each in park["data"]] == [library["park"]["key"]]
    assert (none["total"], none["data"]) == (None, [])


async def test_places_of_the_words_are_plain_text_and_ranges(publish, follower, search):
    text = "<p>Nước &lt;script&gt;alert(1)&lt;/script&gt; qua Trạm&nbsp;bơm</p>"
    publish("Trạm <i>bơm</i> Nhất", texts={"body": text})
    await follower.follow_once()

    (found,) = (await search("tram bom"))["data"]

    marked = [
        [each["text"][first:last] for first, last in each["marks"]]
        for each in found["highlights"]
    ]
    assert marked == [["Trạm", "bơm"], ["Trạm", "bơm"]]
    text = found["highlights"][1]["text"]
    assert text == "Nước <script>alert(1)</script> qua Trạm bơm"


async def test_pages_of_a_ranking_meet_and_end(publish, follower, plain) -> None:
    wanted = {publish(f"Giếng làng số {number}")["key"] for number in range(7)}
    await follower.follow_once()
    params: dict = {"q": "giếng làng", "limit": 3}
    seen: list[str] = []
    sizes = []

    while True:
        page = (await plain.get("/v1/search", params=params)).json()
        seen += [each["key"] for each in page["data"]]
        sizes.append((len(page["data"]), page["total"]))
        if page["next_cursor"] is None:
            break
        params["cursor"] = page["next_cursor"]

    assert sizes == [(3, 7), (3, 7), (1, 7)]
    assert len(seen) == len(set(seen)) == 7
    assert set(seen) == wanted
    other = await plain.get("/v1/search", params={**params, "q": "giếng"})
    assert other.status_code == 400
    other = await plain.get("/v1/search", params={**params, "type": "article"})
    assert other.status_code == 400


@pytest.mark.usefixtures("library")
async def test_odd_questions_are_answered(plain) -> None:
    for q in ODD:
        for lang in ("vi", "zh-Hans", "en"):
            params = {"q": q, "locale": lang, "facets": "type"}
            answer = await plain.get("/v1/search", params=params)
            assert answer.status_code == 200, q
    for q in ("", "   ", "?!…", "\u0301", '""', "khu\x00công"):
        answer = await plain.get("/v1/search", params={"q": q})
        assert answer.status_code == 422, q
    for strange in ({"facets": "size"}, {"facets": "type,"}, {"sort": "x"}):
        answer = await plain.get("/v1/search", params={"q": "khu", **strange})
        assert answer.status_code == 422
        assert next(iter(strange)) in answer.json()["errors"][0]["pointer"]
