"""Entering and correcting items, as officers do it."""

import json
import unicodedata

import pytest
from sqlalchemy import text


async def test_an_item_starts_as_a_draft_in_each_language(officer, park):
    answer = await officer.client.post("/staff/v1/items", json=park())

    assert answer.status_code == 201
    item = answer.json()
    assert item["key"].startswith("hy-industrial-park-")
    assert answer.headers["etag"] == f'"{item["hash"]}"'
    assert item["agency_code"] == officer.agency.code
    assert item["slug"].startswith("khu-cong-nghiep-pho-noi-")
    states = {lang: state["status"] for lang, state in item["languages"].items()}
    assert states == {"vi": "draft", "en": "draft"}


async def test_two_items_of_one_title_have_two_slugs(make_item):
    texts = {"vi": {"title": "Chùa Chuông", "summary": "Một ngôi chùa."}}

    first = await make_item(languages=texts)
    second = await make_item(languages=texts)

    assert second["slug"] != first["slug"]
    assert second["slug"].startswith("chua-chuong")


async def test_decomposed_text_is_stored_composed(make_item, officer):
    decomposed = unicodedata.normalize("NFD", "Khu công nghiệp Phố Nối")
    item = await make_item(languages={"vi": {"title": decomposed, "summary": "Tỉnh"}})

    got = (await officer.client.get(f"/staff/v1/items/{item['key']}")).json()

    assert got["texts"]["vi"]["title"] == "Khu công nghiệp Phố Nối"


async def test_a_park_whose_phases_do_not_add_up_is_refused_figure_by_figure(
    officer, park
):
    source = {"text": "Ban Quản lý các khu công nghiệp"}

    def area(value):
        return {"value": value, "unit": "ha", "as_of": "2023", "source": source}

    phases = [{"number": 1, "area": area("100")}, {"number": 2, "area": area("200.5")}]
    body = park(fields={"status": "operating", "area": area("525.7"), "phases": phases})

    answer = await officer.client.post(
        "/staff/v1/items", json=body, headers={"Accept-Language": "vi"}
    )

    assert answer.status_code == 422
    problem = answer.json()
    assert problem["code"] == "content-refused"
    [wrong] = problem["errors"]
    assert wrong["pointer"] == "/fields/phases"
    assert all(figure in wrong["detail"] for figure in ("100", "200,5", "525,7"))
    assert not (await officer.client.get("/staff/v1/items")).json()["data"]


@pytest.mark.parametrize(
    ("given", "pointer"),
    [
        ({"fi_category": "gossip"}, "/fi_category"),
        ({"topics": ["investment", "rumours"]}, "/topics/1"),
        ({"unit_codes": ["99999"]}, "/unit_codes/0"),
        ({"relations": [{"kind": "related", "key": "hy-park-0"}]}, "/relations/0/key"),
        (
            {"languages": {"vi": {"title": "A", "taste": "sweet"}}},
            "/languages/vi/taste",
        ),
        ({"languages": {"vi": {"title": "A"}, "12": {}}}, "/languages/12"),
        ({"expires_at": "2020-01-01T00:00:00Z"}, "/expires_at"),
        ({"colour": "green"}, "/colour"),
    ],
)
async def test_what_no_item_has_is_refused_by_its_place(officer, park, given, pointer):
    answer = await officer.client.post("/staff/v1/items", json=park(**given))

    assert answer.status_code == 422
    assert pointer in {error["pointer"] for error in answer.json()["errors"]}


@pytest.mark.parametrize("text", ["\x00", "\ud800"])
async def test_text_no_database_can_hold_is_refused(officer, park, text):
    body = json.dumps(park(languages={"vi": {"title": f"Khu {text}"}}))

    created = await officer.client.post(
        "/staff/v1/items", content=body, headers={"Content-Type": "application/json"}
    )
    listed = await officer.client.get("/staff/v1/items", params={"q": "\x00"})

    assert (created.status_code, listed.status_code) == (422, 422)


async def test_an_unknown_type_is_said_to_be_one(officer, park):
    answer = await officer.client.post("/staff/v1/items", json=park(type="secret"))

    assert answer.status_code == 404
    assert answer.json()["code"] == "content-type-not-found"


async def test_chinese_is_kept_under_one_tag(make_item):
    texts = {"vi": {"title": "Nhãn lồng"}, "zh-CN": {"title": "兴安龙眼"}}

    item = await make_item(languages=texts)

    assert set(item["languages"]) == {"vi", "zh-Hans"}


async def test_a_write_without_if_match_is_told_what_to_send(
    make_item, officer, draft_of
):
    item = await make_item()

    answer = await officer.client.put(
        f"/staff/v1/items/{item['key']}", json=draft_of(item)
    )

    assert answer.status_code == 428
    assert answer.headers["etag"] == f'"{item["hash"]}"'


async def test_a_stale_write_is_refused_with_the_current_etag(
    make_item, officer, draft_of
):
    item = await make_item()
    path = f"/staff/v1/items/{item['key']}"
    match = {"If-Match": f'"{item["hash"]}"'}
    first = await officer.client.put(
        path, json=draft_of(item, topics=["industry"]), headers=match
    )
    assert first.status_code == 200

    second = await officer.client.put(
        path, json=draft_of(item, topics=["trade"]), headers=match
    )

    assert second.status_code == 412
    assert second.headers["etag"] == first.headers["etag"] != match["If-Match"]
    assert first.json()["hash"] in second.json()["detail"]
    assert (await officer.client.get(path)).json()["topics"] == ["industry"]


