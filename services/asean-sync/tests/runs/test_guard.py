"""An empty or half-read source takes nothing down; a word does."""

import asyncio

import pytest
from tests.standins.releases import Brochure

from asean_sync import commands
from asean_sync.plans.errors import OtherPersonError


async def test_a_vanished_source_is_held_until_a_person_names_it(world):
    keys = [world.new_key() for _ in range(3)]
    brochure = Brochure(b"%PDF-1.7 giu\n" * 20)
    for key in keys:
        world.offer(key, "vi", "Phố Nối A", brochure)
    await world.run()
    there = {f"{key}.vi": {} for key in keys}
    media = {f"{key}.m.{brochure.version}": brochure.sha256 for key in keys}
    world.sql("delete from release.offer")
    report = await world.run()
    # Nothing read where something was: no success, whatever else went well.
    assert (report.exit_code, report.runs[0]["outcome"]) == (1, "failed")
    added = world.new_key()
    world.offer(added, "vi", "Mới")
    report = await world.run()
    assert (report.exit_code, report.runs[0]["outcome"]) == (3, "needs_approval")
    there[f"{added}.vi"] = {"title": "Mới"}
    assert await world.violations(there, media) == []
    (planned,) = await asyncio.to_thread(commands.plan, world.settings)
    assert planned.two_person
    with pytest.raises(OtherPersonError):
        await world.apply(planned.plan_id)
    approved = await world.apply(planned.plan_hash[:16], by="phó trưởng phòng")
    assert approved.exit_code == 0, approved.runs
    gone = {f"{key}.vi": None for key in keys} | {f"{added}.vi": {}}
    assert await world.violations(gone, dict.fromkeys(media)) == []


@pytest.mark.proof
async def test_a_source_read_in_part_takes_nothing_down_and_adds_what_is_new(world):
    keys = [world.new_key() for _ in range(10)]
    for key in keys:
        world.offer(key)
    await world.run()
    for key in keys[:4]:
        world.sql("delete from release.offer where key = %s", key)
    added = world.new_key()
    world.offer(added)
    for _ in range(2):
        report = await world.run()
        assert (report.exit_code, report.runs[0]["outcome"]) == (3, "needs_approval")
    assert "4 of 11 cannot be read" in report.runs[0]["note"]
    assert await world.violations({f"{key}.vi": {} for key in [*keys, added]}) == []
    for key in keys[:4]:
        world.releases.offer(world.docs[f"{key}.vi"], world.target)
    assert (await world.run()).exit_code == 0
    states = world.sql("select distinct state, hold_reason from sync.object")
    assert states == [("synced", None)]


async def test_every_announced_withdrawal_goes_at_once(world):
    keys = [world.new_key() for _ in range(12)]
    for key in keys:
        world.offer(key)
    await world.run()
    for key in keys:
        world.releases.withdraw(key, "vi")
    assert (await world.run()).exit_code == 0
    assert await world.violations({f"{key}.vi": None for key in keys}) == []


async def test_a_plan_changes_nothing_and_names_what_would_change(world):
    key = world.new_key()
    world.offer(key, "vi", "Phố Nối A")
    await world.run()
    world.offer(key, "vi", "Phố Nối B")
    (planned,) = await asyncio.to_thread(commands.plan, world.settings)
    (line,) = planned.lines
    assert (line.key, line.action) == (f"{key}.vi", "update")
    assert "title" in line.changed
    assert world.object(f"{key}.vi")["state"] == "synced"
    assert await world.violations({f"{key}.vi": {"title": "Phố Nối A"}}) == []


async def test_a_held_offer_keeps_the_approved_version_after_a_correction(world):
    key = world.new_key()
    world.offer(key, "vi", "Bản đã duyệt")
    world.sql("update release.offer set follow_policy = 'hold'")
    await world.run()
    world.releases.release(key, "vi", "Bản sửa chưa duyệt")
    assert (await world.run()).exit_code == 0
    assert await world.violations({f"{key}.vi": {"title": "Bản đã duyệt"}}) == []


async def test_an_item_expires_at_the_target_by_its_date(world):
    key = world.new_key()
    world.offer(key)
    world.sql("update release.document set expires_at = now() + interval '1 hour'")
    await world.run()
    world.sql(
        "update release.document set visible_from = now() - interval '1 day',"
        " expires_at = now() - interval '1 second'"
    )
    world.sql("update sync.object set expires_at = now() - interval '1 second'")
    assert (await world.run()).exit_code == 0
    assert await world.violations({f"{key}.vi": None}) == []


async def test_what_the_target_may_not_be_sent_is_blocked_with_the_reason(
    world, profile_text
):
    text = profile_text.replace("version: 1", "version: 2").replace(
        "summary: {path: language.summary", "summary: {required: true, path: nothing"
    )
    activated = await world.activate(text)
    assert (activated.version, activated.changed) == (2, True)
    world.offer(world.new_key())
    report = await world.run()
    assert report.runs[0]["counts"]["plan"] == {"blocked": 1}
    items = world.sql("select action, reason from sync.plan_item")
    assert items == [("blocked", "summary: nothing at nothing")]


async def test_a_new_version_of_the_profile_with_the_same_payload_sends_nothing(
    world, profile_text
):
    world.offer(world.new_key())
    await world.run()
    sent = len(await world.log())
    await world.activate(profile_text.replace("version: 1", "version: 2"))
    report = await world.run()
    assert report.runs[0]["counts"]["plan"] == {"noop": 1}
    later = (await world.log())[sent:]
    assert {one["method"] for one in later} == {"GET"}
