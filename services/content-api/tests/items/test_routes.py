async def test_an_item_starts_as_a_draft_in_each_language(officer, park):
    answer = await officer.client.post("/staff/v1/items", json=park())

    assert answer.status_code == 201
    item = answer.json()
    assert item["key"].startswith("hy-industrial-park-")
    assert answer.headers["etag"] == f'"{item["hash"]}"'
    assert item["agency_code"] == officer.agency.code
    assert {lang: state["status"] for lang, state in item["languages"].items()} == {
        "vi": "draft",
        "en": "draft",
    }
