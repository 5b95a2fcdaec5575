"""Who may register a webhook, and what may not be registered."""

from ipaddress import ip_address
from uuid import uuid4

import pytest

from content_api.webhooks import service
from content_api.webhooks.calls import guard
from content_api.webhooks.errors import ForbiddenAddressError


async def test_the_secret_is_shown_once(register, operator) -> None:
    made = await register()

    listed = await operator.get("/staff/v1/webhooks")
    one = await operator.get(f"/staff/v1/webhooks/{made['id']}")

    assert made["secret"].startswith("whsec_")
    assert made["secret"] not in listed.text + one.text
    assert [row["id"] for row in listed.json()["data"]] == [made["id"]]


async def test_only_the_operator_may(make_person, client, receiver) -> None:
    coordinator = (await make_person("coordinator")).client
    draft = {"name": "x", "url": receiver.url}

    assert (await coordinator.post("/staff/v1/webhooks", json=draft)).status_code == 403
    assert (await coordinator.get("/staff/v1/webhooks")).status_code == 403
    assert (await client.get("/staff/v1/webhooks")).status_code == 401


async def test_a_deleted_webhook_is_gone_and_the_audit_knows(
    register, operator, owner
) -> None:
    made = await register()

    gone = await operator.delete(f"/staff/v1/webhooks/{made['id']}")
    again = await operator.delete(f"/staff/v1/webhooks/{made['id']}")

    actions = owner.execute(
        "SELECT action FROM audit.entry WHERE subject = %s ORDER BY seq",
        (f"webhook:{made['id']}",),
    ).fetchall()
    assert (gone.status_code, again.status_code) == (204, 404)
    assert actions == [("webhook.registered",), ("webhook.deleted",)]


@pytest.mark.parametrize(
    "url",
    [
        "https://10.0.0.1/",
        "https://169.254.169.254/latest/meta-data/",
        "https://[::1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://[64:ff9b::a00:1]/",
        "https://[2002:7f00:1::]/",
        "https://0.0.0.0/",
        "https://2130706433/",
        "https://0x7f.1/",
        "https://224.0.0.1/",
        "http://93.184.215.14/",
        "ftp://93.184.215.14/",
        "https://user:secret@93.184.215.14/",
        "https://93.184.215.14/#x",
        "https://93.184.215.14:99999/",
        "https:///nowhere",
        "https://no-such-host.invalid/",
        "https://93.184.215.14/a b",
        "https://93.184.215.14/\\r\\nx: y",
        "https://[::1",
        "javascript:alert(1)",
    ],
)
async def test_an_address_inside_or_none_at_all_is_refused(url) -> None:
    with pytest.raises(ForbiddenAddressError):
        await service.check_address(url, frozenset())


async def test_who_registers_one_is_told_so(operator) -> None:
    answer = await operator.post(
        "/staff/v1/webhooks", json={"name": "x", "url": "https://10.0.0.1/"}
    )

    assert answer.status_code == 422
    assert answer.json()["code"] == "forbidden-address"


async def test_a_public_address_is_taken(operator) -> None:
    answer = await operator.post(
        "/staff/v1/webhooks", json={"name": "x", "url": "https://93.184.215.14/hook"}
    )

    assert answer.status_code == 201


async def test_a_name_that_points_inside_is_refused_at_the_call_too() -> None:
    wanted = guard.destination("https://localhost/", frozenset())

    with pytest.raises(ForbiddenAddressError):
        await guard.resolve(wanted)


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.215.14", True),
        ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", True),
        ("100.64.0.1", False),
        ("192.168.1.1", False),
        ("172.16.0.1", False),
        ("127.0.0.1", False),
        ("fe80::1", False),
        ("fd00::1", False),
        ("::ffff:127.0.0.1", False),
        ("ff02::1", False),
        ("255.255.255.255", False),
    ],
)
def test_which_addresses_are_public(address, public) -> None:
    assert guard.is_public(ip_address(address)) is public


async def test_what_means_nothing_is_refused(operator, receiver) -> None:
    for given in (
        {"types": ["no_such_type"]},
        {"locales": ["x"]},
        {"types": ["a b"]},
        {"name": ""},
        {"unknown": 1},
    ):
        draft = {"name": "x", "url": receiver.url, **given}
        answer = await operator.post("/staff/v1/webhooks", json=draft)

        assert answer.status_code == 422, given


async def test_unknown_webhooks_and_deliveries_are_not_found(
    operator, register
) -> None:
    path, nobody = "/staff/v1/webhooks", uuid4()
    made = await register()
    order = {"since_seq": 1}

    answers = [
        await operator.get(f"{path}/{nobody}"),
        await operator.post(f"{path}/{nobody}/pause"),
        await operator.post(f"{path}/{nobody}/replay", json=order),
        await operator.get(f"{path}/{nobody}/deliveries"),
        await operator.post(f"{path}/{made['id']}/deliveries/{nobody}/replay"),
    ]

    assert {answer.status_code for answer in answers} == {404}


async def test_the_log_has_pages(register, release, courier, operator) -> None:
    made = await register()
    for _ in range(3):
        release()
    await courier.deliver()
    path = f"/staff/v1/webhooks/{made['id']}/deliveries"

    first = (await operator.get(path, params={"limit": 2})).json()
    rest = await operator.get(path, params={"limit": 2, "cursor": first["next_cursor"]})

    seqs = [one["seq"] for one in first["data"] + rest.json()["data"]]
    assert sorted(seqs) == [1, 2, 3]
    assert rest.json()["next_cursor"] is None


async def test_there_are_only_so_many(operator, register, owner) -> None:
    await register()
    owner.execute(
        "INSERT INTO content.webhook (name, url, secret, types, locales, state, note,"
        " told_seq, created_by, created_at) SELECT name, url, secret, types, locales,"
        " state, note, told_seq, created_by, created_at FROM content.webhook,"
        " generate_series(1, 99)"
    )

    answer = await operator.post(
        "/staff/v1/webhooks", json={"name": "x", "url": "https://93.184.215.14/"}
    )

    assert answer.status_code == 409
