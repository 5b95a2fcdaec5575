"""What a target's staff corrected becomes a draft; what is released stays."""

import pytest

from phohien import bootstrap

PATH = "/internal/v1/corrections"


@pytest.fixture
def sync_service(urls, make_client):
    """asean-sync, as it calls this service."""
    token = "phv_a-token-of-asean-sync-in-these-tests"
    bootstrap.ensure_service_token(urls.owner, "asean-sync", token)
    return make_client(
        Authorization=f"Bearer {token}", **{"X-On-Behalf-Of": "dieu-phoi"}
    )


async def test_their_words_are_a_draft_of_ours_until_a_leader_clears_them(
    make_released, sync_service, officer, client
):
    item = await make_released()
    shown = (await client.get(f"/v1/items/{item['key']}?locale=vi")).json()
    body = {
        "key": item["key"],
        "locale": "vi",
        "texts": {"title": "Tên cổng đã sửa"},
        "target": "asean-portal",
    }
    kept = await sync_service.post(PATH, json=body)
    assert kept.status_code == 201, kept.text
    assert kept.json()["changed"] is True
    again = await sync_service.post(PATH, json=body)
    assert (again.json()["revision"], again.json()["changed"]) == (
        kept.json()["revision"],
        False,
    )
    still = (await client.get(f"/v1/items/{item['key']}?locale=vi")).json()
    assert still["title"] == shown["title"] != "Tên cổng đã sửa"
    draft = (await officer.client.get(f"/staff/v1/items/{item['key']}")).json()
    assert draft["languages"]["vi"]["status"] == "draft"
    other = await sync_service.post(PATH, json=body | {"locale": "fr"})
    assert (other.status_code, other.json()["code"]) == (404, "language-not-found")
    marked = body | {"texts": {"title": "Tài liệu TUYỆT MẬT"}}
    refused = await sync_service.post(PATH, json=marked)
    assert (refused.status_code, refused.json()["code"]) == (422, "marking-found")
    assert (await officer.client.post(PATH, json=body)).status_code == 401
