"""What a receiver gets, when it gets it again, and when no more."""

import asyncio
import json
from contextlib import suppress
from datetime import datetime

import pytest
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from content_api.feeds.stream.bell import Bell


async def test_a_release_is_told_thinly_and_signed(
    courier, receiver, register, release, log
) -> None:
    webhook = await register()
    item = release("vi", title="Không được gửi đi trong thân")

    await courier.deliver()

    ((headers, body),) = receiver.got
    told = Webhook(webhook["secret"]).verify(body, headers)
    assert {name: told[name] for name in ("type", "key", "locale", "url")} == {
        "type": "item.released",
        "key": item["key"],
        "locale": "vi",
        "url": f"https://api.example.vn/v1/items/{item['key']}?locale=vi",
    }
    assert told.keys() == {"type", "timestamp", "seq", "key", "locale", "url"}
    (delivery,) = await log(webhook)
    assert (delivery["state"], delivery["seq"]) == ("delivered", told["seq"])
    assert [one["status"] for one in delivery["attempts"]] == [204]


async def test_another_secret_does_not_verify(
    courier, receiver, register, release
) -> None:
    await register()
    other = await register()
    release()

    await courier.deliver()

    verified = []
    for headers, body in receiver.got:
        with suppress(WebhookVerificationError):
            verified.append(Webhook(other["secret"]).verify(body, headers))
    assert len(receiver.got) == 2
    assert len(verified) == 1


async def test_corrections_and_withdrawals_are_told_in_order(
    courier, receiver, register, release, withdraw
) -> None:
    await register()
    item = release()
    release(item=item)
    withdraw(item)

    await courier.deliver()

    told = [json.loads(body) for _, body in receiver.got]
    assert sorted(one["seq"] for one in told) == [1, 2, 3]
    assert {one["type"] for one in told} == {
        "item.released",
        "item.corrected",
        "item.withdrawn",
    }


async def test_nothing_from_before_is_told_and_filters_hold(
    courier, receiver, register, release
) -> None:
    release()
    await register(types=["destination"], locales=["zh-CN"])
    release("vi", "zh-Hans")
    release("vi", "zh-Hans", type="destination", key="hy-destination-7k3m9qx2")

    await courier.deliver()

    (told,) = [json.loads(body) for _, body in receiver.got]
    assert (told["key"], told["locale"]) == ("hy-destination-7k3m9qx2", "zh-Hans")


async def test_what_fails_is_tried_again_by_the_schedule_under_the_same_id(
    courier, receiver, register, release, log, fall_due, operator
) -> None:
    webhook = await register()
    release()
    receiver.reply(500)
    await courier.deliver()
    (first,) = await log(webhook)
    receiver.reply(302, "location: http://127.0.0.1:9/")
    fall_due()
    await courier.deliver()
    (second,) = await log(webhook)
    failing = await operator.get(f"/staff/v1/webhooks/{webhook['id']}")
    fall_due()
    await courier.deliver()
    (last,) = await log(webhook)

    pauses = [
        (at(one["next_at"]) - at(one["attempts"][-1]["at"])).total_seconds()
        for one in (first, second)
    ]
    assert pauses == [pytest.approx(5.5, abs=0.6), pytest.approx(330, abs=3)]
    assert (first["state"], second["state"], last["state"]) == (
        "pending",
        "pending",
        "delivered",
    )
    assert [one["status"] for one in last["attempts"]] == [500, 302, 204]
    assert len({headers["webhook-id"] for headers, _ in receiver.got}) == 1
    assert len({body for _, body in receiver.got}) == 1
    assert failing.json()["failing_since"] is not None


@pytest.mark.parametrize(
    ("asked", "got"),
    [
        ("1000", 1000),
        ("99999999999", 86_400),
        ("9" * 5000, 86_400),
        ("-1", 5),
        ("Fri, 20 Nov 2026 08:00:00 GMT", 5),
    ],
)
async def test_who_asks_for_a_pause_gets_it(
    courier, receiver, register, release, log, asked, got
) -> None:
    webhook = await register()
    release()
    receiver.reply(429, f"retry-after: {asked}")

    await courier.deliver()

    (one,) = await log(webhook)
    paused = at(one["next_at"]) - at(one["attempts"][-1]["at"])
    assert paused.total_seconds() == pytest.approx(got, abs=3)


async def test_after_the_last_try_it_is_dead_until_replayed(
    courier, receiver, register, release, log, owner, operator
) -> None:
    webhook = await register()
    release()
    receiver.reply(500)
    await courier.deliver()
    owner.execute("UPDATE content.webhook_delivery SET attempts = 9, next_at = now()")
    receiver.reply(500)
    await courier.deliver()
    (dead,) = await log(webhook, state="dead")

    path = f"/staff/v1/webhooks/{webhook['id']}/deliveries/{dead['id']}/replay"
    replayed = await operator.post(path)
    await courier.deliver()

    assert replayed.json() == {"deliveries": 1}
    (after,) = await log(webhook)
    assert after["state"] == "delivered"
    assert len({headers["webhook-id"] for headers, _ in receiver.got}) == 1


