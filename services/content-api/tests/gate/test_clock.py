"""Embargo and expiry hold by the clock; the tick only tells the log about it."""

from datetime import datetime, timedelta

import psycopg
import pytest

from content_api.worker import tick
from phohien import clock
from phohien.urls import libpq


@pytest.fixture
def lines(client):
    async def of(item):
        # The tick is another process's: what is kept may be milliseconds behind it.
        fresh = {"cache-control": "no-cache"}
        found = await client.get("/v1/changes", params={"limit": 200}, headers=fresh)
        return [line for line in found.json()["data"] if line["key"] == item["key"]]

    return of


@pytest.fixture
def live(urls):
    """How many documents of the item a role sees by SQL of its own."""

    def count(item, role):
        with psycopg.connect(libpq(getattr(urls, role))) as connection:
            [number] = connection.execute(
                "SELECT count(*) FROM release.document WHERE item_id = %s",
                [item["id"]],
            ).fetchone()
        return number

    return count


@pytest.fixture
def an_hour_passes(urls):
    """For one item, by its owner: a test that waits would depend on the machine."""

    def shift(item):
        with psycopg.connect(libpq(urls.owner)) as connection:
            connection.execute(
                "UPDATE release.document SET visible_from = visible_from - hour,"
                " expires_at = expires_at - hour"
                " FROM (SELECT interval '1 hour' AS hour) AS moved WHERE item_id = %s",
                [item["id"]],
            )

    return shift


def soon(seconds):
    return (clock.now() + timedelta(seconds=seconds)).isoformat()


async def test_an_embargo_ends_by_the_clock_and_then_in_the_log(
    make_released, client, database, lines, live, an_hour_passes
):
    item = await make_released(visible_from=soon(1800))
    assert item["languages"]["vi"]["status"] == "scheduled"
    assert live(item, "public") == live(item, "sync") == 0
    assert (await client.get(f"/v1/items/{item['key']}")).status_code == 404
    await tick(database)
    assert await lines(item) == []

    an_hour_passes(item)

    assert live(item, "public") == live(item, "sync") == 2
    assert (await client.get(f"/v1/items/{item['key']}")).status_code == 200
    assert await lines(item) == []
    await tick(database)
    await tick(database)
    told = await lines(item)
    assert [line["kind"] for line in told] == ["released", "released"]
    began = datetime.fromisoformat(item["visible_from"]) - timedelta(hours=1)
    assert {datetime.fromisoformat(line["effective_at"]) for line in told} == {began}


async def test_an_expiry_hides_by_the_clock_and_is_then_a_withdrawal(
    make_released, client, database, lines, live, leader, an_hour_passes
):
    item = await make_released(expires_at=soon(1800))
    assert live(item, "public") == 2

    an_hour_passes(item)

    assert live(item, "public") == live(item, "sync") == 0
    await tick(database)
    await tick(database)
    told = [line for line in await lines(item) if line["kind"] == "withdrawn"]
    assert {line["reason_class"] for line in told} == {"expired"}
    assert len(told) == 2
    assert (await client.get(f"/v1/items/{item['key']}")).status_code == 410
    shown = (await leader.client.get(f"/staff/v1/items/{item['key']}")).json()
    assert shown["languages"]["vi"]["status"] == "withdrawn"


async def test_a_schedule_called_off_was_never_told(
    make_released, take, leader, lines, client, live
):
    item = await make_released(visible_from=soon(3600))

    item = await take("withdraw", item, by=leader, reason_class="error")

    assert item["languages"]["vi"]["status"] == "withdrawn"
    assert await lines(item) == []
    assert live(item, "content") == 0
    assert (await client.get(f"/v1/items/{item['key']}")).status_code == 404


async def test_what_is_public_cannot_be_put_off(
    released_item, draft_of, officer, leader, take, order
):
    edited = await officer.client.put(
        f"/staff/v1/items/{released_item['key']}",
        json=draft_of(released_item, visible_from=soon(3600)),
        headers={"If-Match": f'"{released_item["hash"]}"'},
    )
    item = await take("submit", edited.json(), "vi", by=officer)
    item = await take("clear", item, "vi", by=leader, declaration=True)

    answer = await leader.client.post(
        f"/staff/v1/items/{item['key']}/release", json=order(item, "vi")
    )

    assert answer.status_code == 409
    assert answer.json()["code"] == "already-public"
