"""Many new objects: the target's list once, in place of a look for each."""

import os

import pytest

from asean_sync.sending.drain import drain

MANY = 50


@pytest.fixture
def many(world):
    """Offered and planned; the first of them is at the target already."""

    async def offer():
        keys = [world.new_key() for _ in range(MANY)]
        world.releases.offer_many(keys, "vi", "Phố Nối A", world.target)
        known = {"externalId": f"{keys[0]}.vi", "title": "Phố Nối A", "lang": "vi"}
        headers = {"authorization": f"Bearer {os.environ['PHOHIEN_STANDIN_TOKEN']}"}
        told = await world.portal.post("/api/items", json=known, headers=headers)
        assert told.status_code == 201
        return keys

    return offer


@pytest.fixture
def looked_for(world):
    async def tell():
        asked = [one for one in await world.log() if one["method"] == "GET"]
        return [one["path"] for one in asked if "externalId=" in one["path"]]

    return tell


async def test_only_what_the_list_shows_is_looked_for(world, at_desk, many, looked_for):
    keys = await many()
    async with at_desk() as desk:
        await drain(desk, 60)
    assert await world.violations({f"{key}.vi": {} for key in keys}) == []
    assert len(await looked_for()) == 1


async def test_of_a_database_that_was_put_back_each_is_looked_for(
    world, at_desk, many, looked_for
):
    keys = await many()
    world.sql("update sync.target set epoch = 'x'")
    async with at_desk() as desk:
        await drain(desk, 60)
    assert await world.violations({f"{key}.vi": {} for key in keys}) == []
    assert len(await looked_for()) == MANY


async def test_a_list_that_cannot_be_read_stands_for_nothing(
    world, at_desk, many, looked_for
):
    keys = await many()
    first = {"mode": "garbage_before", "method": "GET", "path_prefix": "/api/items"}
    assert (await world.portal.post("/_control/faults", json=first)).is_success
    async with at_desk() as desk:
        await drain(desk, 60)
    assert await world.violations({f"{key}.vi": {} for key in keys}) == []
    assert len(await looked_for()) == MANY
