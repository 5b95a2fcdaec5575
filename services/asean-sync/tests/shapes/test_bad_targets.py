"""A target may do anything: the entry says what, nothing doubles, nobody stops."""

import httpx
import pytest
from tests.standins.certificates import make
from tests.standins.rogue import FOREIGN, Rogue, create_app
from tests.standins.served import served

from asean_sync.connectors.addresses import Allowed, ForbiddenAddressError, guard

HEALED = (
    *("hidden", "huge", "drip", "utf8", "half", "nul", "deep", "nan"),
    *("ours", "foreign", "moves", "twice"),
)
HELD = {
    "redirect": "we do not go there",
    "html": "answered 200 text/html",
}


@pytest.fixture
async def rogue(at_address, profile_text):
    held = Rogue()
    impatient = {
        "timeout: {connect: 2, read: 1, media: 60}": "timeout: {connect: 1, read: 2}",
        "cool_down: 2": "cool_down: 0.5\n  max_reply_kb: 64",
        "[0.5, 1, 2, 4, 8, 15, 30, 60], jitter: full, budget: 10": (
            "[0.3], jitter: none, budget: 3"
        ),
        "version: 1": "version: 4",
    }
    for old, new in impatient.items():
        assert old in profile_text
        profile_text = profile_text.replace(old, new)
    async with at_address(create_app(held), profile_text):
        yield held


async def test_every_misbehaviour_ends_in_a_state_with_a_reason(world, rogue, dump):
    first = world.new_key()
    world.offer(first, "vi", "good Phố Nối")
    assert (await world.run()).exit_code == 0
    keys = {way: world.new_key() for way in (*HEALED, *HELD, "refused", "plain")}
    for way, key in keys.items():
        world.offer(key, "vi", f"{way} Phố Nối")
    report = await world.run(60)
    assert report.runs[0]["outcome"] == "partial", dump(report.runs)
    found = {way: world.object(f"{key}.vi") for way, key in keys.items()}
    states = {way: one["state"] for way, one in found.items()}
    wanted = dict.fromkeys((*HEALED, "plain"), "synced")
    assert states == {
        **wanted,
        **dict.fromkeys(HELD, "held"),
        "refused": "rejected",
    }, dump(found)
    for way, said in HELD.items():
        assert found[way]["hold_reason"] == "in_doubt"
        assert said in found[way]["last_error"]
    assert "answered 422" in found["refused"]["last_error"]

    # Once there, each under the id it has; what is not ours is as it was.
    times = [doc["externalId"] for doc in rogue.items.values()]
    assert sorted(times) == sorted(
        ["cua-nguoi-khac", f"{first}.vi", *(f"{keys[way]}.vi" for way in wanted)]
    )
    assert rogue.items[FOREIGN]["title"] == "Của người khác"
    for way in wanted:
        shown = rogue.items[int(found[way]["remote_id"])]
        assert shown["externalId"] == f"{keys[way]}.vi"
    assert {way: rogue.creations[way] for way in HEALED} == dict.fromkeys(HEALED, 1)
    assert rogue.sent < 50 * 1024 * 1024

    # Each doubt left an entry an operator can read.
    whys = dict(
        world.sql(
            "select o.object_key, string_agg(r.why, ' | ') from sync.attempt a "
            "join sync.attempt_result r on r.attempt_id = a.id "
            "join sync.object o on o.id = a.object_id group by 1"
        )
    )
    for way, said in {
        "huge": "cut off",
        "drip": "no answer within",
        "utf8": "is not UTF-8",
        "half": "cannot be read as JSON",
        "nul": "names no remote id",
        "deep": "cannot be read as JSON",
        "ours": f"is that of {first}.vi",
        "foreign": "the target shows 'cua-nguoi-khac'",
    }.items():
        assert said in whys[f"{keys[way]}.vi"], way


async def test_a_profile_that_points_inside_sends_nothing_and_says_why(
    world, profile_text
):
    rogue = Rogue()
    async with served(create_app(rogue)) as url:
        text = profile_text.replace("secret://env/PHOHIEN_STANDIN_URL", url)
        await world.activate(text.replace("version: 1", "version: 5"))
        world.offer(world.new_key(), "vi", "good Phố Nối")
        report = await world.run(10)
    assert report.exit_code == 1
    assert "forbidden address" in report.runs[0]["note"]
    assert "127.0.0.1" in report.runs[0]["note"]
    assert rogue.creations == {}


async def test_an_expired_certificate_costs_no_object_and_heals_by_itself(
    world, profile_text, monkeypatch, tmp_path
):
    made, rogue, key = make(tmp_path), Rogue(), world.new_key()
    monkeypatch.setenv("PHOHIEN_TRUST", str(tmp_path / "ca.pem"))
    bearer = '"secret://env/PHOHIEN_STANDIN_TOKEN"'
    text = profile_text.replace(
        f"bearer: {bearer}", f"bearer: {bearer}, trust: secret://env/PHOHIEN_TRUST"
    )
    text = text.replace("version: 1", "version: 6")
    world.offer(key, "vi", "plain Phố Nối")
    async with served(create_app(rogue), made.tls("expired")) as url:
        monkeypatch.setenv("PHOHIEN_STANDIN_URL", url)
        await world.activate(text)
        report = await world.run(2)
    found = world.object(f"{key}.vi")
    assert report.exit_code != 0
    assert found["state"] in {"retry", "pending"}
    assert "its certificate is refused: certificate has expired" in found["last_error"]
    assert rogue.creations == {}
    async with served(create_app(rogue), made.tls("server")) as url:
        monkeypatch.setenv("PHOHIEN_STANDIN_URL", url)
        # Five failures in a row, if they came that fast, left the target alone.
        world.sql("update sync.target set circuit_until = now()")
        world.sql("update sync.object set not_before = now()")
        again = await world.run(20)
        assert again.exit_code == 0, again.runs
    assert world.object(f"{key}.vi")["state"] == "synced"


async def test_a_name_that_moved_inside_after_the_check_is_caught_at_the_connection():
    rogue = Rogue()
    async with served(create_app(rogue)) as url, httpx.AsyncClient() as http:
        request = http.build_request("POST", f"{url}/api/items", json={})
        request.extensions["trace"] = guard(Allowed.of(url, inside=False))
        with pytest.raises(ForbiddenAddressError, match="not a public address"):
            await http.send(request)
    assert rogue.creations == {}