async def test_the_same_body_again_is_no_new_revision(make_item, officer, draft_of):
    item = await make_item()

    answer = await officer.client.put(
        f"/staff/v1/items/{item['key']}",
        json=draft_of(item),
        headers={"If-Match": f'"{item["hash"]}"'},
    )

    assert answer.json()["revision"] == 1


async def test_a_translation_knows_when_its_source_changed(
    make_item, officer, draft_of
):
    item = await make_item()
    path = f"/staff/v1/items/{item['key']}"
    texts = item["texts"]
    texts["vi"] = {**texts["vi"], "summary": "Khu công nghiệp lớn nhất tỉnh."}

    edited = await officer.client.put(
        path,
        json=draft_of(item, languages=texts),
        headers={"If-Match": f'"{item["hash"]}"'},
    )
    assert edited.json()["languages"]["en"]["stale"] == ["summary"]

    reviewed = await officer.client.put(
        f"{path}/languages/en",
        json={"texts": texts["en"], "reviewed": ["summary"]},
        headers={"If-Match": f'"{item["languages"]["en"]["closure_hash"]}"'},
    )
    assert reviewed.status_code == 200, reviewed.text
    assert reviewed.json()["languages"]["en"]["stale"] == []


async def test_a_new_language_is_added_under_the_etag_of_the_item(make_item, officer):
    item = await make_item()
    path = f"/staff/v1/items/{item['key']}/languages/ja"
    body = {"texts": {"title": "フォーノイA工業団地"}}

    assert (await officer.client.put(path, json=body)).status_code == 428
    added = await officer.client.put(
        path, json=body, headers={"If-Match": f'"{item["hash"]}"'}
    )

    assert added.status_code == 200
    state = added.json()["languages"]["ja"]
    assert added.headers["etag"] == f'"{state["closure_hash"]}"'
    assert state["status"] == "draft"


async def test_a_secrecy_marking_is_refused_and_kept_nowhere(officer, park, database):
    secret = "TUYỆT MẬT: phương án số 7 của tỉnh"
    body = park(languages={"vi": {"title": "Một tiêu đề", "summary": secret}})

    answer = await officer.client.post("/staff/v1/items", json=body)

    assert answer.status_code == 422
    assert answer.json()["code"] == "marking-found"
    assert "phương án số 7" not in answer.text
    async with database.reading() as session:
        [entry] = await session.execute(
            text("SELECT detail::text FROM audit.entry WHERE actor = :actor"),
            {"actor": f"person:{officer.username}"},
        )
        assert "phương án" not in entry[0]
        stored = await session.scalar(
            text("SELECT count(*) FROM content.revision WHERE body LIKE :part"),
            {"part": "%phương án số 7%"},
        )
    assert stored == 0


async def test_a_marking_in_a_correction_leaves_the_item_as_it_was(make_item, officer):
    item = await make_item()
    path = f"/staff/v1/items/{item['key']}"

    answer = await officer.client.put(
        f"{path}/languages/en",
        json={"texts": {"title": "Độ mật: Tối mật"}},
        headers={"If-Match": f'"{item["languages"]["en"]["closure_hash"]}"'},
    )

    assert answer.status_code == 422
    assert (await officer.client.get(path)).json()["hash"] == item["hash"]


async def test_another_agency_neither_reads_nor_writes_a_draft(
    make_item, make_agency, make_person, draft_of
):
    item = await make_item()
    stranger = await make_person("officer", "leader", agency=await make_agency())
    path = f"/staff/v1/items/{item['key']}"

    read = await stranger.client.get(path)
    written = await stranger.client.put(
        path, json=draft_of(item), headers={"If-Match": f'"{item["hash"]}"'}
    )

    assert (read.status_code, written.status_code) == (403, 403)
    assert read.json()["code"] == "item-of-another-agency"
    assert (await stranger.client.get("/staff/v1/items")).json()["data"] == []


async def test_an_item_keeps_its_type_and_agency(make_item, officer, draft_of):
    item = await make_item()

    answer = await officer.client.put(
        f"/staff/v1/items/{item['key']}",
        json=draft_of(item, type="destination", fields={}),
        headers={"If-Match": f'"{item["hash"]}"'},
    )

    assert answer.status_code == 409
    assert answer.json()["code"] == "type-is-fixed"


async def test_only_officers_and_leaders_write(make_person, agency, park):
    auditor = await make_person("auditor", agency=agency)

    answer = await auditor.client.post("/staff/v1/items", json=park())

    assert answer.status_code == 403


async def test_nobody_enters_an_item_for_another_agency(make_agency, officer, park):
    other = await make_agency()

    answer = await officer.client.post(
        "/staff/v1/items", json=park(agency_code=other.code)
    )

    assert answer.json()["code"] == "item-of-another-agency"


async def test_lists_meet_without_gap_or_overlap(make_item, officer):
    made = [(await make_item())["key"] for _ in range(5)]
    seen, cursor = [], None

    while True:
        query = {"limit": 2} | ({"cursor": cursor} if cursor else {})
        page = (await officer.client.get("/staff/v1/items", params=query)).json()
        seen += [line["key"] for line in page["data"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break

    assert seen == made[::-1]


async def test_lists_are_narrowed_by_status_and_words(make_item, take, officer):
    waiting = await make_item()
    await make_item()
    await take("submit", waiting, "vi", by=officer)

    page = await officer.client.get(
        "/staff/v1/items",
        params={"status": "submitted", "lang": "vi", "q": "phố nối"},
    )

    assert [line["key"] for line in page.json()["data"]] == [waiting["key"]]
