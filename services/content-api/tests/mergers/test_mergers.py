"""Agencies merge: what they have moves with its history, and readers are told."""

import asyncio
import hashlib
import json
from datetime import UTC, date, datetime, timedelta

import psycopg
import pytest
from sqlalchemy import text

from content_api.agencies.mergers import service as mergers
from content_api.targets.tables import Entitlement
from phohien import clock, keys
from phohien.urls import libpq

PATH = "/staff/v1/mergers"
OVERDUE = "/staff/v1/alerts/overdue"
TODAY = (datetime.now(UTC) + timedelta(hours=7)).date()


@pytest.fixture
async def coordinator(make_person):
    return await make_person("coordinator")


@pytest.fixture
async def into(make_agency):
    return await make_agency(valid_from=date(2020, 1, 1))


@pytest.fixture
async def heir(make_person, into):
    return await make_person("leader", agency=into)


@pytest.fixture
def draft(agency, into):
    def make(**given):
        return {
            "predecessors": [agency.code],
            "into": into.code,
            "effective_on": str(TODAY),
            **given,
        }

    return make


@pytest.fixture
def agree(coordinator, draft):
    async def post(by=coordinator, **given):
        body = draft(**given)
        seen = (await by.client.post(f"{PATH}/preview", json=body)).json()
        order = {**body, "basis": "Nghị quyết 18/NQ-HĐND", "digest": seen.get("digest")}
        return await by.client.post(PATH, json=order), seen

    return post


@pytest.fixture
async def entitled(database, agency):
    async with database.writing() as session:
        session.add(
            Entitlement(
                agency_id=agency.id,
                type="industrial_park",
                target_code="national-fi",
                manner="direct",
                clause="IV.6.a",
                valid_from=date(2020, 1, 1),
            )
        )


@pytest.fixture
def lines(client):
    async def of(item):
        found, since = [], 0
        while True:
            page = await client.get(
                "/v1/changes", params={"since": since, "limit": 500}
            )
            assert page.status_code == 200, page.text
            data = page.json()["data"]
            if not data:
                return found
            found += [line for line in data if line["key"] == item["key"]]
            since = data[-1]["seq"]

    return of


@pytest.mark.usefixtures("entitled")
async def test_everything_moves_with_its_history_and_is_told(  # noqa: PLR0915
    *,
    make_released,
    make_cleared,
    make_item,
    agree,
    database,
    client,
    agency,
    into,
    officer,
    leader,
    lines,
    app,
    coordinator,
):
    soon = (clock.now() + timedelta(hours=3)).isoformat()
    public, embargoed = await make_released(), await make_released(visible_from=soon)
    cleared, made_draft = await make_cleared(), await make_item()
    before = (await client.get(f"/v1/items/{public['key']}")).json()
    kept = (await client.get(f"/v1/items/{public['key']}")).headers["etag"]

    answer, seen = await agree()
    again, _ = await agree()
    await mergers.carry_out(database)
    await mergers.carry_out(database)

    assert answer.status_code == again.status_code == 201, answer.text
    assert answer.json() == again.json()
    assert seen["items"] == 4
    assert (seen["released_languages"], seen["scheduled_languages"]) == (2, 2)
    assert (seen["people"], seen["api_keys"]) == (2, 0)
    assert seen["entitlements_carried"] == ["industrial_park → national-fi"]
    done = (await coordinator.client.get(f"{PATH}/{answer.json()['id']}")).json()
    assert (done["moved"], done["done_at"] is not None) == (4, True)

    # Readers: a corrected line, the new agency's name, the same words, another tag.
    after = await client.get(
        f"/v1/items/{public['key']}", headers={"If-None-Match": kept}
    )
    assert after.status_code == 200
    assert after.json()["agency"] == {"code": into.code, "name": f"Cơ quan {into.code}"}
    same = {"agency"}
    assert {k: v for k, v in after.json().items() if k not in same} == {
        k: v for k, v in before.items() if k not in same
    }
    english = await client.get(f"/v1/items/{public['key']}", params={"locale": "en"})
    assert english.json()["agency"]["name"] == f"Agency {into.code}"
    told = await lines(public)
    assert [line["kind"] for line in told] == ["released"] * 2 + ["corrected"] * 2
    assert {line["agency"] for line in told[2:]} == {into.code}
    assert {line["reason_class"] for line in told[2:]} == {"merger"}
    assert await lines(embargoed) == await lines(cleared) == []
    old = (await client.get(f"/v1/agencies/{agency.code}")).json()
    assert (old["successor_code"], old["valid_to"]) == (into.code, str(TODAY))
    heir = (await client.get(f"/v1/agencies/{into.code}")).json()
    assert heir["predecessor_codes"] == [agency.code]
    assert (await client.get(f"/v1/items?agency={agency.code}")).json()["data"] == []

    # Staff: the same people, their drafts, clearances and revisions, under a new name.
    for person in (officer, leader):
        app.state.door.forget(keys.digest(person.token))
    for item in (public, embargoed, cleared, made_draft):
        shown = await officer.client.get(f"/staff/v1/items/{item['key']}")
        assert shown.json()["agency_code"] == into.code
        assert shown.json()["hash"] == item["hash"]
        assert shown.json()["languages"] == item["languages"] | {}
    rows = await leader.client.get(f"/staff/v1/items/{public['key']}/clearances")
    assert len(rows.json()["data"]) == 2
    entitlements = await coordinator.client.get(
        "/staff/v1/entitlements", params={"agency": into.code}
    )
    [carried] = entitlements.json()["data"]
    assert (carried["valid_from"], carried["clause"]) == (str(TODAY), "IV.6.a")
    released = await leader.client.post(
        f"/staff/v1/items/{cleared['key']}/release",
        json={
            "languages": ["vi"],
            "if_hash": {"vi": cleared["languages"]["vi"]["closure_hash"]},
        },
    )
    assert released.status_code == 200, released.text


