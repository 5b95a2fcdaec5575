"""What was released is shown and what was withdrawn is gone, whatever is kept."""

import asyncio
from urllib.parse import quote

import pytest

from content_api.feeds.stream import bell
from content_api.lane.kept import watch
from content_api.public.errors import database_unreachable

REASON = {"reason_class": "rights", "note": "Hết quyền sử dụng"}


def titles(answer) -> list[str]:
    return [card["title"] for card in answer.json()["data"]]


def paths(item) -> tuple[str, str, str]:
    title = quote(item["texts"]["vi"]["title"])
    return (
        f"/v1/items?agency={item['agency_code']}&locale=vi",
        f"/v1/search?q={title}&locale=vi",
        f"/v1/search?q={title}",
    )


async def test_a_withdrawal_holds_when_the_staff_api_has_answered(
    make_released, take, leader, kept, client
) -> None:
    item = await make_released()
    detail = f"/v1/items/{item['key']}"
    by_slug = f"/v1/items/{item['slug']}?locale=en"
    for path in (detail, by_slug):
        assert (await kept(path)).status_code == 200
    for path in paths(item):
        assert len(titles(await kept(path))) == 1

    await take("withdraw", item, by=leader, **REASON)

    assert (await client.get(detail)).status_code == 410
    assert (await client.get(by_slug)).status_code == 410
    for path in paths(item):
        assert titles(await client.get(path)) == []


async def test_one_language_withdrawn_leaves_the_item_in_the_others(
    released_item, take, leader, kept, client
) -> None:
    path = f"/v1/items/{released_item['key']}?locale=vi"
    assert (await kept(path)).json()["fallback"] is False

    await take("withdraw", released_item, "vi", by=leader, **REASON)

    answer = (await client.get(path)).json()
    assert answer["fallback"] is True
    assert answer["available_locales"] == ["en"]


async def test_a_release_is_in_the_lists_when_the_staff_api_has_answered(
    make_cleared, take, leader, kept, client
) -> None:
    item = await make_cleared()
    lists = paths(item)
    changes = "/v1/changes?since=0&limit=1000"
    for path in lists:
        assert titles(await kept(path)) == []
    last = (await kept(changes)).json()["data"]

    await take("release", item, by=leader)

    for path in lists:
        assert len(titles(await client.get(path))) == 1
    assert len((await client.get(changes)).json()["data"]) == len(last) + 2


async def test_a_line_of_the_feed_is_never_ahead_of_what_is_read_next(
    make_released, kept, client, app, other_process, order, monkeypatch
) -> None:
    """Withdrawn through another process, and this one is never notified of it."""
    item = await make_released()
    detail = f"/v1/items/{item['key']}"
    last = (await client.get("/v1/changes?since=0&limit=1000")).json()["data"][-1]
    monkeypatch.setattr(watch, "LOOK_ANYWAY", 300.0)
    monkeypatch.setattr(watch, "LEASE", 600.0)
    monkeypatch.setattr(app.state.bell, "_listeners", [])
    await asyncio.sleep(1.2)
    await kept(detail)
    assert (
        await other_process.post(
            f"/staff/v1/items/{item['key']}/withdraw", json=order(item, **REASON)
        )
    ).status_code == 200
    assert (await client.get(detail)).status_code == 200

    told = await client.get(f"/v1/changes?since={last['seq']}&limit=100")

    assert [line["kind"] for line in told.json()["data"]] == ["withdrawn"] * 2
    assert (await client.get(detail)).status_code == 410


async def test_a_notification_that_was_lost_costs_a_second(
    make_released, kept, client, app, other_process, order, monkeypatch
) -> None:
    item = await make_released()
    detail = f"/v1/items/{item['key']}"
    monkeypatch.setattr(app.state.bell, "_listeners", [])
    await kept(detail)

    answer = await other_process.post(
        f"/staff/v1/items/{item['key']}/withdraw", json=order(item, **REASON)
    )

    assert answer.status_code == 200
    await asyncio.sleep(watch.LOOK_ANYWAY + 1)
    assert (await client.get(detail)).status_code == 410


async def test_nothing_is_served_from_what_is_kept_while_nobody_listens(
    make_released, kept, client, lane, app, other_process, order, deafen, monkeypatch
) -> None:
    item = await make_released()
    detail = f"/v1/items/{item['key']}"
    monkeypatch.setattr(bell, "LOOK_WHEN_DEAF", 2.0)
    await kept(detail)

    assert deafen() >= 2
    answer = await other_process.post(
        f"/staff/v1/items/{item['key']}/withdraw", json=order(item, **REASON)
    )

    assert answer.status_code == 200
    assert (await client.get(detail)).status_code == 410
    assert not app.state.bell.hears
    assert not lane.watch.fresh
    before = lane.counts.kept
    listed = f"/v1/items?agency={item['agency_code']}"
    for _ in range(3):
        assert titles(await client.get(listed)) == []
    assert lane.counts.kept == before


async def test_it_hears_again_and_has_missed_nothing(
    make_released, kept, client, other_process, order, deafen
) -> None:
    gone, stays = await make_released(), await make_released()
    for item in (gone, stays):
        await kept(f"/v1/items/{item['key']}")
    deafen()
    await other_process.post(
        f"/staff/v1/items/{gone['key']}/withdraw", json=order(gone, **REASON)
    )

    assert (await kept(f"/v1/items/{stays['key']}", 20)).status_code == 200
    assert (await client.get(f"/v1/items/{gone['key']}")).status_code == 410


async def test_without_the_log_nothing_kept_counts(
    released_item, kept, lane, monkeypatch, eventually
) -> None:
    await kept(f"/v1/items/{released_item['key']}")

    async def gone(*_: object) -> None:
        raise database_unreachable()

    monkeypatch.setattr(watch.queries, "pulse", gone)

    await eventually(lambda: not lane.watch.fresh, 10)


async def test_a_reload_asks_the_database(released_item, kept, client, lane) -> None:
    path = f"/v1/items/{released_item['key']}"
    await kept(path)
    before = lane.counts.kept

    answer = await client.get(path, headers={"cache-control": "max-age=0, no-cache"})

    assert answer.status_code == 200
    assert lane.counts.kept == before


@pytest.mark.usefixtures("ready")
async def test_many_who_ask_at_once_are_answered_by_one_statement(
    released_item, client, lane
) -> None:
    path = f"/v1/items/{released_item['key']}?locale=en"

    answers = await asyncio.gather(*(client.get(path) for _ in range(20)))

    assert {answer.content for answer in answers} == {answers[0].content}
    assert lane.counts.computed <= 3


async def test_what_the_log_has_not_shown_yet_closes_the_shelf(
    released_item, kept, lane, monkeypatch, eventually
) -> None:
    """A line may be hidden for the moment that two clocks differ by."""
    await kept(f"/v1/items/{released_item['key']}")
    real = watch.queries.pulse

    async def ahead(pool, since):
        found = await real(pool, since)
        return found._replace(seq=found.seq + 1)

    monkeypatch.setattr(watch.queries, "pulse", ahead)

    await eventually(lambda: not lane.watch.fresh and len(lane.shelf) == 0)


async def test_a_database_restored_from_a_backup_is_another_one(
    released_item, kept, lane, monkeypatch, eventually
) -> None:
    await kept(f"/v1/items/{released_item['key']}")
    real = watch.queries.pulse

    async def behind(pool, since):
        return (await real(pool, since))._replace(seq=0, lines=[])

    monkeypatch.setattr(watch.queries, "pulse", behind)

    await eventually(lambda: len(lane.shelf) == 0)