async def test_an_endpoint_that_is_gone_is_paused(
    courier, receiver, register, release, operator, log
) -> None:
    webhook = await register()
    release()
    receiver.reply(410)

    await courier.deliver()
    release()
    await courier.deliver()

    seen = (await operator.get(f"/staff/v1/webhooks/{webhook['id']}")).json()
    assert (seen["state"], seen["note"]) == ("paused", "410 Gone")
    assert [one["state"] for one in await log(webhook)] == ["dead"]
    assert len(receiver.got) == 1


async def test_an_endpoint_that_failed_for_days_is_paused(
    courier, receiver, register, release, operator, owner
) -> None:
    webhook = await register()
    release()
    receiver.reply(500)
    await courier.deliver()
    owner.execute(
        "UPDATE content.webhook SET failing_since = now() - '6 days'::interval"
    )
    owner.execute("UPDATE content.webhook_delivery SET attempts = 9, next_at = now()")
    receiver.reply(500)
    await courier.deliver()

    seen = (await operator.get(f"/staff/v1/webhooks/{webhook['id']}")).json()
    assert seen["state"] == "paused"


async def test_nobody_there_and_nonsense_are_failures_like_any_other(
    courier, receiver, register, release, log
) -> None:
    webhook = await register(url="http://127.0.0.1:9/")
    other = await register()
    receiver.replies.append(b"garbage\r\n\r\n")
    release()

    await courier.deliver()

    (refused,), (garbled,) = await log(webhook), await log(other)
    assert refused["attempts"][0]["error"] == "ConnectError"
    assert garbled["attempts"][0]["error"] == "RemoteProtocolError"
    assert refused["attempts"][0]["status"] is None


async def test_a_worker_that_died_over_a_delivery_is_followed_by_another(
    courier, register, release, log, owner
) -> None:
    """Its lease ends; the try it counted stays counted."""
    webhook = await register()
    release()
    owner.execute(
        "UPDATE content.webhook SET told_seq = 1; INSERT INTO content.webhook_delivery"
        " (webhook_id, seq, state, attempts, next_at, created_at) SELECT id, 1,"
        " 'pending', 1, now() - interval '1 s', now() FROM content.webhook"
    )

    await courier.deliver()

    (one,) = await log(webhook)
    assert one["state"] == "delivered"


async def test_paused_is_silent_and_resumed_goes_on_where_it_stopped(
    courier, receiver, register, release, operator
) -> None:
    webhook = await register()
    path = f"/staff/v1/webhooks/{webhook['id']}"
    await operator.post(f"{path}/pause")
    release()
    await courier.deliver()
    silent = list(receiver.got)

    await operator.post(f"{path}/resume")
    await courier.deliver()

    assert silent == []
    assert len(receiver.got) == 1


async def test_a_stretch_of_the_log_is_replayed(
    courier, receiver, register, release, operator
) -> None:
    webhook = await register()
    for _ in range(4):
        release()
    await courier.deliver()
    receiver.got.clear()

    path = f"/staff/v1/webhooks/{webhook['id']}/replay"
    replayed = await operator.post(path, json={"since_seq": 2, "until_seq": 3})
    await courier.deliver()

    assert replayed.json() == {"deliveries": 2}
    assert sorted(json.loads(body)["seq"] for _, body in receiver.got) == [2, 3]


async def test_the_courier_wakes_by_itself(
    courier, receiver, register, release, settings
) -> None:
    await register()
    async with Bell.connect(settings.url_of("CONTENT")) as bell:
        await bell.wait(bell.next_ring(), 5)  # it rings when it begins to hear
        running = asyncio.create_task(courier.run(bell))
        await asyncio.sleep(0.2)
        release()
        await asyncio.wait_for(receiver.heard.wait(), 5)
        running.cancel()
        await asyncio.wait({running})

    assert len(receiver.got) == 1


async def test_two_couriers_tell_everything_once(
    courier, receiver, register, release
) -> None:
    await register()
    for _ in range(30):
        release()

    await asyncio.gather(courier.deliver(), courier.deliver())

    told = [json.loads(body)["seq"] for _, body in receiver.got]
    assert sorted(told) == list(range(1, 31))


async def test_an_old_log_is_swept(courier, register, release, log, owner) -> None:
    webhook = await register()
    release()
    await courier.deliver()
    owner.execute(
        "UPDATE content.webhook_delivery SET done_at = now() - interval '31 days'"
    )

    await courier.sweep()

    assert await log(webhook) == []


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)
