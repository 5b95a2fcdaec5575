"""What a person approved goes out: that, no more, and the first few before the rest."""

import asyncio

import pytest

from asean_sync import commands
from asean_sync.plans.errors import OtherPersonError
from asean_sync.runs import service as runs
from asean_sync.runs.execute import execute
from phohien.db import Database

PLANS = "/staff/v1/sync/plans"
RUNS = "/staff/v1/sync/runs"


@pytest.fixture
def work(world):
    """What a worker does with the runs that wait."""

    async def carry_out():
        async with Database.connect(world.sync_url, application_name="test") as base:
            async with base.reading() as session:
                waiting = await runs.waiting(session)
            for run_id in waiting:
                await execute(base, world.settings, run_id, 30)

    return carry_out


@pytest.fixture
def ask(api, sign_in, work):
    """A plan as the operator asks for it and the worker makes it."""
    operator = sign_in("operator")

    async def asked(**draft):
        body = {"target": "asean-portal", **draft}
        made = await api.post(PLANS, json=body, headers=operator)
        assert made.status_code == 202, made.text
        await work()
        shown = await api.get(f"{PLANS}/{made.json()['id']}", headers=operator)
        return shown.json()["plan"]

    return asked


@pytest.fixture
def approve(api, sign_in):
    approver = sign_in("approver")

    async def decide(plan, **body):
        body = {"plan_hash": plan["plan_hash"], **body}
        url = f"{PLANS}/{plan['id']}/approve"
        return await api.post(url, json=body, headers=approver)

    return decide


@pytest.fixture
async def offered(world):
    """One item that was sent and corrected, and a new one in two languages."""
    old, new = world.new_key(), world.new_key()
    world.offer(old, "vi", "Phố Nối A")
    await world.run()
    world.offer(old, "vi", "Phố Nối B")
    world.offer(new, "vi", "Mới")
    world.offer(new, "en", "New")
    return old, new


async def test_a_plan_shows_each_field_and_language_and_how_ready_it_is(
    api, sign_in, ask, offered
):
    coordinator, (old, new) = sign_in("coordinator"), offered
    plan = await ask()
    assert (plan["outcome"], plan["two_person"]) == ("ok", False)
    assert plan["counts"]["plan"] == {"create": 2, "update": 1}
    ready = plan["counts"]["readiness"]
    assert ready["languages"]["vi"]["objects"] == 2
    assert 50 < ready["percent"] < 100
    assert ready["missing"]["media"] == 3
    url = f"{PLANS}/{plan['id']}/items"
    updates = await api.get(f"{url}?action=update", headers=coordinator)
    (update,) = updates.json()["data"]
    title = {"field": "title", "lang": "vi"}
    title |= {"before": "Phố Nối A", "after": "Phố Nối B"}
    assert title in update["diff"]["changes"]
    first = (await api.get(f"{url}?limit=2", headers=coordinator)).json()
    following = f"{url}?limit=2&cursor={first['next_cursor']}"
    rest = (await api.get(following, headers=coordinator)).json()
    keys = [one["object_key"] for one in first["data"] + rest["data"]]
    assert keys == sorted([f"{old}.vi", f"{new}.en", f"{new}.vi"])
    body = {"plan_hash": plan["plan_hash"]}
    looking = await api.post(
        f"{PLANS}/{plan['id']}/approve", json=body, headers=coordinator
    )
    assert looking.status_code == 403


async def test_an_approval_lets_that_plan_go_and_a_stale_one_sends_nothing(
    world, api, sign_in, ask, approve, work, offered
):
    coordinator, (old, new) = sign_in("coordinator"), offered
    plan = await ask()
    other = await approve(plan, plan_hash="0" * 64)
    assert (other.status_code, other.json()["code"]) == (409, "other-plan")
    sent = len(await world.log())
    world.offer(new, "en", "Newer")
    stale = (await approve(plan)).json()
    await work()
    run = (await api.get(f"{RUNS}/{stale['id']}", headers=coordinator)).json()["run"]
    assert (run["outcome"], run["plan_id"]) == ("stale", plan["id"])
    assert f"{new}.en" in run["note"]
    assert len(await world.log()) == sent

    plan = await ask()
    # An order to take something down makes nothing stale.
    world.releases.withdraw(old, "vi")
    applied = (await approve(plan, canary=1)).json()
    again = await approve(plan)
    assert (again.status_code, again.json()["code"]) == (409, "run-open")
    await work()
    detail = (await api.get(f"{PLANS}/{plan['id']}", headers=coordinator)).json()
    (run,) = detail["applied_by"]
    assert (run["id"], run["outcome"], run["canary"]) == (applied["id"], "ok", 1)
    there = {f"{new}.vi": {"title": "Mới"}, f"{new}.en": {"title": "Newer"}}
    assert await world.violations(there | {f"{old}.vi": None}) == []
    listed = (await api.get(f"{PLANS}?limit=1", headers=coordinator)).json()
    assert (listed["data"][0]["id"], bool(listed["next_cursor"])) == (plan["id"], True)
    written = "select count(*) from audit.entry where action = 'plan.approve'"
    assert world.sql(written) == [(2,)]


