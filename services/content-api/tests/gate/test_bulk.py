"""Many items in one request: every one is gated, and only its own refusal holds it."""

import pytest
from sqlalchemy import text

PATH = "/staff/v1/releases"
LOG = "SELECT detail FROM audit.entry WHERE subject = :key AND action = 'item.released'"


@pytest.fixture
def make_cleared(make_submitted, take, leader):
    async def make(**given):
        item = await make_submitted(**given)
        return await take("clear", item, by=leader, declaration=True)

    return make


@pytest.fixture
def release(leader, order):
    async def post(*items, by=leader, **more):
        orders = [{"key": item["key"], **order(item), **more} for item in items]
        return await by.client.post(PATH, json={"items": orders})

    return post


def codes(answer):
    assert answer.status_code == 200, answer.text
    return [(each["problem"] or {}).get("code") for each in answer.json()["data"]]


async def test_what_was_cleared_is_public_with_a_line_and_an_entry_each(
    make_cleared, release, client, database
) -> None:
    items = [await make_cleared() for _ in range(3)]

    answer = await release(*items)
    again = await release(*items)

    assert codes(answer) == codes(again) == [None] * 3
    changes = [each["changes"] for each in answer.json()["data"]]
    assert all(set(told) == {"vi", "en"} for told in changes)
    assert len({seq for told in changes for seq in told.values()}) == 6
    assert [each["changes"] for each in again.json()["data"]] == [{}] * 3
    for item, told in zip(items, changes, strict=True):
        shown = await client.get(f"/v1/items/{item['key']}")
        assert shown.json()["hash"] == item["languages"]["vi"]["closure_hash"]
        async with database.reading() as session:
            entries = list(await session.scalars(text(LOG), {"key": item["key"]}))
        assert [entry["changes"] for entry in entries] == [told]


async def test_one_that_is_refused_holds_no_other_back(
    make_cleared, make_submitted, release, client
) -> None:
    good, other = await make_cleared(), await make_cleared()
    uncleared = await make_submitted()
    stale = {**other, "languages": {"vi": {"closure_hash": "0" * 64}}}
    nobody = {"key": "hy-article-00000000", "languages": other["languages"]}

    answer = await release(uncleared, good, stale, nobody, good)

    assert codes(answer) == [
        *("not-cleared", None),
        *("language-changed", "item-not-found", None),
    ]
    assert (await client.get(f"/v1/items/{good['key']}")).status_code == 200
    for held in (uncleared, other):
        assert (await client.get(f"/v1/items/{held['key']}")).status_code == 404


async def test_another_agencys_leader_and_an_officer_release_nothing(
    make_cleared, release, make_person, make_agency, officer, client
) -> None:
    item = await make_cleared()
    stranger = await make_person("leader", agency=await make_agency())

    foreign = await release(item, by=stranger)

    assert codes(foreign) == ["item-of-another-agency"]
    assert (await release(item, by=officer)).status_code == 403
    assert (await client.get(f"/v1/items/{item['key']}")).status_code == 404


async def test_figures_that_differ_are_passed_by_name_or_not_at_all(
    make_submitted, take, leader, release, client
) -> None:
    item = await make_submitted(
        languages={
            "vi": {"title": "Khu công nghiệp Phố Nối", "summary": "Rộng 688,94 ha."},
            "en": {"title": "Phố Nối Industrial Park", "summary": "It has 668.94 ha."},
        }
    )
    passed = {"accept_differences": {"en": ["summary"]}}
    await take("clear", item, by=leader, declaration=True, **passed)

    # What was accepted at the clearance stands while both texts stay as they were.
    assert codes(await release(item)) == [None]
    assert (await client.get(f"/v1/items/{item['key']}?locale=en")).status_code == 200


@pytest.mark.parametrize("items", [[], [{}], [{"key": "x"}], None, "x"])
async def test_an_order_that_says_nothing_is_refused(leader, items) -> None:
    answer = await leader.client.post(PATH, json={"items": items})

    assert answer.status_code == 422


async def test_too_many_at_once_are_refused(leader) -> None:
    order = {"key": "hy-article-00000000", "languages": ["vi"]}

    answer = await leader.client.post(PATH, json={"items": [order] * 201})

    assert answer.status_code == 422
