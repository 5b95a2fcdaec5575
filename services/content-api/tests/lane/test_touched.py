"""A release drops the lists it may stand in, and leaves the others where they are."""

REASON = {"reason_class": "rights", "note": "Hết quyền sử dụng"}
ARTICLE = {
    "type": "article",
    "fields": {"happened_on": "2026-05-01"},
    "languages": {
        "vi": {"title": "Hội chợ", "summary": "Hội chợ.", "body": "<p>Hội chợ.</p>"},
        "en": {"title": "A fair", "summary": "A fair.", "body": "<p>A fair.</p>"},
    },
}


async def test_a_list_of_another_type_or_agency_stays(
    make_released, kept, client, lane
) -> None:
    article = await make_released(**ARTICLE)
    agency = f"agency={article['agency_code']}"
    stays = f"/v1/items?type=article&{agency}&locale=vi"
    gone = [
        f"/v1/items?{agency}&locale=vi",
        f"/v1/items?{agency}&locale=en",
        f"/v1/items?type=industrial_park&{agency}&locale=vi",
        "/v1/items?type=industrial_park&locale=vi",
        "/v1/items?locale=vi&limit=1",
        f"/v1/items?{agency}&locale=vi&fallback=any",
    ]
    for path in (stays, *gone):
        await kept(path)

    park = await make_released()

    for path in gone:
        before = lane.counts.kept
        first = (await client.get(path)).json()["data"][0]
        assert (first["key"], lane.counts.kept) == (park["key"], before), path
    before = lane.counts.kept
    assert [card["key"] for card in (await client.get(stays)).json()["data"]] == [
        article["key"]
    ]
    assert lane.counts.kept == before + 1


async def test_a_page_is_about_the_item_behind_its_last(
    make_released, take, leader, kept, client
) -> None:
    behind = await make_released()
    await make_released()
    path = f"/v1/items?agency={behind['agency_code']}&locale=vi&limit=1"
    assert (await kept(path)).json()["next_cursor"] is not None

    await take("withdraw", behind, by=leader, **REASON)

    assert (await client.get(path)).json()["next_cursor"] is None


async def test_another_language_of_a_shown_item_alters_its_card(
    make_released, take, leader, kept, client
) -> None:
    item = await make_released()
    path = f"/v1/items?agency={item['agency_code']}&locale=vi"
    (card,) = (await kept(path)).json()["data"]
    assert card["available_locales"] == ["en", "vi"]

    await take("withdraw", item, "en", by=leader, **REASON)

    (card,) = (await client.get(path)).json()["data"]
    assert card["available_locales"] == ["vi"]


async def test_a_list_in_the_second_language_asked_for_gives_way_to_the_first(
    make_released, kept, client
) -> None:
    """`lo` is asked for, nothing is released in it, so `vi` stands in."""
    item = await make_released()
    path = f"/v1/items?agency={item['agency_code']}"
    client.headers["accept-language"] = "lo, vi;q=0.5"
    assert (await kept(path)).headers["content-language"] == "vi"
    title = {"title": "ນິຄົມອຸດສາຫະກໍາ", "summary": "ນິຄົມ."}

    spoken = {"vi": item["texts"]["vi"], "en": item["texts"]["en"], "lo": title}
    other = await make_released(languages=spoken)

    answer = await client.get(path)
    assert answer.headers["content-language"] == "lo"
    assert [card["key"] for card in answer.json()["data"]] == [other["key"]]
