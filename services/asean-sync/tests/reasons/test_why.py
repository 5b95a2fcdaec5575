"""An editor is told of each language why it is at the target, or what is in the way."""

import asyncio

from asean_sync.reasons import commands

SELECT = "select: {all: [{in: [type, [industrial_park]]}, {exists: fields.area}]}"


async def test_every_language_has_its_own_reason(world, api, sign_in, profile_text):
    key, other = world.new_key(), world.new_key()
    for lang in ("vi", "en", "ja", "zh-Hans", "fr", "km"):
        world.offer(key, lang)
    world.releases.release(key, "ko", "Phố Nối")
    world.sql(
        "update release.offer set withdrawn_at = now() where key = %s and lang = 'en'",
        key,
    )
    world.releases.withdraw(key, "ja")
    world.sql(
        "update release.document set visible_from = now() + interval '1 day'"
        " where key = %s and lang = 'zh-Hans'",
        key,
    )
    # Bound to what was read, and something else is released meanwhile; the old is gone.
    world.sql(
        "update release.offer set follow_policy = 'hold',"
        " closure_hash = repeat('0', 64) where key = %s and lang = 'fr'",
        key,
    )
    world.offer(other, "vi", "")
    headers = sign_in("coordinator")

    async def asked(of, target="asean-portal"):
        return await api.get(
            f"/staff/v1/sync/why?key={of}&target={target}", headers=headers
        )

    def answers(reply):
        assert reply.status_code == 200, reply.text
        return {one["lang"]: one["answer"] for one in reply.json()["languages"]}

    assert answers(await asked(key)) == {
        "vi": "wanted",
        "en": "offer_withdrawn",
        "ja": "offer_withdrawn",
        "zh-Hans": "not_released",
        "fr": "not_approved_anew",
        "km": "language_not_taken",
        "ko": "not_offered",
    }
    (blocked,) = (await asked(other)).json()["languages"]
    assert blocked["answer"] == "blocked"
    assert blocked["problems"] == ["title: nothing at language.title"]
    assert answers(await asked("hy-khong-co-0")) == {}
    assert (await asked(key, "khong-co")).status_code == 409

    assert (await world.run()).exit_code == 3
    newer = profile_text.replace("version: 1", "version: 2")
    await world.activate(newer.replace("\nunit:", f"\n{SELECT}\nunit:", 1))
    told = await asyncio.to_thread(
        commands.explain, world.settings, "asean-portal", key
    )
    (mine,) = [one for one in told.languages if one.lang == "vi"]
    assert mine.answer == "not_selected"
    assert [(one.clause, one.holds) for one in mine.clauses] == [
        ('{"in":["type",["industrial_park"]]}', True),
        ('{"exists":"fields.area"}', False),
    ]
    assert mine.object.state == "synced"
    assert mine.said.vi == "Hồ sơ đích không chọn mục này."

    world.sql("update release.target set valid_to = now()")
    await world.activate(profile_text.replace("version: 1", "version: 3"))
    assert answers(await asked(key))["vi"] == "target_closed"
