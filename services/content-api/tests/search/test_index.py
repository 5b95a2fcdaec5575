"""The index: what is found through it, and that it never knows more than it may."""


async def test_what_is_released_is_found_with_total_kinds_and_places(
    make_released, follower, search
) -> None:
    texts = {
        "vi": {"title": "Khu công nghiệp Bãi Sậy", "summary": "Nơi có đầm lầy cũ."},
        "en": {"title": "Bai Say Industrial Park", "summary": "Old marshes."},
    }
    item = await make_released(languages=texts)
    await follower.follow_once()

    found = await search("bãi sậy", locale="vi", facets="type,lang")

    assert found["engine"] == "index"
    assert [each["key"] for each in found["data"]] == [item["key"]]
    assert found["total"] == 1
    assert found["facets"]["type"] == [{"value": "industrial_park", "count": 1}]
    assert found["data"][0]["highlights"][0] == {
        "field": "title",
        "text": "Khu công nghiệp Bãi Sậy",
        "marks": [[16, 19], [20, 23]],
    }


async def test_a_withdrawal_while_the_worker_is_dead_leaves_no_trace(
    make_released, follower, search, take, leader
) -> None:
    texts = {"vi": {"title": "Bến phà Mễ Sởsách", "summary": "Kwyjibo."}}
    item = await make_released(languages=texts)
    await follower.follow_once()
    assert (await search("kwyjibo", facets="type"))["total"] == 1

    await take("withdraw", item, by=leader, reason_class="rights")
    found = await search("kwyjibo", facets="type")
    mistyped = await search("kwyjibu", facets="type")

    for each in (found, mistyped):
        assert (each["data"], each["total"], each["suggestion"]) == ([], 0, None)
        assert each["facets"] == {"type": []}
    assert found["engine"] == "index"
