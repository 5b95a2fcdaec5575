"""What nobody approved is never on the wire, whatever else of the item is."""

import random

import pytest
from tests.standins.releases import Brochure
from tests.standins.wiretap import Wiretap

from phohien import keys

PER_ITEM = """
unit: per_item
key: "{key}"
"""
TEXTS = """  texts: {languages: {value: {path: language.texts}}}
  title: {languages: {value: {path: language.title}}, required: true}
  summary: {languages: {value: {path: language.summary}}}
"""


@pytest.fixture
async def tap(world, monkeypatch):
    async with Wiretap(world.portal_url).running() as tap:
        monkeypatch.setenv("PHOHIEN_STANDIN_URL", tap.url)
        yield tap


@pytest.fixture(params=["per_language", "per_item"])
async def unit(request, world, profile_text):
    """An object for each language, and one object for all that is approved."""
    if request.param == "per_item":
        lines = [
            line
            for line in profile_text.splitlines(keepends=True)
            if not line.startswith(("unit:", "key:", "  texts:", "  title:"))
            and not line.startswith(("  summary:", "  lang:"))
        ]
        text = "".join(lines).replace("\nmap:\n", f"\n{PER_ITEM}\nmap:\n{TEXTS}", 1)
        await world.activate(text.replace("version: 1", "version: 2"))
    return request.param


@pytest.fixture
def town(world):
    """Items of which some languages are approved; the words that tell which."""
    world.releases.add_target("cong-khac")
    may, must_not = set(), set()

    def word(among):
        made = f"chu{keys.crockford(12)}"
        among.add(made)
        return made

    def paper(among):
        one = Brochure(f"%PDF-1.7 {word(among)}\n".encode() * 20)
        world.brochures.append(one)
        return one

    def released(key, lang, among):
        return world.releases.release(key, lang, word(among), paper(among))

    def offered(key, lang, among=may):
        return world.offer(key, lang, word(among), paper(among))

    def add(chance):
        key = world.new_key()
        offered(key, "vi")
        # Released, and offered nowhere; offered to another target; taken back.
        released(key, "en", must_not)
        world.releases.offer(released(key, "ja", must_not), "cong-khac")
        world.releases.offer(released(key, "fr", must_not), world.target)
        world.sql(
            "update release.offer set withdrawn_at = now() where key = %s"
            " and lang = 'fr'",
            key,
        )
        if chance.random() < 0.5:
            # Bound to what was read: what was released later waits.
            offered(key, "zh-Hans")
            world.sql(
                "update release.offer set follow_policy = 'hold' where key = %s"
                " and lang = 'zh-Hans'",
                key,
            )
            released(key, "zh-Hans", must_not)
        else:
            # Released for a day that has not come.
            released(key, "zh-Hans", must_not)
            world.sql(
                "update release.document set visible_from = now() + interval '1 day'"
                " where key = %s and lang = 'zh-Hans'",
                key,
            )
        return key

    add.may, add.must_not, add.released, add.offered = (
        *(may, must_not, released),
        offered,
    )
    return add


async def whole_story(world, tap, town, count):
    chance = random.Random(5)
    made = [town(chance) for _ in range(count)]
    first = await world.run(600)
    assert {one["outcome"] for one in first.runs} == {"ok"}
    for key in made:
        # A correction of what is approved goes; one of what is not, does not.
        town.offered(key, "vi")
        town.released(key, "en", town.must_not)
    await world.run(600)
    unheard = [one for one in town.may if one.encode() not in tap.heard]
    assert unheard == [], "the tap hears nothing, so the test shows nothing"
    assert [one for one in town.must_not if one.encode() in tap.heard] == []


@pytest.mark.usefixtures("unit")
async def test_an_unapproved_language_of_an_approved_item_is_never_on_the_wire(
    world, tap, town
):
    await whole_story(world, tap, town, 2)


@pytest.mark.soak
@pytest.mark.usefixtures("unit")
async def test_an_unapproved_language_is_never_on_the_wire_of_a_night(
    world, tap, town, record_property
):
    await whole_story(world, tap, town, 200)
    record_property(
        "figures",
        f"200 items, {len(town.must_not)} words that nobody approved,"
        f" {len(tap.heard):,} bytes heard: none of them",
    )


async def test_a_new_version_with_the_same_payloads_sends_nothing(
    world, tap, profile_text
):
    papers = [Brochure(b"%PDF-1.7 mot\n" * 30)]
    sent = [world.new_key() for _ in range(3)]
    for key in sent:
        world.offer(key, "vi", "Khu công nghiệp Phố Nối A", *papers)
    assert (await world.run()).exit_code == 0
    writes = tap.requests("POST", "PUT", "PATCH", "DELETE")
    attempts = world.sql("select count(*) from sync.attempt where op <> 'probe'")
    lines = profile_text.splitlines(keepends=True)
    start = lines.index("map:\n") + 1
    # The same fields in another order, another pace, more comments.
    shuffled = [*lines[:start], *reversed(lines[start : start + 4])]
    text = "".join([*shuffled, *lines[start + 4 :]])
    assert text != profile_text
    for old, new in (
        ("version: 1", "version: 2"),
        ("per_minute: 6000", "per_minute: 5000 # slower"),
        ("{path: fi_category}", "{path: '(fi_category)'}"),
    ):
        assert old in text
        text = text.replace(old, new, 1)
    activated = await world.activate(text)
    assert activated.effect["counts"] == {"noop": 6}
    assert (await world.run()).exit_code == 0
    assert tap.requests("POST", "PUT", "PATCH", "DELETE") == writes
    again = world.sql("select count(*) from sync.attempt where op <> 'probe'")
    assert again == attempts
