"""One row, one writer; and nothing is sent that is not approved at that moment."""

import asyncio

import pytest
from sqlalchemy.exc import DBAPIError

from asean_sync.connectors.interface import Role, Wanted
from asean_sync.connectors.outcomes import Op
from asean_sync.evidence.receipts import Receipt
from asean_sync.objects.states import Change, State
from asean_sync.planning import service as planning
from asean_sync.planning.service import Request
from asean_sync.sending import record
from asean_sync.sending.claim import Claim, Pause, claim_some
from asean_sync.sending.drain import drain, work_on
from asean_sync.sending.errors import LostLeaseError
from phohien import clock


@pytest.fixture
def creation():
    def prepare(desk, held):
        wanted = Wanted(
            Op.CREATE, Role.ITEM, held.key, "k", payload={"externalId": "x"}
        )
        return desk.connector.prepare(wanted)

    return prepare


async def writes(world):
    return [one for one in await world.log() if one["method"] != "GET"]


async def test_a_stolen_lease_writes_nothing_and_sends_nothing(
    world, at_desk, creation
):
    key = world.new_key()
    world.offer(key)
    async with at_desk() as desk:
        (first,) = (await claim_some(desk, 1)).claims
        assert isinstance(first, Claim)
        prepared = creation(desk, first)
        attempt = await record.intent(desk, first, "create", prepared)
        world.sql("update sync.object set lease_until = now() - interval '1 minute'")
        # An unfinished intent is doubt; after the cool-down another worker holds it.
        aside = await claim_some(desk, 1)
        assert (aside.claims, aside.pause) == ([], None)
        assert world.object(f"{key}.vi")["state"] == "in_doubt"
        world.sql("update sync.object set not_before = now() - interval '1 minute'")
        (second,) = (await claim_some(desk, 1)).claims
        assert isinstance(second, Claim)
        before = world.object(f"{key}.vi")
        with pytest.raises(LostLeaseError):
            await record.result(
                desk, first, attempt, Receipt("applied"), Change(State.APPLIED)
            )
        with pytest.raises(LostLeaseError):
            await record.settle(desk, first, Change(State.SYNCED))
        with pytest.raises(LostLeaseError):
            await record.intent(desk, first, "create", prepared)
        assert world.object(f"{key}.vi") == before
        assert world.sql("select count(*) from sync.attempt_result") == [(0,)]
    assert await writes(world) == []


async def test_a_worker_that_slept_past_its_lease_sends_nothing(
    world, at_desk, creation
):
    key = world.new_key()
    world.offer(key)
    async with at_desk() as desk:
        (held,) = (await claim_some(desk, 1)).claims
        held.deadline = 0.0
        with pytest.raises(LostLeaseError):
            await record.intent(desk, held, "create", creation(desk, held))
    assert await writes(world) == []
    assert (await world.run()).exit_code == 0
    assert await world.violations({f"{key}.vi": {}}) == []


async def test_an_approval_taken_back_after_the_plan_stops_the_sending(world, at_desk):
    key = world.new_key()
    world.offer(key)
    async with at_desk() as desk:
        world.sql("update release.offer set withdrawn_at = now()")
        await drain(desk, 5)
    assert await writes(world) == []
    assert world.object(f"{key}.vi")["state"] == "absent"


async def test_an_approval_taken_back_after_the_claim_stops_it_too(world, at_desk):
    key = world.new_key()
    world.offer(key)
    async with at_desk() as desk:
        (held,) = (await claim_some(desk, 1)).claims
        world.sql("update release.offer set withdrawn_at = now()")
        await work_on(desk, held)
        assert world.object(f"{key}.vi")["hold_reason"] == "approval_not_found"
    assert await writes(world) == []
    assert (await world.run()).exit_code == 0
    assert world.object(f"{key}.vi")["state"] == "absent"


async def test_a_language_without_an_offer_is_on_no_wire(world):
    key = world.new_key()
    world.offer(key, "vi", "Phố Nối A")
    world.releases.release(key, "en", "Pho Noi A Draft Translation")
    assert (await world.run()).exit_code == 0
    assert await world.violations({f"{key}.vi": {}}) == []
    assert not [one for one in await world.log() if f"{key}.en" in str(one)]


async def test_withdrawn_while_in_doubt_it_ends_gone(world):
    key = world.new_key()
    world.offer(key)
    await world.fault("late", "POST", "/api/items", delay=1.0)
    running = asyncio.create_task(world.run())
    while not [one for one in await world.log() if one["method"] == "POST"]:  # noqa: ASYNC110 -- another process's log
        await asyncio.sleep(0.05)
    world.releases.withdraw(key, "vi")
    await running
    assert (await world.run()).exit_code == 0
    assert await world.violations({f"{key}.vi": None}) == []


async def test_withdrawn_and_offered_again_it_is_there_once(world):
    key = world.new_key()
    world.offer(key)
    await world.run()
    world.releases.withdraw(key, "vi")
    await world.run()
    world.docs.clear()
    world.offer(key, "vi", "Phố Nối A lần hai")
    assert (await world.run()).exit_code == 0
    wanted = {f"{key}.vi": {"title": "Phố Nối A lần hai"}}
    assert await world.violations(wanted) == []