async def test_the_list_of_plans_has_those_a_person_may_let_go(world, api, sign_in):
    """Held by a guard or by the profile; not what waits for nobody."""
    for kind, held, outcome in (
        ("prompt", "'h'", "ok"),
        ("apply", "'h'", "failed"),
        ("nightly", "'h'", "ok"),
        ("on_demand", "null", "needs_approval"),
        ("on_demand", "null", "ok"),
    ):
        world.sql(
            "insert into sync.run (target_code, kind, scheduled_for, requested_by,"
            f" finished_at, plan_hash, hold_hash, outcome) values ('asean-portal', %s,"
            f" clock_timestamp(), 'x', now(), 'p', {held}, %s)",
            kind,
            outcome,
        )
    coordinator = sign_in("coordinator")

    listed = (await api.get(PLANS, headers=coordinator)).json()["data"]

    assert {one["kind"] for one in listed} == {"nightly", "on_demand"}
    assert len(listed) == 2
    for one in listed:
        found = await api.get(f"{PLANS}/{one['id']}", headers=coordinator)
        assert found.status_code == 200


async def test_the_first_few_that_do_not_arrive_keep_the_rest_back(world, profile_text):
    text = profile_text.replace("version: 1", "version: 2").replace(
        "classify:\n", "classify:\n  - {status: 500, as: rejected}\n"
    )
    await world.activate(text)
    keys = sorted(world.new_key() for _ in range(8))
    for key in keys:
        world.offer(key)
    (plan,) = await asyncio.to_thread(commands.plan, world.settings)
    assert (plan.two_person, plan.counts) == (False, {"create": 8})
    await world.fault("error_before", "POST", "/api/items", times=1)
    report = await world.apply(plan.plan_id, canary=3)
    assert (report.exit_code, report.runs[0]["outcome"]) == (1, "failed")
    assert "1 of the first 3 did not arrive" in report.runs[0]["note"]
    assert world.sql("select count(*) from sync.object") == [(3,)]
    # The person looked and lets the rest go; what was rejected waits for its own word.
    report = await world.apply(plan.plan_hash[:20], canary=3)
    assert (report.exit_code, report.runs[0]["outcome"]) == (3, "partial")
    ((rejected,),) = world.sql(
        "select object_key from sync.object where state = 'rejected'"
    )
    rest = {f"{key}.vi": {} for key in keys if f"{key}.vi" != rejected}
    assert await world.violations(rest | {rejected: None}) == []


@pytest.mark.proof
async def test_a_profile_may_want_two_people_for_every_plan_but_not_for_a_takedown(
    world, profile_text
):
    text = profile_text.replace("version: 1", "version: 2").replace(
        "guard: {", "guard: {approval: two_person, "
    )
    gone, kept = world.new_key(), world.new_key()
    for key in (gone, kept):
        world.offer(key)
    await world.run()
    await world.activate(text)
    world.offer(kept, "vi", "Bản sửa")
    world.releases.withdraw(gone, "vi")
    report = await world.run()
    assert (report.exit_code, report.runs[0]["outcome"]) == (3, "needs_approval")
    before = {f"{gone}.vi": None, f"{kept}.vi": {"title": "Phố Nối A"}}
    assert await world.violations(before) == []
    waiting = report.runs[0]["id"]
    with pytest.raises(OtherPersonError):
        await world.apply(waiting)
    assert (await world.apply(waiting, by="người duyệt")).exit_code == 0
    assert await world.violations({f"{kept}.vi": {"title": "Bản sửa"}}) == []


async def test_one_item_is_pushed_at_once_while_a_run_of_all_waits(
    world, api, sign_in, ask, work
):
    operator = sign_in("operator")
    wanted, other = world.new_key(), world.new_key()
    for lang in ("vi", "en"):
        world.offer(wanted, lang)
    world.offer(other)
    plan = await ask(item=wanted)
    assert plan["counts"]["plan"] == {"create": 2}
    body = {"target": "asean-portal"}
    assert (await api.post(RUNS, json=body, headers=operator)).status_code == 202
    report = await world.run(item=wanted)
    assert report.exit_code == 0
    there = {f"{wanted}.vi": {}, f"{wanted}.en": {}}
    assert await world.violations(there) == []
    assert world.sql("select count(*) from sync.object") == [(2,)]
    unknown = await api.post(RUNS, json=body | {"item": "hy-x-0"}, headers=operator)
    assert (unknown.status_code, unknown.json()["code"]) == (404, "unknown-item")
    await work()
    assert await world.violations(there | {f"{other}.vi": {}}) == []
    # All of one item vanishes without a word: the rest is there, so it may go.
    world.sql("delete from release.offer where key = %s", wanted)
    assert (await world.run(item=wanted)).exit_code == 0
    assert await world.violations(dict.fromkeys(there) | {f"{other}.vi": {}}) == []
