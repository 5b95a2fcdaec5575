"""Media are part of what is cleared, and keep back what may not be shown."""

import psycopg
import pytest

from content_api.releases.client import AssetsClient
from phohien import bootstrap
from phohien.urls import libpq


@pytest.fixture
def assets_url(assets):
    return assets.url


@pytest.fixture
def photo(assets):
    ident = assets.add()
    return {"asset_id": ident, "role": "cover"}


async def test_a_medium_is_released_as_it_was_cleared(
    make_released, assets, photo, client, officer
):
    item = await make_released(media=[photo])

    shown = (await client.get(f"/v1/items/{item['key']}")).json()

    known = assets.assets[photo["asset_id"]]
    [medium] = shown["media"]
    assert medium["url"] == known["path"]
    assert medium["sha256"] == known["sha256"]
    assert medium["alt"] == "Cổng vào khu công nghiệp"
    assert medium["renditions"] == known["renditions"]
    assert medium["picture"] == known["picture"]
    listed = (await client.get("/v1/items", params={"locale": "vi"})).json()["data"]
    [card] = [line for line in listed if line["key"] == item["key"]]
    assert card["thumbnail"]["url"] == known["renditions"][0]["url"]
    assert assets.asked[0]["token"] == "Bearer a token of these tests"
    assert assets.asked[0]["person"] == officer.username


async def test_the_picture_of_a_card_is_one_of_its_document(make_released, photo, urls):
    item = await make_released(media=[photo])

    with psycopg.connect(libpq(urls.owner)) as connection:
        rows = connection.execute(
            "SELECT release.is_card_of(card::jsonb || jsonb_build_object("
            " 'thumbnail', card::jsonb->'thumbnail' || changed), doc::jsonb)"
            " FROM release.document, unnest(%s::jsonb[]) changed"
            " WHERE item_id = %s AND lang = 'vi'",
            [
                ["{}", '{"alt": "Khác"}', '{"url": "/m/x"}', '{"width": 1}'],
                item["id"],
            ],
        ).fetchall()
    assert [is_card for (is_card,) in rows] == [True, False, False, False]


async def test_the_release_names_the_bytes_for_the_other_services(
    make_released, photo, assets, urls
):
    item = await make_released(media=[photo])

    with psycopg.connect(libpq(urls.assets)) as connection:
        rows = connection.execute(
            "SELECT l.lang, m.path FROM release.live_media l JOIN release.media m"
            " USING (document_id, asset_version_id) WHERE l.asset_id = %s ORDER BY 1",
            [photo["asset_id"]],
        ).fetchall()
    path = assets.assets[photo["asset_id"]]["path"]
    assert rows == [("en", path), ("vi", path)]
    assert item["languages"]["vi"]["status"] == "released"


async def test_a_medium_of_one_language_is_shown_in_that_one_only(
    make_released, photo, client
):
    item = await make_released(media=[{**photo, "languages": ["en"]}])

    async def media(lang):
        path = f"/v1/items/{item['key']}"
        return (await client.get(path, params={"locale": lang})).json()["media"]

    assert len(await media("en")) == 1
    assert await media("vi") == []


async def test_missing_rights_hold_a_submission_with_the_reason(
    make_item, assets, order, officer
):
    ident = assets.add(
        blockers=[{"code": "alt-missing", "detail": "Chưa có mô tả thay thế."}]
    )
    item = await make_item(media=[{"asset_id": ident, "role": "cover"}])

    answer = await officer.client.post(
        f"/staff/v1/items/{item['key']}/submit", json=order(item, "vi")
    )

    assert answer.status_code == 409
    assert answer.json()["code"] == "media-not-ready"
    [blocker] = answer.json()["errors"]
    assert (blocker["code"], blocker["detail"]) == (
        "alt-missing",
        "Chưa có mô tả thay thế.",
    )


async def test_an_asset_nobody_has_holds_a_submission(make_item, order, officer):
    gone = "01a20000-0000-7000-8000-000000000000"
    item = await make_item(media=[{"asset_id": gone, "role": "cover"}])

    answer = await officer.client.post(
        f"/staff/v1/items/{item['key']}/submit", json=order(item, "vi")
    )

    assert [error["code"] for error in answer.json()["errors"]] == ["asset-unknown"]


async def test_a_caption_changed_after_reading_is_read_again(
    make_submitted, order, assets, photo, leader
):
    item = await make_submitted(media=[photo])
    assets.assets[photo["asset_id"]]["caption"] = "Chú thích mới"
    path = f"/staff/v1/items/{item['key']}"

    answer = await leader.client.post(
        f"{path}/clear", json=order(item, "vi", declaration=True)
    )

    assert answer.status_code == 412
    now = (await leader.client.get(path)).json()["languages"]["vi"]
    assert answer.headers["etag"] == f'"{now["closure_hash"]}"'
    closure = await leader.client.get(f"{path}/languages/vi/closure")
    assert "Chú thích mới" in closure.json()["text"]
    item["languages"]["vi"] = now
    again = await leader.client.post(
        f"{path}/clear", json=order(item, "vi", declaration=True)
    )
    assert again.status_code == 200


