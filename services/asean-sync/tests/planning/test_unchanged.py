"""A plan that leaves out what has not changed is the plan that makes all of it anew."""

import random
from uuid import UUID

import pytest
from tests.standins.releases import Brochure

from asean_sync.planning.plan import Action
from asean_sync.planning.service import Request, plan_target
from asean_sync.profiles import service as profiles
from phohien import clock
from phohien.db import Database

LANGS = ("vi", "en")
ARRIVED = (
    "update sync.object set state = case desired when 'present' then 'synced' else"
    " 'absent' end, observed = desired, observed_hash = desired_hash"
)


class Province:
    """Whatever may happen between two plans."""

    def __init__(self, world, text, dice):
        self.world, self.text, self.dice = world, text, dice
        self.keys, self.version = [], 1
        self.files = [
            Brochure(b"%PDF-" + bytes(8), UUID(int=number, version=4))
            for number in (1, 2)
        ]

    def some(self):
        key = self.dice.choice(self.keys) if self.keys else self.world.new_key()
        return key, self.dice.choice(LANGS)

    def shown(self):
        """A file, with another alternative text each time."""
        one = self.dice.choice(self.files)
        alt = f"Tờ gấp {self.dice.random()}"
        return Brochure(one.content, one.version, alt=alt)

    async def release(self):
        if not self.keys or self.dice.random() < 0.5:
            self.keys.append(self.world.new_key())
        key, lang = self.some()
        files = [self.shown()] if self.dice.random() < 0.6 else []
        title = f"Phố Nối {self.dice.random()}"
        self.world.docs.pop(f"{key}.{lang}", None)
        doc = self.world.releases.release(key, lang, title, *files)
        standing = self.world.sql(
            "select 1 from release.offer where key = %s and lang = %s"
            " and withdrawn_at is null",
            key,
            lang,
        )
        if not standing:
            self.world.releases.offer(doc, self.world.target)

    async def withdraw(self):
        key, lang = self.some()
        live = (
            "select 1 from release.document where key = %s and lang = %s"
            " and superseded_at is null"
        )
        if self.world.sql(live, key, lang):
            # It may return and go again.
            self.world.sql("delete from release.tombstone where key = %s", key)
            self.world.releases.withdraw(key, lang)

    async def take_offer_back(self):
        self.world.sql(
            "update release.offer set withdrawn_at = now()"
            " where key = %s and lang = %s and withdrawn_at is null",
            *self.some(),
        )

    async def pin_or_follow(self):
        policy = self.dice.choice(["hold", "follow"])
        self.world.sql(
            "update release.offer set follow_policy = %s where key = %s and lang = %s",
            policy,
            *self.some(),
        )

    async def time_passes(self):
        """An embargo begins or ends, a date of expiry passes or is put off."""
        hours = self.dice.choice([(1, None), (-2, None), (-2, -1), (-2, 1)])
        self.world.sql(
            "update release.document set visible_from = now() + %s * interval '1 hour',"
            " expires_at = now() + %s * interval '1 hour'"
            " where key = %s and lang = %s",
            *hours,
            *self.some(),
        )

    async def merge_agencies(self):
        """The document is written again, as only a merger does it."""
        self.world.sql(
            "update release.document set doc = replace(doc, 'Phố', 'Phố cũ')"
            " where key = %s and lang = %s",
            *self.some(),
        )

    async def activate(self):
        self.version += 1
        most = self.dice.choice([200, 300])
        select = self.dice.choice(
            ["{eq: [language.code, vi]}", "{languages_approved: {min: [vi, en]}}"]
        )
        text = self.text.replace("version: 1", f"version: {self.version}")
        text = text.replace("max_chars: 300", f"max_chars: {most}")
        if self.dice.random() < 0.7:
            text = text.replace("\nmap:", f"\nselect: {select}\nmap:", 1)
        await self.world.activate(text)

    async def trouble(self):
        """A worker gives up on an object, holds it, or takes it down by itself."""
        happened = self.dice.choice(
            [
                "state = 'dead'",
                "state = 'rejected'",
                "state = 'held', hold_reason = 'approval_not_found'",
                "desired = 'absent', desired_hash = null, state = 'pending'",
            ]
        )
        self.world.sql(
            f"update sync.object set {happened} where object_key in (select object_key"
            " from sync.object order by md5(object_key || %s) limit 1)",
            str(self.dice.random()),
        )

    async def arrived(self):
        self.world.sql(ARRIVED)

    async def happen(self):
        rare = [self.activate, self.merge_agencies, self.trouble]
        often = [self.release, self.withdraw, self.take_offer_back, self.arrived]
        may = [*often, *often, *often, self.pin_or_follow, self.time_passes, *rare]
        for _ in range(self.dice.randint(1, 3)):
            await self.dice.choice(may)()


def told(outlook):
    plan = outlook.plan
    return {
        "items": [one for one in plan.items if one.action is not Action.NOOP],
        "counts": plan.counts(),
        "hashes": (plan.hash, plan.hold_hash, plan.held_because),
        "diffs": outlook.diffs,
        "reading": outlook.reading,
    }


async def look(database, code, **how):
    async with database.reading() as session:
        profile = await profiles.active_profile(session, code)
    return await plan_target(database, Request(code, profile, clock.now(), **how))


@pytest.mark.parametrize(
    ("seed", "unit"),
    [(1, "per_language"), (2, "per_item"), (3, "per_language"), (4, "per_item")],
)
async def test_whatever_happened_the_short_plan_is_the_full_plan(
    world, profile_text, seed, unit
):
    dice = random.Random(seed)
    text = profile_text.replace("unit: per_language", f"unit: {unit}")
    if unit == "per_item":
        text = text.replace('key: "{key}.{lang}"', 'key: "{key}"')
        text = text.replace("version: 1", "version: 2")
        await world.activate(text)
    province = Province(world, text.replace("version: 2", "version: 1"), dice)
    province.version = 2
    left_out = 0
    async with Database.connect(world.sync_url, application_name="test") as database:
        for _ in range(30):
            await province.happen()
            short = await look(database, world.target, dry=True)
            full = await look(database, world.target, dry=True, full=True)
            assert told(short) == told(full)
            assert full.plan.settled == 0
            left_out += short.plan.settled
            keys = [one.key for one in short.plan.items]
            few = frozenset(dice.sample(keys, len(keys) // 2))
            how = dice.choice([{}, {}, {"only_withdrawals": True}, {"first": few}])
            await look(database, world.target, **how)
    assert left_out > 0


async def test_what_is_made_from_the_same_is_not_even_read(world):
    for number in range(3):
        world.offer(world.new_key(), "vi", f"Phố Nối {number}", Brochure(b"%PDF-1"))
    async with Database.connect(world.sync_url, application_name="test") as database:
        await look(database, world.target)
        world.sql(ARRIVED)
        quiet = await look(database, world.target)
        assert not quiet.plan.items
        assert quiet.plan.counts() == {"noop": 6}
        assert quiet.reading.documents == 3
        world.sql(
            "update sync.source_reading set rendered_at = now() - interval '8 days'"
        )
        # What a digest cannot tell is found out once a week.
        weekly = await look(database, world.target)
        assert len(weekly.plan.items) == 6
        again = await look(database, world.target)
        assert not again.plan.items
