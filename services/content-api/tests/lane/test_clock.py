"""Kept answers end when the clock says so; nobody has to write a line first."""

import asyncio
from datetime import timedelta

from phohien import clock


def soon(seconds: float) -> str:
    return (clock.now() + timedelta(seconds=seconds)).isoformat()


def names(answer) -> list[str]:
    return [card["key"] for card in answer.json()["data"]]


async def test_an_embargo_ends_for_answers_that_are_kept(
    make_cleared, make_released, take, leader, kept, client, agency
) -> None:
    shown = await make_released()
    path = f"/v1/items?agency={agency.code}&locale=vi"
    scheduled = await make_cleared(visible_from=soon(6))
    await take("release", scheduled, by=leader)
    while True:
        listed = names(await client.get(path))
        alone = await client.get(f"/v1/items/{scheduled['key']}")
        if clock.now().isoformat() >= scheduled["visible_from"]:
            break
        assert (listed, alone.status_code) == ([shown["key"]], 404)
        await asyncio.sleep(0.1)
    await asyncio.sleep(0.1)

    assert len(names(await client.get(path))) == 2
    assert (await client.get(f"/v1/items/{scheduled['key']}")).status_code == 200
    assert len(names(await kept(path))) == 2


async def test_what_expires_is_not_kept_past_its_end(
    make_released, client, agency
) -> None:
    item = await make_released(expires_at=soon(8))
    path = f"/v1/items?agency={agency.code}&locale=vi"
    while clock.now().isoformat() < item["expires_at"]:
        listed = await client.get(path)
        if listed.json()["data"]:
            left = int(listed.headers["cache-control"].rpartition("=")[2])
            assert left <= 8
        await asyncio.sleep(0.1)
    await asyncio.sleep(0.1)

    assert names(await client.get(path)) == []
    assert (await client.get(f"/v1/items/{item['key']}")).status_code in {404, 410}


async def test_a_far_end_is_kept_until_six_minutes_before_it(
    make_released, kept, lane
) -> None:
    far = await make_released(expires_at=soon(3600))

    answer = await kept(f"/v1/items/{far['key']}")

    cached = "public, max-age=60, stale-while-revalidate=300"
    assert answer.headers["cache-control"] == cached
    [entry] = [
        entry
        for entry in vars(lane.shelf)["_entries"].values()
        if far["key"] in entry.about
    ]
    now = asyncio.get_running_loop().time()
    assert 3000 < entry.until - now < 3600 - 360 + 1


async def test_a_start_that_was_set_behind_our_back_is_found(
    make_released, kept, client, agency, owner
) -> None:
    """As when another process schedules something for the next moment."""
    item = await make_released(visible_from=soon(1800))
    path = f"/v1/items?agency={agency.code}&locale=vi"
    assert names(await kept(path)) == []

    owner.execute(
        "UPDATE release.document SET visible_from = visible_from - interval '1 hour'"
        " WHERE item_id = %s",
        [item["id"]],
    )

    # The log is read on every second; a busy machine may take longer.
    end = asyncio.get_running_loop().time() + 10
    while names(await client.get(path)) != [item["key"]]:
        assert asyncio.get_running_loop().time() < end
        await asyncio.sleep(0.1)