async def test_a_caption_changed_after_clearance_voids_it(
    make_cleared, order, assets, photo, leader
):
    item = await make_cleared(media=[photo])
    assets.assets[photo["asset_id"]]["caption"] = "Chú thích mới"
    path = f"/staff/v1/items/{item['key']}"

    answer = await leader.client.post(f"{path}/release", json=order(item, "vi"))

    assert answer.status_code == 412
    state = (await leader.client.get(path)).json()["languages"]["vi"]
    assert state["status"] == "draft"


async def test_an_edit_of_a_text_keeps_the_media_that_were_known(
    make_cleared, photo, officer
):
    item = await make_cleared(media=[photo])

    edited = await officer.client.put(
        f"/staff/v1/items/{item['key']}/languages/en",
        json={"texts": {"title": "Phố Nối A", "summary": "New."}},
        headers={"If-Match": f'"{item["languages"]["en"]["closure_hash"]}"'},
    )

    assert edited.json()["languages"]["vi"]["status"] == "cleared"


async def test_a_silent_assets_service_is_said_to_be_silent(
    make_item, order, officer, app, photo
):
    item = await make_item(media=[photo])

    async with AssetsClient.connect(
        "http://127.0.0.1:9", token="x", patience=1
    ) as silent:
        app.state.assets = silent
        answer = await officer.client.post(
            f"/staff/v1/items/{item['key']}/submit", json=order(item, "vi")
        )

    assert answer.status_code == 503
    assert answer.json()["code"] == "assets-unavailable"
    assert answer.headers["retry-after"]


@pytest.fixture
def assets_service(urls, make_client):
    """assets-api, as it calls this service."""
    token = "phv_a-token-of-assets-api-in-these-tests"
    bootstrap.ensure_service_token(urls.owner, "assets-api", token)
    return make_client(Authorization=f"Bearer {token}")


async def test_ended_consent_takes_down_every_language_that_shows_it(
    make_released, photo, assets, assets_service, client
):
    item = await make_released(media=[{**photo, "languages": ["vi"]}])
    version = assets.assets[photo["asset_id"]]["asset_version_id"]
    body = {
        "asset_id": photo["asset_id"],
        "asset_version_id": version,
        "reason_class": "consent",
    }

    first = await assets_service.post("/internal/v1/withdrawals", json=body)
    second = await assets_service.post("/internal/v1/withdrawals", json=body)

    assert first.json() == {"withdrawn": [{"key": item["key"], "locale": "vi"}]}
    assert (second.status_code, second.json()) == (200, {"withdrawn": []})
    path = f"/v1/items/{item['key']}"
    english = await client.get(path, params={"locale": "en"})
    assert english.status_code == 200
    vietnamese = await client.get(path, params={"locale": "vi", "fallback": "none"})
    assert vietnamese.status_code == 410


async def test_what_ended_is_not_released_even_when_nobody_told_the_manifest(
    make_cleared, photo, assets, assets_service, order, leader
):
    item = await make_cleared(media=[photo])
    version = assets.assets[photo["asset_id"]]["asset_version_id"]
    await assets_service.post(
        "/internal/v1/withdrawals",
        json={
            "asset_id": photo["asset_id"],
            "asset_version_id": version,
            "reason_class": "rights",
        },
    )

    answer = await leader.client.post(
        f"/staff/v1/items/{item['key']}/release", json=order(item, "vi")
    )

    assert answer.status_code == 409
    assert answer.json()["code"] == "medium-withdrawn"


async def test_a_file_is_known_by_the_items_that_name_it_drafts_included(
    make_released, make_item, photo, assets, assets_service, officer
):
    released = await make_released(media=[photo])
    draft = await make_item(media=[photo, {**photo, "role": "photo"}])
    await make_item(media=[{"asset_id": assets.add(), "role": "cover"}])
    address = f"/internal/v1/assets/{photo['asset_id']}/usage"

    found = (await assets_service.get(address)).json()["data"]
    denied = await officer.client.get(address)

    states = {one["key"]: one["languages"]["vi"] for one in found}
    assert states == {released["key"]: "released", draft["key"]: "draft"}
    assert denied.status_code == 401


async def test_people_do_not_reach_what_is_for_services(officer, client):
    body = {"asset_id": "x"}

    answers = [
        await one.post("/internal/v1/withdrawals", json=body)
        for one in (officer.client, client)
    ]

    assert {answer.status_code for answer in answers} == {401}