async def test_documents_stay_canonical_and_the_chain_whole(
    make_released, agree, database, urls, into
):
    item = await make_released()
    await agree()
    await mergers.carry_out(database)

    with psycopg.connect(libpq(urls.owner)) as owner:
        rows = owner.execute(
            "SELECT doc, card, etag FROM release.document WHERE item_id = %s",
            [item["id"]],
        ).fetchall()
        chain = owner.execute(
            "SELECT line, prev_hash, hash FROM release.change ORDER BY seq"
        ).fetchall()
    assert len(rows) == 2
    for doc, card, etag in rows:
        for written in (doc, card):
            value = json.loads(written)
            assert written == json.dumps(
                value, ensure_ascii=False, sort_keys=True, separators=(",", ":")
            )
            assert value["agency"]["code"] == into.code
        assert etag == hashlib.sha256(doc.encode()).hexdigest()
    before = bytes(32)
    for line, prev, digest in chain:
        assert (bytes(prev), bytes(digest)) == (
            before,
            hashlib.sha256(before + line.encode()).digest(),
        )
        before = bytes(digest)


async def test_a_merger_waits_for_its_day_and_two_workers_move_it_once(
    make_released, agree, database, urls, lines, agency, heir, into
):
    items = [await make_released() for _ in range(3)]
    answer, _ = await agree(effective_on=str(TODAY + timedelta(days=1)))
    assert await mergers.carry_out(database) == 0
    assert answer.json()["started_at"] is None
    with psycopg.connect(libpq(urls.owner)) as owner:
        owner.execute(
            "UPDATE content.agency_merger SET effective_on = %s WHERE id = %s",
            [TODAY - timedelta(days=1), answer.json()["id"]],
        )
    late = {"kind": "merger-late", "agency": into.code}
    (told,) = (await heir.client.get(OVERDUE, params=late)).json()["data"]
    assert told["key"] == into.code

    await asyncio.gather(*(mergers.carry_out(database) for _ in range(3)))

    for item in items:
        kinds = [line["kind"] for line in await lines(item)]
        assert kinds == ["released"] * 2 + ["corrected"] * 2
    async with database.reading() as session:
        left = await session.scalar(
            text("SELECT count(*) FROM content.item WHERE agency_code = :code"),
            {"code": agency.code},
        )
    assert left == 0
    assert (await heir.client.get(OVERDUE, params=late)).json()["data"] == []


async def test_what_makes_no_merger_is_refused(
    agree, coordinator, draft, agency, into, make_item, make_agency, make_person
):
    stale = (await coordinator.client.post(f"{PATH}/preview", json=draft())).json()
    await make_item()
    order = {**draft(), "basis": "NQ", "digest": stale["digest"]}
    outdated = await coordinator.client.post(PATH, json=order)
    leader = await make_person("leader", agency=agency)
    by_leader = await leader.client.post(PATH, json=order)
    itself = await coordinator.client.post(
        f"{PATH}/preview", json=draft(predecessors=[into.code])
    )
    nobody = await coordinator.client.post(f"{PATH}/preview", json=draft(into="nobody"))
    third = await make_agency()
    first, _ = await agree()
    second, _ = await agree(predecessors=[into.code], into=third.code)

    assert (outdated.status_code, by_leader.status_code) == (412, 403)
    assert itself.json()["code"] == nobody.json()["code"] == "merger-refused"
    assert first.status_code == 201
    assert (second.status_code, second.json()["code"]) == (409, "merger-under-way")


def test_no_role_merges_agencies_by_itself(urls):
    with psycopg.connect(libpq(urls.content), autocommit=True) as connection:
        for statement in (
            "INSERT INTO content.agency_merger DEFAULT VALUES",
            "UPDATE content.agency_merger SET effective_on = '2020-01-01'",
            "DELETE FROM content.agency_merger",
            "SELECT release.move_item(uuidv7(), NULL, now())",
            "SELECT content.begin_merger(NULL, NULL)",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(statement)
        with pytest.raises(psycopg.DatabaseError) as refused:
            connection.execute(
                "SELECT content.agree_merger(%s, '{}', uuidv7(), '2026-01-01', '',"
                " now())",
                [b"x" * 32],
            )
        assert refused.value.sqlstate == "PH401"
