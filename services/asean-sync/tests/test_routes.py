"""What staff see and ask for over HTTP."""

import asyncio

import pytest

BASE = "/staff/v1/sync"


@pytest.fixture
async def pushed(world):
    doc_keys = sorted(world.new_key() for _ in range(3))
    for key in doc_keys:
        world.offer(key)
    assert (await world.run()).exit_code == 0
    return [f"{key}.vi" for key in doc_keys]


async def test_nobody_sees_anything_without_signing_in(api):
    for path in ("targets", "runs", "objects", "receipts"):
        answer = await api.get(f"{BASE}/{path}")
        assert answer.status_code == 401
        assert answer.json()["code"] == "sign-in-required"


async def test_an_officer_is_refused_and_a_coordinator_only_looks(api, sign_in):
    officer, coordinator = sign_in("officer"), sign_in("coordinator")
    assert (await api.get(f"{BASE}/runs", headers=officer)).status_code == 403
    assert (await api.get(f"{BASE}/runs", headers=coordinator)).status_code == 200
    body = {"target": "asean-portal"}
    answer = await api.post(f"{BASE}/runs", json=body, headers=coordinator)
    assert answer.status_code == 403


async def test_objects_come_in_pages_that_meet(api, sign_in, pushed):
    headers, found, url = (
        sign_in("operator"),
        [],
        f"{BASE}/objects?limit=2&state=synced",
    )
    while url:
        answer = await api.get(url, headers=headers)
        page = answer.json()
        found += [one["object_key"] for one in page["data"]]
        url = answer.links.get("next", {}).get("url")
        assert bool(url) is bool(page["next_cursor"])
    assert found == pushed
    none = await api.get(f"{BASE}/objects?state=held", headers=headers)
    assert none.json()["data"] == []


async def test_receipts_are_found_by_key_newest_first(api, sign_in, pushed):
    headers, url = sign_in("approver"), f"{BASE}/receipts?limit=2&key={pushed[0]}"
    first = (await api.get(url, headers=headers)).json()
    rest = (
        await api.get(f"{url}&cursor={first['next_cursor']}", headers=headers)
    ).json()
    ops = [one["op"] for one in first["data"] + rest["data"]]
    assert ops == ["verify", "create", "probe"]
    assert rest["next_cursor"] is None


async def test_a_run_is_asked_for_once_and_shown_with_its_plan(api, sign_in, world):
    headers = sign_in("operator")
    world.offer(world.new_key())
    body = {"target": "asean-portal"}
    asked = await api.post(f"{BASE}/runs", json=body, headers=headers)
    assert asked.status_code == 202
    again = await api.post(f"{BASE}/runs", json=body, headers=headers)
    assert (again.status_code, again.json()["code"]) == (409, "run-open")
    await world.run()
    shown = (await api.get(f"{BASE}/runs/{asked.json()['id']}", headers=headers)).json()
    assert shown["run"]["outcome"] == "ok"
    assert [one["action"] for one in shown["items"]] == ["create"]
    listed = (await api.get(f"{BASE}/runs?limit=1", headers=headers)).json()
    assert listed["data"][0]["target_code"] == "asean-portal"


async def test_a_run_for_a_target_without_a_profile_says_what_to_do(api, sign_in):
    answer = await api.post(
        f"{BASE}/runs",
        json={"target": "nowhere"},
        headers=sign_in("operator") | {"accept-language": "vi"},
    )
    assert answer.status_code == 404
    assert "GET /staff/v1/sync/targets" in answer.json()["detail"]


async def test_targets_show_profile_slot_and_circuit(api, sign_in):
    (target,) = (await api.get(f"{BASE}/targets", headers=sign_in("operator"))).json()[
        "data"
    ]
    assert (target["code"], target["profile_version"]) == ("asean-portal", 1)
    assert (target["circuit"], target["tz"]) == ("closed", "Asia/Ho_Chi_Minh")


async def test_what_waits_for_a_person_is_tried_again(api, sign_in, world, pushed):
    headers = sign_in("operator")
    found = world.object(pushed[0])
    path = f"{BASE}/objects/{found['id']}/retry"
    answer = await api.post(path, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (409, "nothing-to-try")
    world.sql("update sync.object set state = 'dead', observed = 'unknown'")
    assert (await api.post(path, headers=headers)).status_code == 200
    assert world.object(pushed[0])["state"] == "pending"
    assert (await world.run()).exit_code == 0
    assert await world.violations({key: {} for key in pushed}) == []


@pytest.mark.parametrize("cursor", ["x", "WzFd", "WyJhIl0=", "%00", "W10="])
async def test_a_made_up_cursor_is_refused(api, sign_in, cursor):
    headers = sign_in("operator")
    for path in ("runs", "objects", "receipts"):
        answer = await api.get(f"{BASE}/{path}?cursor={cursor}", headers=headers)
        assert answer.status_code == 400, path


async def test_the_process_says_that_it_is_ready(api):
    answers = await asyncio.gather(api.get("/health/live"), api.get("/health/ready"))
    assert [one.status_code for one in answers] == [200, 200]
