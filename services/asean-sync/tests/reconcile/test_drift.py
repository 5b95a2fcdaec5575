"""What their staff do in the target's own administration is found, and named."""

import random

import httpx
import pytest


async def test_edit_delete_duplicate_and_revive_are_each_found_and_classified(
    world, admin, compare, drift
):
    edited, deleted, doubled, revived, left = (world.new_key() for _ in range(5))
    for key in (edited, deleted, doubled, revived, left):
        world.offer(key, "vi", f"Khu {key[-8:]}")
    assert (await world.run()).exit_code == 0
    shown = {
        one["externalId"]: one
        for one in (await admin.get("items?per_page=50")).json()["data"]
    }
    world.releases.withdraw(revived, "vi")
    assert (await world.run()).exit_code == 0

    one = {**shown[f"{edited}.vi"], "title": "Tên do cổng sửa"}
    await admin.put(f"items/{one['id']}", json=one)
    await admin.delete(f"items/{shown[f'{deleted}.vi']['id']}")
    await admin.post("items", json=shown[f"{doubled}.vi"])
    await admin.post("items", json=shown[f"{revived}.vi"])
    await admin.post("items", json={"externalId": "hy-cua-ho.vi", "title": "Của cổng"})

    done = await compare()
    assert drift() == {
        (f"{edited}.vi", "changed"): "reported",
        (f"{deleted}.vi", "missing"): "reported",
        ("hy-cua-ho.vi", "extra"): "reported",
    }
    assert drift(closed=True) == {
        (f"{doubled}.vi", "duplicate"): "settled",
        (f"{revived}.vi", "revived"): "settled",
    }
    assert done.open == {"changed": 1, "missing": 1, "extra": 1}
    fields = world.sql("select fields from sync.drift where kind = 'changed'")
    assert fields == [(["title"],)]
    there = {
        f"{edited}.vi": {"title": "Tên do cổng sửa"},
        f"{deleted}.vi": None,
        f"{doubled}.vi": {"title": f"Khu {doubled[-8:]}"},
        f"{revived}.vi": None,
        f"{left}.vi": {"title": f"Khu {left[-8:]}"},
        "hy-cua-ho.vi": {"title": "Của cổng"},
    }
    assert await world.violations(there) == []

    # A person is asked once, however many nights it stays so.
    await compare()
    assert len(drift()) == 3
    # A newer approved version goes over it, and settles the difference.
    world.offer(edited, "vi", "Tên mới đã duyệt")
    await world.run()
    await compare()
    assert (f"{edited}.vi", "changed") not in drift()
    there[f"{edited}.vi"] = {"title": "Tên mới đã duyệt"}
    assert await world.violations(there) == []


async def test_what_came_back_and_was_then_approved_anew_is_settled(
    world, admin, compare, drift
):
    key = world.new_key()
    world.offer(key)
    await world.run()
    (shown,) = (await admin.get("items?per_page=9")).json()["data"]
    world.releases.withdraw(key, "vi")
    await world.run()
    await admin.post("items", json=shown)
    await compare()
    # As a night leaves it that ends before it is seen gone.
    world.sql(
        "update sync.drift set closed_at = null, closed_by = null, outcome = null,"
        " seen_at = now()"
    )
    await compare()
    assert drift() == {(f"{key}.vi", "revived"): "reasserted"}
    del world.docs[f"{key}.vi"]
    world.offer(key, "vi", "Lại được duyệt")
    await world.run()
    await compare()
    assert drift() == {}


@pytest.mark.proof
async def test_a_profile_may_want_its_own_version_back(
    world, admin, compare, drift, profile_text
):
    edited, deleted, moved = (world.new_key() for _ in range(3))
    for key in (edited, deleted, moved):
        world.offer(key, "vi", "Phố Nối A")
    text = profile_text.replace("version: 1", "version: 2") + "drift: reassert\n"
    await world.activate(text)
    await world.run()
    shown = {
        one["externalId"]: one
        for one in (await admin.get("items?per_page=50")).json()["data"]
    }
    one = {**shown[f"{edited}.vi"], "title": "Tên do cổng sửa"}
    await admin.put(f"items/{one['id']}", json=one)
    await admin.delete(f"items/{shown[f'{deleted}.vi']['id']}")
    await admin.delete(f"items/{shown[f'{moved}.vi']['id']}")
    await admin.post("items", json=shown[f"{moved}.vi"])

    done = await compare()
    assert (done.open, done.counts["again"]) == ({}, 3)
    assert drift(closed=True) == {
        (f"{edited}.vi", "changed"): "settled",
        (f"{deleted}.vi", "missing"): "settled",
        (f"{moved}.vi", "changed"): "settled",
    }
    there = {f"{key}.vi": {"title": "Phố Nối A"} for key in (edited, deleted, moved)}
    assert await world.violations(there) == []


async def test_a_list_that_breaks_off_proves_nothing(world, compare, drift):
    world.offer(world.new_key())
    await world.run()
    await world.fault("truncated", "GET", "/api/items", times=50)
    done = await compare()
    assert (done.counts["unlisted"], drift()) == (1, {})
    assert world.sql("select state from sync.object") == [("synced",)]


