"""How names are written, over HTTP: kept, checked, and in the way of a release."""

import secrets

import pytest


@pytest.fixture
async def keeper(make_person):
    return await make_person("coordinator")


@pytest.fixture
def name():
    """A place nobody else writes of."""
    return "Làng " + "".join(secrets.choice("bcdghklmn") for _ in range(10)).title()


@pytest.fixture
def draft(name):
    def make(**given):
        return {
            "source_vi": name,
            "lang": "en",
            "rendering": "Quang Chau Village",
            "forbidden": ["Guangzhou"],
            "kind": "place",
            "source": "Danh mục đơn vị hành chính",
            **given,
        }

    return make


@pytest.fixture
def add(keeper, draft):
    async def term(**given):
        answer = await keeper.client.post("/staff/v1/glossary", json=draft(**given))
        assert answer.status_code == 201, answer.text
        return answer

    return term


@pytest.fixture
def texts(name):
    def make(en):
        return {
            "vi": {"title": f"Chùa ở {name}", "summary": f"Chùa cổ của {name}."},
            "en": {"title": "A pagoda", "summary": en},
        }

    return make


async def test_a_term_is_added_read_and_changed(add, keeper, draft):
    made = await add()
    path = made.headers["location"]
    read = await keeper.client.get(path)
    changed = await keeper.client.put(
        path,
        json=draft(rendering="Quang Chau"),
        headers={"If-Match": read.headers["etag"]},
    )

    assert read.json() == made.json()
    assert read.json()["verified"] is True
    assert changed.json()["rendering"] == "Quang Chau"
    assert changed.headers["etag"] != read.headers["etag"]


async def test_a_change_names_the_state_it_was_made_from(add, keeper, draft):
    path = (await add()).headers["location"]

    without = await keeper.client.put(path, json=draft())
    stale = await keeper.client.put(
        path, json=draft(), headers={"If-Match": '"another"'}
    )

    assert (without.status_code, stale.status_code) == (428, 412)


async def test_one_term_one_language_one_first_day(add, keeper, draft):
    await add()
    twice = await keeper.client.post("/staff/v1/glossary", json=draft())
    later = await keeper.client.post(
        "/staff/v1/glossary", json=draft(valid_from="2030-01-01")
    )
    clash = await keeper.client.put(
        later.headers["location"],
        json=draft(),
        headers={"If-Match": later.headers["etag"]},
    )

    assert twice.json()["code"] == "term-taken"
    assert later.status_code == 201
    assert clash.json()["code"] == "term-taken"


async def test_officers_and_leaders_read_and_do_not_write(add, officer, leader, draft):
    path = (await add()).headers["location"]

    assert (await officer.client.get(path)).status_code == 200
    for person in (officer, leader):
        assert (
            await person.client.post("/staff/v1/glossary", json=draft())
        ).status_code == 403
        assert (await person.client.put(path, json=draft())).status_code == 403


async def test_nobody_reads_it_without_signing_in(client):
    assert (await client.get("/staff/v1/glossary")).status_code == 401


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"lang": "vi"}, "language-is-source"),
        ({"rendering": "", "forbidden": []}, "term-empty"),
        ({"rendering": "Guangzhou"}, "rendering-forbidden"),
        ({"forbidden": ["a;b"]}, "rendering-joined"),
        ({"valid_from": "2026-01-02", "valid_to": "2026-01-02"}, "dates-out-of-order"),
    ],
)
async def test_a_term_that_makes_no_sense_is_refused(keeper, draft, given, code):
    answer = await keeper.client.post("/staff/v1/glossary", json=draft(**given))

    assert answer.status_code == 422
    assert [error["code"] for error in answer.json()["errors"]] == [code]


@pytest.mark.parametrize(
    "given",
    [
        {"source_vi": ""},
        {"kind": "person"},
        {"lang": "?"},
        {"lang": "vn"},
        {"owner": "me"},
    ],
)
async def test_a_body_of_another_shape_is_refused(keeper, draft, given):
    answer = await keeper.client.post("/staff/v1/glossary", json=draft(**given))

    assert answer.status_code == 422


