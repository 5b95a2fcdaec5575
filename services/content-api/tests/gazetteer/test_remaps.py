"""Items follow the units they name, through the API."""

import pytest


@pytest.fixture
def state_of(officer):
    async def get(item):
        return (await officer.client.get(f"/staff/v1/items/{item['key']}")).json()

    return get


async def test_a_split_and_a_merger_reach_every_item_that_names_them(
    enter, remap, make_released, make_item, park, state_of, client
):
    location = {"unit_code": "11953", "point": {"lat": "20.66", "lon": "106.06"}}
    fields = {**park()["fields"], "location": location}
    merged = await make_released(fields=fields, unit_codes=["11953", "11980"])
    parted = await make_item(unit_codes=["11977"])
    released = (await client.get(f"/v1/items/{merged['key']}")).content

    await enter()

    run = (await remap()).json()
    assert run["counts"] == {"items": 2, "plain": 1, "ambiguous": 1, "applied": 0}
    assert await state_of(merged) == merged
    refused = await remap(run["id"], "confirm")
    assert (refused.status_code, refused.json()["code"]) == (409, "remap-ambiguous")
    choices = {parted["key"]: {"11977": ["99102"]}}
    done = await remap(run["id"], "confirm", choices=choices)
    assert (done.status_code, done.json()["counts"]["applied"]) == (200, 2)
    again = await remap(run["id"], "confirm", choices=choices)
    assert again.json() == done.json()

    now = await state_of(merged)
    assert now["unit_codes"] == ["11980", "11983"]
    assert now["fields"]["location"] == location | {
        "unit_code": "11983",
        "mapping": "exact",
        "written": "Phường Phố Hiến",
        "point": location["point"],
    }
    assert now["languages"]["vi"]["status"] == "draft"
    assert (await client.get(f"/v1/items/{merged['key']}")).content == released
    assert (await state_of(parted))["unit_codes"] == ["99102"]

    undone = await remap(run["id"], "undo")
    assert undone.json()["state"] == "undone"
    back = await state_of(merged)
    assert (back["hash"], back["languages"]["vi"]["status"]) == (
        merged["hash"],
        "released",
    )


async def test_a_remap_is_refused_where_it_would_surprise(
    enter, remap, make_item, make_person, make_agency, officer, park
):
    await enter()
    gone = await officer.client.post("/staff/v1/items", json=park(unit_codes=["11977"]))
    assert gone.status_code == 422
    assert "99101" in gone.json()["errors"][0]["detail"]

    item = await make_item(unit_codes=["11983"])
    none = (await remap(by=officer)).json()
    assert none["counts"]["items"] == 0
    wrong = {item["key"]: {"11983": ["11953"]}}
    answer = await remap(none["id"], "confirm", by=officer, choices=wrong)
    assert (answer.status_code, answer.json()["code"]) == (422, "choice-refused")
    stranger = await make_person("officer", agency=await make_agency())
    assert (await remap(by=stranger, agency=officer.agency.code)).status_code == 403
    assert (await remap(none["id"], "confirm", by=stranger)).status_code == 403
    assert (await remap(none["id"], "undo", by=officer)).status_code == 409


async def test_a_unit_that_gave_a_part_away_is_asked_about_by_name(
    enter, remap, make_item, officer, take, draft_of
):
    item = await make_item(unit_codes=["11983"])
    # Part of Sơn Nam goes to Hồng Châu; Sơn Nam goes on.
    part = [{"unit": "11983", "into": ["11983", "11980"]}]
    await enter(effective_on="2026-02-01", units=[], moves=part)
    assert (await remap(by=officer)).json()["counts"]["items"] == 0
    run = (await remap(by=officer, codes=["11983"])).json()
    assert run["items"][0]["places"][0]["candidates"] == ["11980", "11983"]
    right = {item["key"]: {"11983": ["11980"]}}
    changed = draft_of(item, topics=["industry"])
    headers = {"If-Match": f'"{item["hash"]}"'}
    path = f"/staff/v1/items/{item['key']}"
    edited = await officer.client.put(path, json=changed, headers=headers)
    stale = await remap(run["id"], "confirm", by=officer, choices=right)
    assert (stale.status_code, stale.json()["code"]) == (409, "remap-is-stale")
    assert (await officer.client.get(path)).json()["hash"] == edited.json()["hash"]

    run = (await remap(by=officer, codes=["11983"])).json()
    done = await remap(run["id"], "confirm", by=officer, choices=right)
    assert done.status_code == 200, done.text
    now = (await officer.client.get(path)).json()
    await take("submit", now, by=officer)
    undo = await remap(run["id"], "undo", by=officer)
    assert (undo.status_code, undo.json()["code"]) == (409, "remap-touched")
