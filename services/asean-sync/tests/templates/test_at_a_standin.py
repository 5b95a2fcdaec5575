"""A template, pointed at a system that answers as it guesses, delivers as it stands."""

import re

from tests.standins.portal.checker import ABSENT
from tests.standins.releases import Brochure

from asean_sync.templates import shelf


async def test_the_national_database_gets_one_object_with_both_languages(
    world, monkeypatch, dump
):
    monkeypatch.setenv("PHOHIEN_NATIONAL_FI_URL", f"{world.portal_url}/api")
    world.releases.add_target("national-fi")
    world.target = "national-fi"
    text = shelf.text_of("national-database")
    # How the stand-in knows us, and its pace; everything else is the template's.
    bearer = 'auth: {bearer: "secret://env/PHOHIEN_STANDIN_TOKEN"}\n'
    text = re.sub(r"^auth:\n(  .*\n)+", bearer, text, count=1, flags=re.MULTILINE)
    fast = "limits: {concurrency: 4, per_minute: 6000, cool_down: 2}\n"
    text = re.sub(r"^limits: .*\n", fast, text, count=1, flags=re.MULTILINE)
    assert bearer in text
    assert fast in text
    await world.activate(text)

    key, alone, paper = world.new_key(), world.new_key(), Brochure(b"%PDF-1.7 to\n" * 9)
    world.offer(key, "vi", "Khu công nghiệp Phố Nối A", paper)
    world.offer(key, "en", "Pho Noi A Industrial Park", paper)
    # In one language alone it does not leave: the template asks for both.
    world.offer(alone, "vi", "Phố Nối B")
    report = await world.run(target="national-fi")
    assert report.runs[0]["counts"]["plan"] == {"create": 2, "blocked": 1}, dump(report)
    media = {f"{key}.m.{paper.version}": paper.sha256}
    shown = {key: {"category": "8", "province": "33"}, alone: ABSENT}
    assert await world.violations(shown, media) == []
    kept = (await world.portal.get("/_control/state")).json()
    (item,) = [one for one in kept["items"] if one["externalId"] == key]
    assert [(one["lang"], one["title"]) for one in item["contents"]] == [
        ("vi", "Khu công nghiệp Phố Nối A"),
        ("en", "Pho Noi A Industrial Park"),
    ]
    # Without English it is not selected; the word was given, so all of it goes at once.
    world.releases.withdraw(key, "en")
    await world.run(target="national-fi")
    assert await world.violations({key: ABSENT, alone: ABSENT}) == []
    assert world.object(key)["state"] == "absent"
