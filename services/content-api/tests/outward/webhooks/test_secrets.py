"""A webhook's secret is replaced without a call that the portal cannot check."""

from contextlib import suppress
from uuid import uuid4

import pytest
from standardwebhooks.webhooks import Webhook, WebhookVerificationError


def verified_by(secret: str, calls: list[tuple[dict[str, str], bytes]]) -> list[int]:
    """Places of the calls that this secret verifies."""
    good = []
    for place, (headers, body) in enumerate(calls):
        with suppress(WebhookVerificationError):
            Webhook(secret).verify(body, headers)
            good.append(place)
    return good


@pytest.fixture
def replace(operator):
    async def ask(webhook, **order):
        path = f"/staff/v1/webhooks/{webhook['id']}/secret"
        return await operator.post(path, json=order)

    return ask


async def test_both_secrets_sign_until_the_former_ones_time_is_over(
    courier, receiver, register, release, replace, operator, owner
) -> None:
    made = await register()
    release()
    await courier.deliver()
    answer = await replace(made, overlap_hours=2)
    new = answer.json()
    release()
    await courier.deliver()
    owner.execute("UPDATE content.webhook SET former_until = now() - interval '1 s'")
    release()
    await courier.deliver()
    await courier.sweep()
    one = await operator.get(f"/staff/v1/webhooks/{made['id']}")

    assert answer.headers["cache-control"] == "no-store"
    assert verified_by(made["secret"], receiver.got) == [0, 1]
    assert verified_by(new["secret"], receiver.got) == [1, 2]
    assert receiver.got[1][0]["webhook-signature"].count("v1,") == 2
    assert (new["former_until"] is None, one.json()["former_until"]) == (False, None)
    kept = owner.execute("SELECT former_secret FROM content.webhook").fetchall()
    assert kept == [(None,)]


async def test_the_former_secret_is_retired_as_soon_as_the_portal_is_ready(
    courier, receiver, register, release, replace, operator, owner
) -> None:
    made = await register()
    await replace(made)
    second = await replace(made)
    path = f"/staff/v1/webhooks/{made['id']}/secret/retire"
    retired = [await operator.post(path), await operator.post(path)]
    release()
    await courier.deliver()

    assert (second.status_code, second.json()["code"]) == (
        409,
        "secret-being-replaced",
    )
    assert [one.json()["former_until"] for one in retired] == [None, None]
    assert verified_by(made["secret"], receiver.got) == []
    actions = owner.execute(
        "SELECT action FROM audit.entry WHERE subject = %s ORDER BY seq",
        (f"webhook:{made['id']}",),
    ).fetchall()
    assert actions[1:] == [("webhook.secret_replaced",), ("webhook.secret_retired",)]


async def test_a_secret_that_leaked_ends_at_once(
    courier, receiver, register, release, replace
) -> None:
    made = await register()
    second = await replace(made)
    third = await replace(made, overlap_hours=0)
    release()
    await courier.deliver()

    assert verified_by(third.json()["secret"], receiver.got) == [0]
    for old in (made["secret"], second.json()["secret"]):
        assert verified_by(old, receiver.got) == []


async def test_only_the_operator_replaces_a_secret(
    register, make_person, client, replace
) -> None:
    made = await register()
    path = f"/staff/v1/webhooks/{made['id']}/secret"
    leader = (await make_person("leader")).client

    refused = [await one.post(path, json={}) for one in (leader, client)]
    unknown = await replace({"id": uuid4()})
    odd = [await replace(made, overlap_hours=hours) for hours in (-1, 169, "x")]

    assert [one.status_code for one in refused] == [403, 401]
    assert unknown.status_code == 404
    assert {one.status_code for one in odd} == {422}
