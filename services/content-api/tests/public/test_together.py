"""Readers who ask in one moment share a statement and nothing else."""

import asyncio

import pytest

from content_api.lane.database.connections import Connections
from content_api.public import queries
from content_api.public.errors import QueryTooSlowError


@pytest.fixture
async def pool(urls):
    async with Connections.keep(urls.public, size=2) as pool:
        yield pool


@pytest.fixture
def counted(pool, monkeypatch):
    """How many look-ups each statement carried."""
    asked = []
    ask = pool.rows

    async def rows(statement, values):
        asked.append(len(values["names"]))
        return await ask(statement, values)

    monkeypatch.setattr(pool, "rows", rows)
    return asked


async def test_each_gets_his_own_item_whatever_others_ask(
    pool, counted, make_document
) -> None:
    made = [make_document() for _ in range(5)]
    names = [one["key"] for one in made] + ["nobody", made[0]["key"]]

    found = await asyncio.gather(
        *(queries.versions_of(pool, name, lang="vi", known=[]) for name in names)
    )

    assert counted == [len(names)]
    assert [{version.key for version in each} for each in found] == [
        *({one["key"]} for one in made),
        set(),
        {made[0]["key"]},
    ]
    assert all(
        version.doc for each in found for version in each if version.lang == "vi"
    )


async def test_more_than_a_statement_carries_go_in_several(
    pool, counted, make_document
) -> None:
    key = make_document()["key"]

    found = await asyncio.gather(
        *(queries.versions_of(pool, key, lang="vi", known=[]) for _ in range(150))
    )

    assert counted == [64, 64, 22]
    assert {each[0].key for each in found} == {key}


async def test_who_gives_up_takes_nobody_along(pool, make_document) -> None:
    key = make_document()["key"]
    gone = asyncio.ensure_future(
        queries.versions_of(pool, key, lang="vi", known=[]),
    )
    stays = asyncio.ensure_future(
        queries.versions_of(pool, key, lang="vi", known=[]),
    )
    await asyncio.sleep(0)
    gone.cancel()

    assert (await stays)[0].key == key
    assert gone.cancelled() or (await asyncio.wait([gone]))[0]


async def test_a_failure_is_told_to_each_and_the_next_is_answered(pool) -> None:
    slow = pool.together(
        "SELECT 1, pg_sleep(60) WHERE %(names)s::text[] IS NOT NULL"
        " AND %(langs)s::text[] IS NOT NULL"
    )

    told = await asyncio.gather(
        slow.rows("a", "vi"), slow.rows("b", "vi"), return_exceptions=True
    )

    assert [type(each) for each in told] == [QueryTooSlowError] * 2
    assert await queries.versions_of(pool, "nobody", lang="vi", known=[]) == []