async def test_wished_for_again_while_it_is_seen_to_be_gone_it_is_not_forgotten(
    world, at_desk
):
    key = world.new_key()
    world.offer(key)
    await world.run()
    world.releases.withdraw(key, "vi")
    async with at_desk() as desk:
        (held,) = (await claim_some(desk, 1)).claims
        world.docs.clear()
        world.offer(key, "vi", "Phố Nối A lần hai")
        request = Request(world.target, desk.profile, clock.now())
        await planning.plan_target(desk.database, request)
        payloads = world.sql("select count(*) from sync.payload")
        gone = {"observed": "absent", "observed_hash": None}
        await record.settle(desk, held, Change(State.ABSENT, gone))
        assert world.object(f"{key}.vi")["state"] == "pending"
        assert world.sql("select * from sync.tombstone") == []
        assert world.sql("select count(*) from sync.payload") == payloads
    assert (await world.run()).exit_code == 0
    assert await world.violations({f"{key}.vi": {"title": "Phố Nối A lần hai"}}) == []


async def test_what_the_database_refuses_of_one_object_fails_no_other(world, at_desk):
    bad, good = world.new_key(), world.new_key()
    world.offer(bad)
    world.offer(good)
    async with at_desk() as desk:
        held = (await claim_some(desk, 2)).claims
        held.sort(key=lambda one: one.key != f"{bad}.vi")
        notes = [Change(State.HELD, {"last_error": one}) for one in ("\0", "tốt")]
        refused, written = await asyncio.gather(
            *(record.settle(desk, *one) for one in zip(held, notes, strict=True)),
            return_exceptions=True,
        )
    assert isinstance(refused, DBAPIError)
    assert written is None
    assert world.object(f"{bad}.vi")["state"] == "leased"
    assert world.object(f"{good}.vi")["last_error"] == "tốt"


async def test_three_claims_without_a_result_put_the_object_aside(world, at_desk):
    bad, good = world.new_key(), world.new_key()
    world.offer(bad)
    world.offer(good)
    async with at_desk() as desk:
        world.sql(
            "update sync.object set claims_without_result = 3 where object_key = %s",
            f"{bad}.vi",
        )
        await drain(desk, 10)
    assert world.object(f"{bad}.vi")["state"] == "quarantined"
    assert world.object(f"{good}.vi")["state"] == "synced"
    assert (await world.run()).exit_code == 3


async def test_refused_credentials_open_the_circuit_and_spend_no_attempts(
    world, monkeypatch
):
    key = world.new_key()
    world.offer(key)
    monkeypatch.setenv("PHOHIEN_STANDIN_TOKEN", "sai")
    report = await world.run(3)
    assert report.exit_code == 1
    found = world.object(f"{key}.vi")
    assert (found["state"], found["attempts"]) == ("pending", 0)
    assert world.sql("select circuit from sync.target") == [("open",)]
    monkeypatch.setenv("PHOHIEN_STANDIN_TOKEN", "chuoi-thu-nghiem")
    world.sql("update sync.target set circuit_until = now()")
    assert (await world.run()).exit_code == 0
    assert world.sql("select circuit from sync.target") == [("closed",)]


async def test_several_with_one_key_become_the_lowest(world):
    key = world.new_key()
    headers = {"authorization": "Bearer chuoi-thu-nghiem"}
    for title in ("cũ", "cũ hơn", "cũ nữa"):
        body = {"externalId": f"{key}.vi", "title": title}
        await world.portal.post("/api/items", json=body, headers=headers)
    world.offer(key, "vi", "Phố Nối A")
    assert (await world.run()).exit_code == 0
    assert await world.violations({f"{key}.vi": {"title": "Phố Nối A"}}) == []
    assert world.object(f"{key}.vi")["remote_id"] == "1"
    retracted = world.sql(
        "select path from sync.attempt where op = 'retract' order by 1"
    )
    assert retracted == [("/api/items/2",), ("/api/items/3",)]


async def test_what_the_targets_list_shows_twice_or_again_is_put_right(world):
    twice, back = world.new_key(), world.new_key()
    world.offer(twice)
    world.offer(back)
    await world.run()
    world.releases.withdraw(back, "vi")
    await world.run()
    headers = {"authorization": "Bearer chuoi-thu-nghiem"}
    for key in (twice, back):
        body = {"externalId": f"{key}.vi", "title": "hồi sinh"}
        await world.portal.post("/api/items", json=body, headers=headers)
    assert (await world.run()).exit_code == 0
    assert await world.violations({f"{twice}.vi": {}, f"{back}.vi": None}) == []


async def test_a_pause_without_anything_to_wait_for_ends_a_drain(at_desk):
    async with at_desk() as desk:
        taken = await claim_some(desk, 1)
        assert (taken.claims, taken.pause) == ([], Pause(None))
