"""The whole path on real parts: created, corrected, taken down, with its files."""

from tests.standins.portal.checker import ABSENT
from tests.standins.releases import Brochure


async def test_what_is_offered_arrives_once_with_its_brochure(world, dump):
    key = world.new_key()
    brochure = Brochure(b"%PDF-1.7 to gap\n" * 100)
    world.offer(key, "vi", "Khu công nghiệp Phố Nối A", brochure)
    world.offer(key, "en", "Pho Noi A Industrial Park", brochure)
    report = await world.run()
    assert report.exit_code == 0, dump(report.runs)
    media = {f"{key}.m.{brochure.version}": brochure.sha256}
    items = {
        f"{key}.vi": {"title": "Khu công nghiệp Phố Nối A", "lang": "vi-VN"},
        f"{key}.en": {"title": "Pho Noi A Industrial Park", "lang": "en-US"},
    }
    assert await world.violations(items, media) == []


async def test_a_correction_updates_in_place_and_a_second_run_sends_nothing(world):
    key = world.new_key()
    world.offer(key, "vi", "Phố Nối A")
    await world.run()
    before = world.object(f"{key}.vi")["remote_id"]
    world.offer(key, "vi", "Phố Nối A mở rộng")
    assert (await world.run()).exit_code == 0
    assert world.object(f"{key}.vi")["remote_id"] == before
    assert await world.violations({f"{key}.vi": {"title": "Phố Nối A mở rộng"}}) == []
    sent = len([one for one in await world.log() if one["method"] != "GET"])
    await world.run()
    assert len([one for one in await world.log() if one["method"] != "GET"]) == sent


async def test_a_withdrawal_takes_item_and_file_down_and_leaves_a_tombstone(world):
    key = world.new_key()
    brochure = Brochure(b"%PDF-1.7 rut lai\n" * 50)
    world.offer(key, "vi", "Phố Nối A", brochure)
    await world.run()
    world.releases.withdraw(key, "vi")
    assert (await world.run()).exit_code == 0
    media_key = f"{key}.m.{brochure.version}"
    assert await world.violations({f"{key}.vi": ABSENT}, {media_key: ABSENT}) == []
    assert world.object(f"{key}.vi")["state"] == "absent"
    tombs = world.sql("select object_key from sync.tombstone order by 1")
    assert tombs == [(media_key,), (f"{key}.vi",)]
