"""A service behind a security server of X-Road, spoken to in SOAP: by profile alone."""

import pytest
from tests.standins.exchange.app import Exchange, create_app, fault, replied, wrapped
from tests.standins.releases import Brochure

from asean_sync.connectors.interface import Role, Wanted
from asean_sync.connectors.outcomes import Op
from asean_sync.connectors.soap.connector import SoapXRoad
from asean_sync.profiles.check import read_profile
from asean_sync.profiles.errors import ProfileRefusedError


@pytest.fixture
async def exchange(at_address, profile_of):
    held = Exchange()
    async with at_address(create_app(held), profile_of("exchange")):
        yield held


def by_key(held):
    return {one["key"]: one for one in held.objects.values()}


async def test_items_go_with_their_files_are_corrected_and_taken_down(
    world, exchange, dump
):
    keys = [world.new_key() for _ in range(2)]
    brochure = Brochure(b"%PDF-1.7 \r\n--to gap\x00\xff" * 100)
    world.offer(keys[0], "vi", "Phố Nối <A> & «B»", brochure)
    world.offer(keys[1], "vi", "Thổ Hoàng\u0001")
    report = await world.run()
    assert report.exit_code == 0, dump(report.runs)
    held = by_key(exchange)
    assert held.keys() == {f"{key}.vi" for key in keys}
    first = held[f"{keys[0]}.vi"]
    assert first["fields"]["tieuDe"].text == "Phố Nối <A> & «B»"
    assert [one.text for one in first["fields"]["chuDe"]] == ["investment"]
    assert first["files"] == {"to-gap.pdf": brochure.content}
    assert world.object(f"{keys[0]}.vi")["remote_url"].startswith("https://hub.example")

    world.offer(keys[0], "vi", "Phố Nối, mở rộng", brochure)
    world.releases.withdraw(keys[1], "vi")
    assert (await world.run()).exit_code == 0
    (left,) = by_key(exchange).values()
    assert left["fields"]["tieuDe"].text == "Phố Nối, mở rộng"
    # Which message it was, in the words of both security servers' logs.
    (headers,) = world.sql(
        "select response_headers->>'x-request-id' from sync.attempt_result r"
        " join sync.attempt a on a.id = r.attempt_id where a.op = 'withdraw'"
    )
    assert ("ghiGo", headers[0]) in exchange.calls


def _hostile():
    entity = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>'
    return [
        lambda _: wrapped("<s:Body>&b;</s:Body>", before=entity),
        lambda _: replied("ghiMoi", "another message", "<o:id>7</o:id>"),
        lambda message: replied("ghiSua", message, "<o:id>7</o:id>"),
        lambda _: wrapped("<s:Body/>"),
        lambda _: fault("Server.ServerProxy.ServiceFailed.HttpError", "502", 200),
        lambda message: replied("ghiMoi", message, "<o:done>true</o:done>"),
    ]


async def test_an_answer_one_cannot_rely_on_is_looked_into_and_never_sent_twice(
    world, exchange
):
    exchange.after += _hostile()
    keys = [world.new_key() for _ in exchange.after]
    for key in keys:
        world.offer(key, "vi", "Phố Nối")
    assert (await world.run()).exit_code == 0
    assert sorted(one["key"] for one in exchange.objects.values()) == sorted(
        f"{key}.vi" for key in keys
    )
    assert [operation for operation, _ in exchange.calls].count("ghiMoi") == len(keys)
    doubts = world.sql(
        "select why from sync.attempt_result where verdict = 'in_doubt' order by why"
    )
    assert len(doubts) == len(keys), doubts
    assert any("document type" in why or "no XML" in why for (why,) in doubts)
    assert any("ServiceFailed.HttpError" in why for (why,) in doubts)


async def test_a_fault_says_who_failed_and_what_follows(world, exchange):
    bad, later = world.new_key(), world.new_key()
    exchange.before += [
        lambda: fault("Client.InvalidTitle", "Tiêu đề quá dài"),
        lambda: fault("Server.ServerProxy.ServiceDisabled", "Out of order"),
    ]
    for key in sorted([bad, later]):
        world.offer(key, "vi", "Phố Nối")
    assert (await world.run()).exit_code == 3
    found = {world.object(f"{key}.vi")["state"]: key for key in (bad, later)}
    assert found.keys() == {"rejected", "synced"}
    refused = world.object(f"{found['rejected']}.vi")
    assert "Client.InvalidTitle: Tiêu đề quá dài" in refused["last_error"]


async def test_a_right_that_is_missing_shuts_the_door_and_blames_no_object(
    world, at_address, profile_of
):
    held = Exchange()
    text = profile_of("exchange").replace("member: H33", "member: H99")
    async with at_address(create_app(held), text):
        key = world.new_key()
        world.offer(key, "vi", "Phố Nối")
        await world.run(3)
    assert world.object(f"{key}.vi")["state"] == "pending"
    ((circuit, why),) = world.sql("select circuit, circuit_reason from sync.target")
    assert (circuit, "AccessDenied" in why) == ("open", True)


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("mode: inline", "mode: multipart", "the mode is inline"),
        ("max_media_mb: 8", "max_media_mb: 80", "at most 32"),
        ("  chuDe:", "  chủ đề:", "cannot be the name of an element"),
        ("    find: traCuu\n", "", "find_by_key needs operations.find"),
        ("  user: VN33\n", "", "'user' is a required property"),
        ("profile: {", "format: schema_org\nprofile: {", "payload: json"),
    ],
)
def test_a_profile_that_cannot_be_an_envelope_is_refused(profile_of, old, new, why):
    text = profile_of("exchange")
    assert old in text
    with pytest.raises(ProfileRefusedError) as refused:
        read_profile(text.replace(old, new, 1), "exchange.yaml")
    assert why in str(refused.value.detail)


def test_headers_of_a_profile_never_go_twice(profile_of):
    theirs = "headers: {SOAPAction: ghi, Content-Type: text/plain, X-Unit: hy}\n"
    profile = read_profile(profile_of("exchange") + theirs, "exchange.yaml")
    wanted = Wanted(Op.WITHDRAW, Role.ITEM, "a.vi", "1", remote_id="7")
    assert SoapXRoad(profile, None).prepare(wanted).headers == {
        "soapaction": '""',
        "content-type": "text/xml; charset=utf-8",
        "x-unit": "hy",
    }


async def test_the_same_service_takes_json_and_dublin_core(
    world, at_address, profile_of
):
    held = Exchange()
    text = profile_of("exchange").replace(
        "  version: v1", "  version: v1\n  payload: json"
    )
    text = text.replace("media: {mode: inline}", "format: oai_dc")
    async with at_address(
        create_app(held),
        text.replace("  tep:", "  banSao:").replace(
            "{media: {fields: {sha256: sha256, ten: filename}}}", "{const: 1}"
        ),
    ):
        key = world.new_key()
        world.offer(key, "vi", "Phố Nối")
        assert (await world.run()).exit_code == 0
    (one,) = held.objects.values()
    assert '"title":["Phố Nối"]' in one["text"]
