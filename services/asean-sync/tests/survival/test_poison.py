"""One bad object never stops the others: it ends in a state with a reason."""

import asyncio
import json

import pytest
from tests.standins.releases import Brochure

from asean_sync import reconcile_now
from asean_sync.mapping import render


@pytest.fixture
def spoil(world):
    """Changes the released document itself, as a broken release would leave it."""

    def change(key, **texts):
        ((text,),) = world.sql("select doc from release.document where key = %s", key)
        doc = json.loads(text)
        for name, value in texts.items():
            doc[name] = value
        world.sql(
            "update release.document set doc = %s where key = %s", json.dumps(doc), key
        )

    return change


@pytest.fixture
def crashing(monkeypatch):
    """A renderer that fails on one item, in a way nobody thought of."""

    def fail_on(title):
        plain = render.render_item

        def rendered(unit, profile):
            if unit.first.doc.get("title") == title:
                message = "unthought of"
                raise ZeroDivisionError(message)
            return plain(unit, profile)

        monkeypatch.setattr("asean_sync.planning.making.desired.render_item", rendered)

    return fail_on


@pytest.fixture
def poison(world, spoil, crashing):
    """By way of being bad: the key of the item."""

    def pour(heavy):
        keys = {
            way: world.new_key() for way in ("crash", "nul", "half", "deep", "huge")
        }
        for way, key in keys.items():
            world.offer(key, "vi", way)
        crashing("crash")
        spoil(keys["nul"], title="Phố\x00Nối")
        spoil(keys["half"], title="Phố \ud800 Nối")
        nested = []
        for _ in range(300):
            nested = [nested]
        spoil(keys["deep"], fields={"name": nested})
        spoil(keys["huge"], texts={"body": "nặng " * heavy})
        return keys

    return pour


@pytest.fixture
def outlived(world, poison, dump):
    async def check(good: int, heavy: int, seconds: float) -> str:
        keys = [world.new_key() for _ in range(good)]
        world.releases.offer_many(keys, "vi", "Phố Nối A", world.target)
        bad = poison(heavy)
        wrong = Brochure(b"%PDF-1.7 khac\n" * 20)
        held = world.new_key()
        world.offer(held, "vi", "Sai tệp", wrong)
        world.brochures.remove(wrong)
        world.brochures.append(Brochure(b"%PDF-1.7 trao\n" * 9, version=wrong.version))
        report = await world.run(seconds)
        assert report.exit_code == 3, dump(report.runs)
        ((planned,),) = world.sql(
            "select json_object_agg(object_key, reason) from sync.plan_item"
            " where action = 'blocked'"
        )
        for way in ("crash", "nul", "half"):
            assert f"{bad[way]}.vi" in planned, way
        # What no target could read is blocked; the rest is theirs to judge.
        there = {f"{key}.vi": {"title": "Phố Nối A"} for key in keys}
        huge = world.object(f"{bad['huge']}.vi")
        if heavy > BEARABLY_HEAVY:
            # Nobody could see it there again: it is refused, and nothing of it sent.
            assert huge["state"] == "rejected"
            assert "limits.max_reply_kb" in huge["last_error"]
            like, ends = {"deep"}, BEARABLE | {"rejected"}
        else:
            like, ends = {"deep", "huge"}, BEARABLE
        arrived = there | {f"{bad[way]}.vi": {} for way in like}
        assert await world.violations(arrived) == []
        ((states,),) = world.sql(
            "select json_object_agg(state, n) from (select state, count(*) n"
            " from sync.object group by 1) s"
        )
        assert set(states) <= ends
        return str(huge["last_error"])

    return check


# Deep or heavy is not yet wrong.
BEARABLE = {"synced", "retry", "pending", "dead", "held", "in_doubt"}
# So often seven bytes: an answer of the stand-in is read up to a mebibyte.
BEARABLY_HEAVY = 140_000


async def test_poison_among_others_is_named_and_the_others_arrive(outlived):
    await outlived(10, 60_000, 8)


async def test_what_could_never_be_read_back_is_refused_before_it_is_sent(world, spoil):
    heavy, light = world.new_key(), world.new_key()
    for key in (heavy, light):
        world.offer(key)
    spoil(heavy, texts={"body": "nặng " * 160_000})
    assert (await world.run(20)).exit_code == 3
    refused = world.object(f"{heavy}.vi")
    assert refused["state"] == "rejected"
    assert "limits.max_reply_kb allows 1,048,576" in refused["last_error"]
    assert await world.violations({f"{light}.vi": {}}) == []
    # Nothing in the target's lists is cut off, so it can still be compared.
    compare = reconcile_now.reconcile_now
    (done,) = await asyncio.to_thread(compare, world.settings, looks=9)
    assert done.exit_code == 0, done


async def test_what_the_database_refuses_ends_the_run_and_is_told(world):
    world.offer(world.new_key())
    world.sql("alter table sync.payload add constraint no_room check (false)")
    report = await world.run(20)
    assert report.exit_code == 1
    assert report.runs[0]["note"] == "the database refused a write: CheckViolation"
    world.sql("alter table sync.payload drop constraint no_room")
    assert (await world.run()).exit_code == 0


@pytest.mark.soak
async def test_poison_among_a_thousand(outlived, record_property):
    said = await outlived(999, 10_000_000, 300)
    record_property("objects that arrived", 999)
    record_property("the one of 70 MB", f"rejected: {said}")
