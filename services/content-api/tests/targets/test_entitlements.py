"""The matrix is kept by the province by the day, and asked by the database."""

import secrets
from datetime import UTC, date, datetime, timedelta

import psycopg
import pytest

from content_api.targets.tables import Target
from phohien.urls import libpq

PATH = "/staff/v1/entitlements"
TODAY = (datetime.now(UTC) + timedelta(hours=7)).date()


@pytest.fixture
async def coordinator(make_person):
    return await make_person("coordinator")


@pytest.fixture
async def target(database):
    code = f"target-{secrets.token_hex(4)}"
    async with database.writing() as session:
        session.add(
            Target(
                code=code,
                name_vi="Đích thử",
                name_en="A target",
                follow_policy="follow",
                valid_from=date(2020, 1, 1),
            )
        )
    return code


@pytest.fixture
def entitle(coordinator, agency, target):
    def post(by=coordinator, **given):
        body = {
            "agency_code": agency.code,
            "type": "industrial_park",
            "target_code": target,
            "manner": "direct",
            "clause": "Kế hoạch 147/KH-UBND, mục IV.6.a",
            "valid_from": "2023-10-05",
            **given,
        }
        return by.client.post(PATH, json=body)

    return post


@pytest.fixture
def end(coordinator):
    def post(made, on):
        path = f"{PATH}/{made.json()['id']}/end"
        return coordinator.client.post(path, json={"on": str(on)})

    return post


async def test_an_entitlement_holds_from_a_day_to_a_day(
    entitle, end, coordinator, target
):
    made, again = await entitle(), await entitle()
    overlapping = await entitle(valid_from="2024-01-01")
    early = await end(made, "2023-10-05")
    ended, twice = await end(made, "2025-01-01"), await end(made, "2025-01-01")
    after = await entitle(valid_from="2025-01-01", clause="Kế hoạch mới")
    listed = await coordinator.client.get(PATH, params={"target": target})

    assert made.status_code == again.status_code == after.status_code == 201
    assert made.json() == again.json()
    assert overlapping.json()["code"] == "entitlement-overlaps"
    assert early.json()["code"] == "entitlement-refused"
    assert ended.json() == twice.json()
    assert ended.json()["valid_to"] == "2025-01-01"
    rows = {row["id"]: row for row in listed.json()["data"]}
    assert rows == {row["id"]: row for row in (ended.json(), after.json())}


@pytest.mark.parametrize(
    ("given", "status", "code"),
    [
        ({"type": "castle"}, 404, "content-type-not-found"),
        ({"agency_code": "nobody"}, 404, "agency-not-found"),
        ({"target_code": "nowhere"}, 422, "entitlement-refused"),
        ({"valid_to": "2023-10-05"}, 422, "entitlement-refused"),
        ({"clause": ""}, 422, "invalid-request"),
        ({"valid_from": 5}, 422, "invalid-request"),
        ({"manner": "magic"}, 422, "invalid-request"),
    ],
)
async def test_what_makes_no_entitlement_is_said(entitle, given, status, code):
    answer = await entitle(**given)

    assert (answer.status_code, answer.json()["code"]) == (status, code)


async def test_only_the_province_keeps_the_matrix(entitle, make_person, agency):
    for role in ("officer", "leader", "approver", "auditor"):
        person = await make_person(role, agency=agency)
        assert (await entitle(by=person)).status_code == 403
    operator = await make_person("operator")
    assert (await entitle(by=operator)).status_code == 201


@pytest.fixture
def nominate(urls):
    """The rows a compromised service would write, as its role."""

    def insert(item, target):
        with psycopg.connect(libpq(urls.content)) as connection:
            connection.execute(
                "INSERT INTO content.nomination (item_id, key, lang, target_code,"
                " closure_hash, state, nominated_by, nominated_at) VALUES"
                " (%s, %s, 'vi', %s, %s, 'nominated', uuidv7(), now())",
                [
                    item["id"],
                    item["key"],
                    target,
                    item["languages"]["vi"]["closure_hash"],
                ],
            )

    return insert


@pytest.fixture
def offers(urls):
    def of(item):
        with psycopg.connect(libpq(urls.owner)) as connection:
            return connection.execute(
                "SELECT closure_hash FROM release.offer WHERE item_id = %s"
                " AND withdrawn_at IS NULL",
                [item["id"]],
            ).fetchall()

    return of


async def test_the_database_itself_asks_the_matrix(
    released_item,
    nominate,
    target,
    entitle,
    end,
    make_person,
    coordinator,
    offers,
    take,
    officer,
    leader,
    draft_of,
    urls,
):
    """By the day of the province: nomination, approval, and what follows."""
    with pytest.raises(psycopg.DatabaseError) as refused:
        nominate(released_item, target)
    assert refused.value.sqlstate == "PH426"
    made, approver = await entitle(), await make_person("approver")
    wanted = {"key": released_item["key"], "target": target, "languages": ["vi"]}

    proposed = await coordinator.client.post("/staff/v1/nominations", json=wanted)
    path = f"/staff/v1/nominations/{proposed.json()['data'][0]['id']}/approve"
    await end(made, TODAY)
    late = await approver.client.post(path)
    again = await entitle(valid_from=str(TODAY), clause="Kế hoạch mới")
    in_time = await approver.client.post(path)

    assert late.json()["code"] == "not-entitled"
    assert in_time.status_code == 200, in_time.text
    [(offered,)] = offers(released_item)
    assert offered == released_item["languages"]["vi"]["closure_hash"]

    # What was offered stays; once the entitlement is over, nothing follows it.
    with psycopg.connect(libpq(urls.owner)) as owner:
        owner.execute(
            "UPDATE content.entitlement SET valid_from = %s, valid_to = %s"
            " WHERE id = %s",
            [TODAY - timedelta(days=2), TODAY, again.json()["id"]],
        )
    edited = await officer.client.put(
        f"/staff/v1/items/{released_item['key']}",
        json=draft_of(released_item, topics=["industry"]),
        headers={"If-Match": f'"{released_item["hash"]}"'},
    )
    item = await take("submit", edited.json(), "vi", by=officer)
    item = await take("clear", item, "vi", by=leader, declaration=True)
    await take("release", item, "vi", by=leader)
    assert offers(released_item) == [(offered,)]


async def test_an_agency_that_is_no_more_clears_nothing(
    make_submitted, leader, order, agency, urls
):
    item = await make_submitted()
    with psycopg.connect(libpq(urls.owner)) as owner:
        owner.execute(
            "UPDATE content.agency SET valid_to = %s WHERE id = %s", [TODAY, agency.id]
        )

    answer = await leader.client.post(
        f"/staff/v1/items/{item['key']}/clear",
        json=order(item, "vi", declaration=True),
    )

    assert (answer.status_code, answer.json()["code"]) == (409, "agency-ended")
