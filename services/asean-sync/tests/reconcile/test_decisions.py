"""A difference on three sides, and what a person may do about it."""

import pytest
from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Route
from tests.standins.served import served

from asean_sync.settings import Settings

DRIFT = "/staff/v1/sync/drift"


@pytest.fixture
async def content(monkeypatch, world):
    """content-api, as far as it is asked here."""
    asked = []

    async def corrections(request):
        asked.append((dict(request.headers), await request.json()))
        told = {"key": asked[-1][1]["key"], "revision": 2, "changed": True}
        return JSONResponse(told, 201)

    routes = [Route("/internal/v1/corrections", corrections, methods=["POST"])]
    async with served(Starlette(routes=routes)) as url:
        monkeypatch.setenv("PHOHIEN_CONTENT_URL", url)
        monkeypatch.setenv("PHOHIEN_SYNC_SERVICE_TOKEN", "the-bai-cua-dich-vu")
        world.settings = Settings()
        yield asked


async def test_three_sides_are_shown_and_theirs_is_adopted_ours_sent_again(
    world, content, api, admin, compare, sign_in
):
    first, second = world.new_key(), world.new_key()
    for key in (first, second):
        world.offer(key, "vi", "Bản ta gửi")
    await world.run()
    for one in (await admin.get("items?per_page=9")).json()["data"]:
        changed = {**one, "title": "Bản họ sửa", "texts": {**one["texts"], "body": "Ô"}}
        await admin.put(f"items/{one['id']}", json=changed)
    await compare()
    headers = sign_in("operator")
    listed = (await api.get(f"{DRIFT}?kind=changed", headers=headers)).json()["data"]
    ids = {one["object_key"]: one["id"] for one in listed}
    shown = (await api.get(f"{DRIFT}/{ids[f'{first}.vi']}", headers=headers)).json()
    title = next(one for one in shown["sides"] if one["field"] == "title")
    assert (title["sent"], title["ours"], title["theirs"]) == (
        "Bản ta gửi",
        "Bản ta gửi",
        "Bản họ sửa",
    )
    assert (title["theirs_differs"], title["ours_differs"]) == (True, False)
    assert shown["adoptable"] == {"title": "Bản họ sửa", "body": "Ô"}

    coordinator = sign_in("coordinator")
    path = f"{DRIFT}/{ids[f'{first}.vi']}/adopt"
    assert (await api.post(path, headers=coordinator)).status_code == 403
    adopted = await api.post(path, headers=headers)
    assert (adopted.status_code, adopted.json()["revision"]) == (201, 2)
    ((told, body),) = content
    assert body == {
        "key": first,
        "locale": "vi",
        "texts": {"title": "Bản họ sửa", "body": "Ô"},
        "target": "asean-portal",
    }
    assert told["authorization"] == "Bearer the-bai-cua-dich-vu"
    assert told["x-on-behalf-of"].startswith("nguoi-")
    again = await api.post(path, headers=headers)
    assert (again.status_code, again.json()["code"]) == (409, "drift-closed")

    path = f"{DRIFT}/{ids[f'{second}.vi']}/reassert"
    assert (await api.post(path, headers=headers)).json()["outcome"] == "reasserted"
    await world.run()
    there = {
        f"{first}.vi": {"title": "Bản họ sửa"},
        f"{second}.vi": {"title": "Bản ta gửi"},
    }
    assert await world.violations(there) == []


async def test_without_content_api_nothing_is_settled(
    world, api, admin, compare, drift, sign_in
):
    key = world.new_key()
    world.offer(key)
    await world.run()
    (one,) = (await admin.get("items?per_page=9")).json()["data"]
    await admin.put(f"items/{one['id']}", json={**one, "title": "Khác"})
    await admin.post("items", json={"externalId": "cua-ho.vi", "title": "Của họ"})
    await compare()
    headers = sign_in("approver") | {"accept-language": "vi"}
    listed = (await api.get(DRIFT, headers=headers)).json()["data"]
    changed, extra = sorted(listed, key=lambda one: one["kind"])
    answer = await api.post(f"{DRIFT}/{changed['id']}/adopt", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (503, "content-not-reached")
    answer = await api.post(f"{DRIFT}/{extra['id']}/adopt", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (409, "nothing-to-adopt")
    answer = await api.post(f"{DRIFT}/{extra['id']}/reassert", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (409, "nothing-to-send")
    answer = await api.post(f"{DRIFT}/{extra['id']}/accept", headers=headers)
    assert answer.json()["outcome"] == "left"
    assert drift() == {(f"{key}.vi", "changed"): "reported"}
    unknown = f"{DRIFT}/00000000-0000-7000-8000-000000000000"
    assert (await api.get(unknown, headers=headers)).status_code == 404