async def test_a_marking_is_refused_and_not_stored(keeper, draft, name):
    answer = await keeper.client.post(
        "/staff/v1/glossary", json=draft(rendering="Độ mật: TUYỆT MẬT")
    )
    found = await keeper.client.get("/staff/v1/glossary", params={"q": name})

    assert answer.json()["code"] == "marking-found"
    assert found.json()["data"] == []


async def test_pages_meet_without_gap_or_overlap(add, keeper, name):
    for lang in ("de", "en", "fr", "ja", "zh-CN"):
        await add(lang=lang)
    seen, cursor = [], None
    while True:
        params = {"q": name, "limit": 2} | ({"cursor": cursor} if cursor else {})
        page = (await keeper.client.get("/staff/v1/glossary", params=params)).json()
        seen += [term["lang"] for term in page["data"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break

    assert seen == ["de", "en", "fr", "ja", "zh-Hans"]
    lost = await keeper.client.get(
        "/staff/v1/glossary",
        params={"cursor": "00000000-0000-7000-8000-000000000000"},
    )
    assert lost.json()["code"] == "bad-cursor"


async def test_an_item_shows_what_the_glossary_says(add, make_item, texts, name):
    await add()
    item = await make_item(languages=texts("Near Guangzhou."))

    found = item["languages"]["en"]["findings"]
    assert found[0] == {
        "code": "forbidden-rendering",
        "field": "summary",
        "source_vi": name,
        "expected": "Quang Chau Village",
        "found": "Guangzhou",
    }
    assert sorted((each["code"], each["field"]) for each in found[1:]) == [
        ("rendering-missing", "summary"),
        ("rendering-missing", "title"),
    ]


async def test_a_submit_warns_and_a_forbidden_name_stops_the_clearance(
    add, make_item, texts, take, officer, leader, order, name
):
    await add()
    item = await make_item(languages=texts("Near Guangzhou."))
    item = await take("submit", item, by=officer)
    assert item["languages"]["en"]["findings"]
    path = f"/staff/v1/items/{item['key']}/clear"

    refused = await leader.client.post(path, json=order(item, declaration=True))
    accepted = await take(
        "clear", item, by=leader, declaration=True, accept_terms={"en": [name]}
    )

    (error,) = refused.json()["errors"]
    assert error["code"] == "forbidden-rendering"
    assert error["pointer"] == "/languages/en/summary"
    assert accepted["languages"]["en"]["status"] == "cleared"
    released = await take("release", accepted, by=leader)
    assert released["languages"]["en"]["status"] == "released"


async def test_a_missing_rendering_only_warns(add, make_released, texts):
    await add()
    item = await make_released(languages=texts("An old pagoda."))

    assert {each["code"] for each in item["languages"]["en"]["findings"]} == {
        "rendering-missing"
    }


async def test_an_unverified_spelling_is_not_missed(add, make_item, texts):
    await add(source="unverified")
    item = await make_item(languages=texts("An old pagoda."))

    assert item["languages"]["en"]["findings"] == []


async def test_a_term_whose_time_is_over_says_nothing(add, make_item, texts):
    await add(valid_to="2020-01-01")
    item = await make_item(languages=texts("Near Guangzhou."))

    assert item["languages"]["en"]["findings"] == []


async def test_texts_are_checked_before_they_are_stored(add, officer, texts):
    await add()
    answer = await officer.client.post(
        "/staff/v1/glossary-check", json={"languages": texts("Near Guangzhou.")}
    )
    nothing = await officer.client.post(
        "/staff/v1/glossary-check", json={"languages": {"en": {"title": "Guangzhou"}}}
    )
    wrong = await officer.client.post(
        "/staff/v1/glossary-check", json={"languages": {"!!": {"title": "x"}}}
    )

    codes = {each["code"] for each in answer.json()["findings"]["en"]}
    assert "forbidden-rendering" in codes
    assert nothing.json() == {"findings": {"en": []}}
    assert wrong.status_code == 422
