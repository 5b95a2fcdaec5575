"""The life of an item: from a draft to the public and back, through every gate."""


async def test_a_language_goes_from_draft_to_the_public_and_down_again(
    make_item, officer, leader, client
):
    item = await make_item()
    path = f"/staff/v1/items/{item['key']}"

    def order(item, *langs, **more):
        hashes = {lang: item["languages"][lang]["closure_hash"] for lang in langs}
        return {"languages": list(langs), "if_hash": hashes, **more}

    submitted = await officer.client.post(
        f"{path}/submit", json=order(item, "vi", "en")
    )
    assert submitted.status_code == 200, submitted.text
    cleared = await leader.client.post(
        f"{path}/clear", json=order(submitted.json(), "vi", "en", declaration=True)
    )
    assert cleared.status_code == 200, cleared.text
    released = await leader.client.post(
        f"{path}/release", json=order(cleared.json(), "vi", "en")
    )
    assert released.status_code == 200, released.text
    assert released.json()["languages"]["vi"]["status"] == "released"

    shown = await client.get(f"/v1/items/{item['key']}", params={"locale": "en"})
    assert shown.status_code == 200
    assert shown.json()["title"] == "Phố Nối A Industrial Park"

    down = await leader.client.post(
        f"{path}/withdraw", json={"languages": ["vi", "en"], "reason_class": "outdated"}
    )
    assert down.status_code == 200, down.text
    gone = await client.get(f"/v1/items/{item['key']}")
    assert gone.status_code == 410
