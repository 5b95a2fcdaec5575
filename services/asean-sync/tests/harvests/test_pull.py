"""A target that harvests: what it fetched is the receipt, and nothing is sent.

That the feed itself is right is shown where it is made, by harvesters nobody here wrote
(services/content-api/tests/outward/oai).
"""

from datetime import UTC, datetime, timedelta

import pytest

from asean_sync.harvests.coverage import Told, Window, covers
from asean_sync.profiles.check import read_profile
from asean_sync.profiles.errors import ProfileRefusedError

PROFILE = """
profile: {target: hub, version: 1, connector: pull}
languages: {vi: vi, en: en}
map: {key: {path: remote_key}, hash: {path: language.hash}}
limits: {per_minute: 60000}
options: {patience: 3600}
"""


@pytest.fixture
async def hub(world):
    world.target = "hub"
    world.releases.add_target("hub")
    await world.activate(PROFILE)

    def harvested(start=None, *, verb="ListRecords", complete=True, until="now()"):
        world.sql(
            "insert into release.harvest (target_code, verb, from_, until, complete,"
            f" at) values ('hub', %s, %s, {until}, %s, clock_timestamp())",
            *(verb, start, complete),
        )
        return world.sql("select max(until) from release.harvest")[0][0]

    return harvested


async def test_what_a_target_harvested_is_there_and_what_it_was_told_gone_is_not(
    world, hub
):
    stays, leaves = world.new_key(), world.new_key()
    world.offer(stays, "vi", "Phố Nối")
    world.offer(leaves, "vi", "Thổ Hoàng")

    async def states():
        await world.run(target="hub")
        return [world.object(f"{key}.vi")["state"] for key in (stays, leaves)]

    assert await states() == ["applied", "applied"]
    # Headers, a harvest that broke off, and one of long ago are no receipt.
    hub(verb="ListIdentifiers")
    hub(complete=False)
    hub(until="now() - interval '1 hour'")
    assert await states() == ["applied", "applied"]
    last = hub()
    assert await states() == ["synced", "synced"]

    world.releases.withdraw(leaves, "vi")
    world.offer(stays, "vi", "Phố Nối, mở rộng")
    assert await states() == ["applied", "applied"]
    # From a moment after the change: it was not in that harvest.
    hub(datetime.now(UTC) + timedelta(minutes=5), until="now() + interval '1 hour'")
    assert await states() == ["applied", "applied"]
    hub(last)
    assert await states() == ["synced", "absent"]
    reply = world.sql(
        "select verdict, http_status, response_sha256 from sync.attempt_result r"
        " join sync.attempt a on a.id = r.attempt_id where a.op = 'poll'"
        " and a.object_key = %s order by a.chain_seq desc limit 1",
        f"{leaves}.vi",
    )
    assert reply[0][:2] == ("applied", 200)


@pytest.mark.parametrize(
    ("windows", "shown"),
    [
        ([], False),
        ([(None, 5)], True),
        ([(None, 3)], False),
        ([(1, 5)], True),
        ([(2, 5)], True),
        ([(3, 5)], False),
        ([(0, 3), (3, 6)], True),
        ([(3, 6), (None, 3)], True),
        ([(0, 3), (4, 9)], False),
        ([(None, 1), (None, 2)], False),
    ],
)
def test_harvests_without_a_gap_between_them_count_as_one(windows, shown):
    def at(hour):
        return None if hour is None else datetime(2026, 11, 24, hour, tzinfo=UTC)

    told = Told("k.vi", at(2), at(4))
    assert Told.read(told.ticket) == told
    made = [Window(at(start), at(until)) for start, until in windows]
    assert covers(made, told) is shown


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ("unit: per_item\nkey: '{key}'", "the unit is per_language"),
        ("base_url: https://thu.example", "no block 'base_url'"),
        ("media: {mode: inline}", "by their addresses"),
        ("options: {patience: 3600, folder: x}", "folder"),
    ],
)
def test_a_profile_with_what_a_harvester_has_no_use_for_is_refused(change, why):
    kept = PROFILE.replace("options: {patience: 3600}\n", "")
    with pytest.raises(ProfileRefusedError) as refused:
        read_profile(f"{kept}{change}\n", "hub.yaml")
    assert why in str(refused.value.detail)
