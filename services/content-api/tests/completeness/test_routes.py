"""How far each language is, and which facts have grown old, over HTTP."""

import pytest
from sqlalchemy import text

from content_api import worker


@pytest.fixture
async def coordinator(make_person):
    return await make_person("coordinator")


@pytest.fixture
def lines():
    async def read(person, **params):
        answer = await person.client.get("/staff/v1/completeness", params=params)
        assert answer.status_code == 200, answer.text
        return {(line["group"], line["lang"]): line for line in answer.json()["data"]}

    return read


async def test_one_item_says_what_each_language_lacks(make_item, officer):
    item = await make_item(
        languages={
            "vi": {"title": "Khu công nghiệp", "summary": "Rộng."},
            "ja": {"title": "工業団地"},
        }
    )

    path = f"/staff/v1/items/{item['key']}/completeness"
    found = (await officer.client.get(path)).json()

    japanese = found["languages"]["ja"]
    assert japanese["missing"] == ["texts/summary"]
    assert (japanese["wanted"], japanese["filled"], japanese["score"]) == (2, 1, 50)
    assert found["required_languages"] == ["vi"]
    assert found["score"] < 100


async def test_a_stale_field_does_not_count(make_item, officer):
    item = await make_item()
    await officer.client.put(
        f"/staff/v1/items/{item['key']}/languages/vi",
        json={"texts": {**item["texts"]["vi"], "summary": "Khác."}},
        headers={"If-Match": f'"{item["languages"]["vi"]["closure_hash"]}"'},
    )

    path = f"/staff/v1/items/{item['key']}/completeness"
    english = (await officer.client.get(path)).json()["languages"]["en"]

    assert english["stale"] == ["summary"]
    assert english["score"] == 50


async def test_a_group_counts_the_items_without_the_language_too(
    make_item, officer, lines, agency
):
    await make_item()
    await make_item(languages={"vi": {"title": "Khu khác", "summary": "Rộng."}})

    by_type = await lines(officer, by="type")
    by_agency = await lines(officer, by="agency")

    english = by_type["industrial_park", "en"]
    assert (english["of"], english["items"], english["score"]) == (2, 1, 50)
    assert by_agency[agency.code, "en"]["of"] == 2
    assert by_type["industrial_park", "vi"]["items"] == 2


async def test_an_officer_sees_the_own_agency_and_the_province_all(
    make_item, make_agency, make_person, lines, agency, coordinator
):
    await make_item()
    stranger = await make_person("officer", agency=await make_agency())

    assert await lines(stranger, by="agency", agency=agency.code) == {}
    assert (agency.code, "vi") in await lines(coordinator, by="agency")
    only = await lines(coordinator, by="agency", agency=agency.code, lang="vi")
    assert set(only) == {(agency.code, "vi")}


async def test_a_target_has_what_its_entitlements_allow(
    make_item, lines, database, agency, officer
):
    await make_item()
    async with database.writing() as session:
        await session.execute(
            text(
                "INSERT INTO content.target (code, name_vi, name_en, follow_policy,"
                " valid_from) VALUES (:code, 'Cổng', 'Portal', 'follow', '2020-01-01')"
            ),
            {"code": agency.code},
        )
        await session.execute(
            text(
                "INSERT INTO content.entitlement (agency_id, type, target_code, manner,"
                " clause, valid_from) VALUES (:agency, 'industrial_park', :code,"
                " 'nomination', 'a', '2020-01-01')"
            ),
            {"agency": agency.id, "code": agency.code},
        )

    found = await lines(officer, by="target")

    assert found[agency.code, "en"]["score"] == 100


@pytest.mark.parametrize(
    "params", [{"by": "mood"}, {"lang": "?!"}, {"colour": "red"}, {"type": ""}]
)
async def test_a_report_nobody_knows_is_refused(officer, params):
    answer = await officer.client.get("/staff/v1/completeness", params=params)

    assert answer.status_code == 422


