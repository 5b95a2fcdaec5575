"""One record for all languages, ids of our own, base64 files: a profile, no code."""

import pytest
from tests.standins.releases import Brochure

from asean_sync.planning import service as planning
from asean_sync.profiles.check import read_profile
from asean_sync.sending.desk import opened
from asean_sync.sending.drain import drain
from phohien.db import Database


def translations(registry, key):
    (record,) = [one for one in registry.records.values() if one["code"] == key]
    return {
        lang: texts["heading"]["text"] for lang, texts in record["translations"].items()
    }


async def due(world):
    async with (
        Database.connect(world.sync_url, application_name="test") as database,
        database.reading() as session,
    ):
        return await planning.withdrawals_due(session, world.target)


@pytest.fixture
async def pushed(world, registry, dump):
    """Five items, the first in three languages with a file; three answers get lost."""
    keys = [world.new_key() for _ in range(5)]
    brochure = Brochure(b"%PDF-1.7 to gap\n" * 100)
    world.offer(keys[0], "vi", f"Phố Nối {keys[0]}", brochure)
    for key in keys[1:]:
        world.offer(key, "vi", f"Phố Nối {key}")
    world.offer(keys[0], "en", "Pho Noi A", brochure)
    world.offer(keys[0], "ja", "ポーノイ")
    world.sql(
        "update release.document set doc = jsonb_set(doc::jsonb, '{fields,area}', "
        '\'{"value": "688.94"}\')::text where key = %s',
        keys[1],
    )
    registry.lose = 3
    report = await world.run()
    assert report.exit_code == 0, dump(report.runs)
    assert report.runs[0]["counts"]["sweep"] == {"again": 0, "missing": 0, "extra": 0}
    return keys, brochure


async def test_an_item_is_one_record_with_all_its_languages(world, registry, pushed):
    keys, brochure = pushed
    # A decimal figure is sent as the number it is, and read back as the same.
    assert [body for body in registry.bodies if b'"hectares":688.94,' in body]
    assert translations(registry, keys[0]) == {
        "vi-VN": f"Phố Nối {keys[0]}",
        "en-GB": "Pho Noi A",
    }
    assert sorted(one["code"] for one in registry.records.values()) == sorted(keys)
    (file,) = registry.files.values()
    assert (file["sha256"], file["size"]) == (brochure.sha256, len(brochure.content))
    record = registry.records[world.object(keys[0])["remote_id"]]
    assert record["attachments"] == [
        {
            "file": file["meta"]["uuid"],
            "url": f"https://hungyen.example{brochure.path}",
            "sha256": brochure.sha256,
        }
    ]


async def test_an_item_changes_and_leaves_language_by_language(world, registry, pushed):
    keys, brochure = pushed
    # One language is corrected: the same record, and the other language stays.
    world.offer(keys[0], "en", "Pho Noi A, extended", brochure)
    assert (await world.run()).exit_code == 0
    assert translations(registry, keys[0])["en-GB"] == "Pho Noi A, extended"
    assert len(registry.records) == 5

    # One language is taken down: it leaves the record, which stays. Any worker sees it.
    assert not await due(world)
    world.releases.withdraw(keys[0], "en")
    assert await due(world)
    assert (await world.run()).exit_code == 0
    assert not await due(world)
    assert translations(registry, keys[0]) == {"vi-VN": f"Phố Nối {keys[0]}"}
    assert world.object(keys[0])["state"] == "synced"

    # The last one is taken down: the record and its file go.
    world.releases.withdraw(keys[0], "vi")
    assert (await world.run()).exit_code == 0
    assert keys[0] not in [one["code"] for one in registry.records.values()]
    assert registry.files == {}
    assert world.object(keys[0])["state"] == "absent"


async def test_a_language_that_lost_its_approval_is_not_sent_with_the_others(
    world, registry, profile_of
):
    key, profile = world.new_key(), profile_of("registry")
    world.offer(key, "vi", "Phố Nối")
    world.offer(key, "en", "Pho Noi, never to be seen")
    world.sql(
        "update sync.target set circuit = 'open', "
        "circuit_until = now() + interval '1 hour'"
    )
    await world.run(5)
    world.sql("update sync.target set circuit = 'closed'")
    world.releases.withdraw(key, "en")
    # Planned with both, and nobody has planned since: the claim finds out.
    async with (
        Database.connect(world.sync_url, application_name="test") as database,
        opened(database, world.settings, read_profile(profile, "x.yaml")) as desk,
    ):
        await drain(desk, 2)
    assert (registry.bodies, world.object(key)["state"]) == ([], "held")
    assert (await world.run()).exit_code == 0
    assert translations(registry, key) == {"vi-VN": "Phố Nối"}
    assert not [one for one in registry.bodies if b"never to be seen" in one]


async def test_tokens_are_renewed_before_anybody_notices(world, registry):
    registry.lifetime = 0.0
    key = world.new_key()
    world.offer(key, "vi", "Phố Nối")
    report = await world.run(1)
    assert report.exit_code != 0
    assert registry.records == {}
    registry.lifetime = 0.3
    world.sql("update sync.target set circuit = 'closed', circuit_until = null")
    assert (await world.run()).exit_code == 0
    assert len(registry.records) == 1
    for token in list(registry.tokens):
        shown = world.sql(
            "select 1 from sync.attempt_result where response_body ~ %s", token
        )
        assert shown == []