@pytest.mark.proof
async def test_a_quiet_night_leaves_no_evidence_and_sends_nothing(world, compare):
    for _ in range(3):
        world.offer(world.new_key())
    await world.run()
    before = world.sql("select count(*) from sync.attempt")
    seen = len(await world.log())
    done = await compare()
    assert (done.counts["looked_at"], done.open) == (3, {})
    assert world.sql("select count(*) from sync.attempt") == before
    assert {one["method"] for one in (await world.log())[seen:]} == {"GET"}


async def test_another_interface_holds_what_is_new_and_lets_withdrawals_go(
    world, drift, profile_text
):
    kept, gone, late = (world.new_key() for _ in range(3))
    text = profile_text.replace("version: 1", "version: 2").replace(
        "  media:\n    create", "  contract: {get: /api/schema}\n  media:\n    create"
    )
    await world.activate(text)
    for key in (kept, gone):
        world.offer(key)
    assert (await world.run()).exit_code == 0
    async with httpx.AsyncClient(base_url=world.portal_url) as control:
        await control.post("/_control/schema", json={"drop": ["summary"]})
        world.offer(late)
        world.offer(kept, "vi", "Tên khác")
        world.releases.withdraw(gone, "vi")
        before = len(await world.log())
        assert (await world.run()).exit_code == 3
        writes = [one for one in (await world.log())[before:] if one["method"] != "GET"]
        assert [one["method"] for one in writes] == ["DELETE"]
        held = world.sql("select hold_reason from sync.object where state = 'held'")
        assert held == [("contract_changed",)] * 2
        assert drift() == {("asean-portal", "contract"): "held"}
        fields = world.sql("select fields from sync.drift where kind = 'contract'")
        assert fields == [(["-item.summary"],)]
        # As it was before: what waited goes on by itself.
        await control.post("/_control/schema", json={"drop": []})
    assert (await world.run()).exit_code == 0
    there = {f"{kept}.vi": {"title": "Tên khác"}, f"{gone}.vi": None, f"{late}.vi": {}}
    assert await world.violations(there) == []
    assert drift(closed=True) == {("asean-portal", "contract"): "settled"}


async def test_what_was_settled_of_an_interface_ends_no_later_hold(
    world, drift, profile_text, api, sign_in
):
    text = profile_text.replace("version: 1", "version: 2").replace(
        "  media:\n    create", "  contract: {get: /api/schema}\n  media:\n    create"
    )
    await world.activate(text)
    await world.run()
    async with httpx.AsyncClient(base_url=world.portal_url) as control:
        for dropped in (["summary"], [], ["title"]):
            await control.post("/_control/schema", json={"drop": dropped})
            world.offer(world.new_key())
            await world.run()
    rows = world.sql("select id from sync.drift order by closed_at nulls last")
    settled, held = (f"/staff/v1/sync/drift/{one}/accept" for (one,) in rows)
    headers = sign_in("operator")
    answer = await api.post(settled, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (409, "drift-closed")
    waiting = "select hold_reason from sync.object where state = 'held'"
    assert world.sql(waiting) == [("contract_changed",)]
    answer = await api.post(held, headers=headers)
    assert (answer.status_code, answer.json()["outcome"]) == (200, "accepted")
    assert (world.sql(waiting), drift()) == ([], {})


@pytest.mark.soak
async def test_hundreds_of_doings_of_their_staff_are_all_found(
    world, admin, compare, drift, record_property
):
    dice, count = random.Random(14), 600
    keys = [world.new_key() for _ in range(count)]
    for key in keys:
        world.offer(key, "vi", f"Khu {key[-8:]}")
    assert (await world.run(seconds=600)).exit_code == 0
    shown = {}
    for page in range(1, count // 100 + 1):
        answer = await admin.get(f"items?page={page}&per_page=100")
        shown |= {one["externalId"]: one for one in answer.json()["data"]}
    gone = dice.sample(keys, 60)
    for key in gone:
        world.releases.withdraw(key, "vi")
    assert (await world.run(seconds=600)).exit_code == 0

    done, left = {}, [key for key in keys if key not in gone]
    for key in dice.sample(left, 240):
        one, kind = shown[f"{key}.vi"], dice.choice(["changed", "missing", "duplicate"])
        if kind == "changed":
            await admin.put(f"items/{one['id']}", json={**one, "title": "Họ sửa"})
        elif kind == "missing":
            await admin.delete(f"items/{one['id']}")
        else:
            await admin.post("items", json=one)
        done[f"{key}.vi", kind] = "settled" if kind == "duplicate" else "reported"
    for key in dice.sample(gone, 30):
        await admin.post("items", json=shown[f"{key}.vi"])
        done[f"{key}.vi", "revived"] = "settled"
    await compare(seconds=600)
    assert drift() | drift(closed=True) == done
    record_property("figures", f"{len(done)} doings over {count} objects, all named")