async def test_old_facts_are_listed_the_oldest_first(make_item, officer, park, agency):
    fields = park()["fields"]
    old = {**fields, "area": {**fields["area"], "as_of": "2015"}}
    await make_item()
    item = await make_item(fields=old)

    first = await officer.client.get("/staff/v1/stale-facts", params={"limit": 1})
    after = {"limit": 1, "cursor": first.json()["next_cursor"]}
    second = await officer.client.get("/staff/v1/stale-facts", params=after)
    counts = await officer.client.get("/staff/v1/stale-facts/agencies")

    (fact,) = first.json()["data"]
    assert (fact["key"], fact["pointer"]) == (item["key"], "/fields/area")
    assert fact["stale_after"] == item["stale_after"]["/fields/area"]
    assert second.json()["data"][0]["stale_after"] > fact["stale_after"]
    assert second.json()["next_cursor"] is None
    assert counts.json()["data"] == [
        {"agency_code": agency.code, "items": 2, "facts": 2}
    ]


async def test_a_fact_is_not_old_before_its_day(make_item, officer):
    await make_item()

    found = await officer.client.get(
        "/staff/v1/stale-facts", params={"on": "2020-01-01"}
    )

    assert found.json()["data"] == []


@pytest.mark.parametrize("cursor", ["x", "MjAyMCBhIGI=x", "YSBiIGM=", "%00"])
async def test_a_cursor_of_something_else_is_refused(officer, cursor):
    found = await officer.client.get("/staff/v1/stale-facts", params={"cursor": cursor})

    assert (found.status_code, found.json()["code"]) == (400, "bad-cursor")


async def test_the_public_document_says_until_when_its_facts_are_fresh(
    released_item, client
):
    first = await client.get(f"/v1/items/{released_item['key']}")
    again = await client.get(
        f"/v1/items/{released_item['key']}",
        headers={"If-None-Match": first.headers["etag"]},
    )

    assert first.json()["stale_after"] == released_item["stale_after"]
    assert set(first.json()["stale_after"]) == {"/fields/area"}
    assert again.status_code == 304


async def test_the_list_of_items_shows_and_finds_what_is_behind(make_item, officer):
    fine = await make_item(
        fields={"status": "operating"},
    )
    wrong = await make_item(
        fields={"status": "operating"},
        languages={
            "vi": {"title": "Khu công nghiệp", "summary": "Rộng 5 ha."},
            "en": {"title": "Industrial park", "summary": "An area of 6 ha."},
        },
    )
    dated = await make_item()
    edited = await officer.client.put(
        f"/staff/v1/items/{fine['key']}/languages/vi",
        json={"texts": {**fine["texts"]["vi"], "summary": "Khác."}},
        headers={"If-Match": f'"{fine["languages"]["vi"]["closure_hash"]}"'},
    )
    assert edited.status_code == 200

    async def keys(**params):
        answer = await officer.client.get("/staff/v1/items", params=params)
        return {line["key"]: line for line in answer.json()["data"]}

    texts, figures = await keys(stale="texts"), await keys(stale="figures")
    assert {key: line["stale"] for key, line in texts.items()} == {
        fine["key"]: {"en": ["summary"]}
    }
    assert {key: line["hard_stale"] for key, line in figures.items()} == {
        wrong["key"]: {"en": ["summary"]}
    }
    assert set(await keys(stale="facts")) == {dated["key"]}
    assert set(await keys(stale="texts", lang="fr")) == set()
    unknown = await officer.client.get("/staff/v1/items", params={"stale": "mood"})
    assert unknown.status_code == 422


async def test_what_is_kept_beside_an_item_is_made_again_when_it_is_missing(
    make_item, officer, database
):
    item = await make_item()
    async with database.writing() as session:
        for table in ("translation_state", "item_fact"):
            await session.execute(
                text(f"DELETE FROM content.{table} WHERE item_id = :item"),
                {"item": item["id"]},
            )
    path = f"/staff/v1/items/{item['key']}"
    shown = (await officer.client.get(path)).json()
    missed = (await officer.client.get("/staff/v1/stale-facts")).json()["data"]

    await worker.catch_up(database)
    found = (await officer.client.get("/staff/v1/stale-facts")).json()["data"]

    assert shown["languages"] == item["languages"]
    assert (missed, [fact["key"] for fact in found]) == ([], [item["key"]])
    assert await worker.catch_up(database) == 0
