"""A person who approves sees which field changes, in which language, and how."""

import yaml

from asean_sync import commands
from asean_sync.planning.difference import SHOWN, Change, difference
from asean_sync.planning.effect import effect
from asean_sync.profiles.document import Profile
from phohien import clock
from phohien.db import Database


def profile(**more):
    text = commands.standin_profile().read_text(encoding="utf-8")
    return Profile.model_validate(yaml.safe_load(text) | more)


def test_a_field_of_an_object_in_one_language_names_the_language_it_is_mapped_from():
    before = {
        "title": "Phố Nối A",
        "category": "x",
        "facts": {"area": {"$number": "1"}},
    }
    after = {"title": "Phố Nối B", "facts": {"area": {"$number": "2"}, "name": "B"}}
    assert difference(before, after, profile(), "vi") == [
        Change("category", None, "x", None),
        Change("facts.area", None, "1", "2"),
        Change("facts.name", None, None, "B"),
        Change("title", "vi", "Phố Nối A", "Phố Nối B"),
    ]
    assert difference(after, after, profile(), "vi") == []


def test_an_object_that_holds_all_languages_is_compared_language_by_language():
    text = {"languages": {"fields": {"title": {"path": "language.title"}}}}
    per_item = profile(unit="per_item", key="{key}", map={"text": text})
    before = {"text": {"vi-VN": {"title": "Một"}, "en-US": {"title": "One"}}}
    after = {"text": {"vi-VN": {"title": "Hai"}, "ja-JP": {"title": "二"}}}
    assert difference(before, after, per_item) == [
        Change("text", "en", {"title": "One"}, None),
        Change("text", "ja", None, {"title": "二"}),
        Change("text.title", "vi", "Một", "Hai"),
    ]


def test_a_long_text_is_shown_where_it_differs_and_a_file_by_its_name():
    long = "Khu công nghiệp " * 1000
    files = [{"id": {"$remote": "remote_id", "key": "k.m.1"}}]
    told = difference(
        {"summary": long, "media": []},
        {"summary": f"{long}mới", "media": files},
        profile(),
        "vi",
    )
    media, summary = told
    assert media.after == [{"id": "remote_id of k.m.1"}]
    assert summary.after.startswith("…")
    assert "mới" in summary.after
    assert len(summary.after) < SHOWN + 20


async def test_the_effect_of_a_profile_is_shown_before_it_is_active(
    world, profile_text
):
    keys = sorted(world.new_key() for _ in range(3))
    for key in keys:
        world.offer(key)
    await world.run()
    before = world.sql("select count(*) from sync.run")
    body = yaml.safe_load(profile_text.replace("version: 1", "version: 7"))
    body["map"]["kind"] = {"path": "type"}
    body["map"]["summary"] = {"path": "language.title"}
    async with Database.connect(world.sync_url, application_name="test") as database:
        seen = await effect(database, Profile.model_validate(body), clock.now())
        body["map"]["title"] = {"path": "nothing", "required": True}
        blocked = await effect(database, Profile.model_validate(body), clock.now())
        body["languages"] = {"en": "en-US"}
        empty = await effect(database, Profile.model_validate(body), clock.now())
    assert seen.sentence == "v7 changes 3 payloads, 0 create, 0 withdraw"
    assert seen.fields == {"kind": 3, "summary": 3}
    assert seen.examples[f"{keys[0]}.vi"] == ["kind", "summary"]
    assert blocked.sentence.endswith("0 withdraw, 3 blocked")
    assert (empty.of("hold"), empty.of("withdraw")) == (3, 0)
    assert "empty source" in empty.held
    assert world.sql("select count(*) from sync.run") == before
    assert world.sql("select distinct state from sync.object") == [("synced",)]
