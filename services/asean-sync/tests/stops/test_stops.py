"""A stop takes effect before the next write, and says so everywhere."""

import asyncio

from asean_sync.stops import commands
from asean_sync.stops.service import Order, Scope

STOPS = "/staff/v1/sync/stops"


async def attempts(world):
    rows = world.sql(
        "select o.object_key, a.started_at from sync.attempt a join sync.object o"
        " on o.id = a.object_id where a.op in ('create', 'update', 'withdraw')"
        " order by a.started_at"
    )
    return [(row[0], row[1]) for row in rows]


async def test_a_stop_in_the_middle_of_a_run_lets_no_further_write_begin(world):
    doc_keys = [f"{world.new_key()}.vi" for _ in range(24)]
    for key in doc_keys:
        world.offer(key.removesuffix(".vi"))
    running = asyncio.create_task(world.run())
    for _ in range(1000):
        if await attempts(world):
            break
        await asyncio.sleep(0.02)
    order = Order(Scope(), "nghi dữ liệu sai")
    report = await asyncio.to_thread(commands.stop, world.settings, order)
    ended = await running
    (stopped_at,) = world.sql("select stopped_at from sync.stop")[0]
    began = await attempts(world)
    assert 0 < len(began) < len(doc_keys)
    assert len([at for _, at in began if at > stopped_at]) <= report.under_way
    posts = [one for one in await world.log() if one["method"] == "POST"]
    assert len(posts) <= len(began)
    assert ended.exit_code == 3
    assert "nghi dữ liệu sai" in ended.runs[0]["note"]
    assert (await world.run()).exit_code == 3
    assert await attempts(world) == began
    await asyncio.to_thread(commands.resume, world.settings, Scope())
    assert (await world.run()).exit_code == 0
    assert await world.violations({key: {} for key in doc_keys}) == []
    assert {key for key, _ in await attempts(world)} == set(doc_keys)


async def test_one_type_or_one_target_is_stopped_and_takedowns_may_go(
    world, api, sign_in
):
    operator, approver = sign_in("operator"), sign_in("approver")
    park, festival = (
        world.new_key(),
        world.new_key().replace("industrial-park", "le-hoi"),
    )
    for key in (park, festival):
        world.offer(key)
    await world.run()
    for key in (park, festival):
        world.offer(key, "vi", "Bản sửa")
    draft = {"type": "le_hoi", "reason": "chờ kiểm tra"}
    made = await api.post(STOPS, json=draft, headers=operator)
    assert (made.status_code, made.json()["under_way"]) == (201, 0)
    again = await api.post(STOPS, json=draft, headers=approver)
    assert again.json()["stop"]["id"] == made.json()["stop"]["id"]
    assert (await world.run()).exit_code == 3
    there = {
        f"{park}.vi": {"title": "Bản sửa"},
        f"{festival}.vi": {"title": "Phố Nối A"},
    }
    assert await world.violations(there) == []

    world.releases.withdraw(festival, "vi")
    world.releases.withdraw(park, "vi")
    gentle = {"target": world.target, "reason": "bảo trì", "withdrawals_go": True}
    assert (await api.post(STOPS, json=gentle, headers=operator)).status_code == 201
    await world.run()
    there |= {f"{park}.vi": None}
    assert await world.violations(there) == []
    both = (await api.get(f"{STOPS}?active=true", headers=approver)).json()["data"]
    assert [one["item_type"] for one in both] == [None, "le_hoi"]
    lift = f"{STOPS}/{made.json()['stop']['id']}/resume"
    assert (await api.post(lift, headers=approver)).status_code == 200
    twice = await api.post(lift, headers=approver)
    assert (twice.status_code, twice.json()["code"]) == (409, "not-stopped")
    await world.run()
    assert await world.violations(there | {f"{festival}.vi": None}) == []


async def test_a_stop_of_nothing_is_refused_and_only_deciders_stop(world, api, sign_in):
    operator = sign_in("operator") | {"accept-language": "vi"}
    world.offer(world.new_key())
    drafts = {
        "đích": {"target": "khong-co", "reason": "thử"},
        "industrial_park": {"type": "industrial_prak", "reason": "thử"},
    }
    for word, draft in drafts.items():
        answer = await api.post(STOPS, json=draft, headers=operator)
        assert (answer.status_code, answer.json()["code"]) == (404, "stop-scope")
        assert word in answer.json()["detail"]
    assert (await api.post(STOPS, json={}, headers=operator)).status_code == 422
    looker = sign_in("auditor")
    draft = {"reason": "thử xem"}
    assert (await api.post(STOPS, json=draft, headers=looker)).status_code == 403
    assert (await api.get(STOPS, headers=looker)).json()["data"] == []
    missing = "00000000-0000-0000-0000-000000000000"
    answer = await api.post(f"{STOPS}/{missing}/resume", headers=operator)
    assert answer.json()["code"] == "stop-not-found"
