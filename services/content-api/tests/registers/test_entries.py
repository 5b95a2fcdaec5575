"""Registers kept by hand, and the one that few may read."""

import psycopg
import pytest

from phohien.urls import libpq

OPEN = [
    "directives",
    "trainings",
    "budgets",
    "publications",
    "press_delegations",
]
PATH = "/staff/v1/registers"


@pytest.mark.parametrize("register", OPEN)
async def test_a_row_is_added_changed_and_removed(register, rows, add, officer):
    made = await add(register, officer)
    path = f"{PATH}/{register}/entries/{made.json()['id']}"
    body = {"on_date": "2026-11-21", "data": rows[register]}

    changed = await officer.client.put(path, json=body, headers={"If-Match": '"1"'})
    stale = await officer.client.put(path, json=body, headers={"If-Match": '"1"'})
    gone = await officer.client.delete(path, headers={"If-Match": '"2"'})

    assert made.status_code == 201, made.text
    assert made.json()["data"].items() >= rows[register].items()
    assert changed.json()["on_date"] == "2026-11-21"
    assert (stale.status_code, gone.status_code) == (412, 204)
    assert (await officer.client.get(path)).status_code == 404


async def test_pages_of_a_register_meet(add, officer):
    made = [(await add("trainings", officer)).json()["id"] for _ in range(5)]
    path, seen, cursor = f"{PATH}/trainings/entries", [], None

    while True:
        params = {"limit": 2, **({"cursor": cursor} if cursor else {})}
        page = (await officer.client.get(path, params=params)).json()
        seen += [row["id"] for row in page["data"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break

    assert sorted(seen) == sorted(made)
    bad = await officer.client.get(path, params={"cursor": "nonsense"})
    assert bad.status_code == 400


async def test_officers_and_strangers_do_not_read_the_restricted_register(
    add, officer, leader, make_person, make_agency
):
    made = await add("press_items", leader)
    path = f"{PATH}/press_items/entries"
    one = f"{path}/{made.json()['id']}"
    stranger = await make_person("leader", agency=await make_agency())

    assert made.status_code == 201, made.text
    assert (await officer.client.get(path)).json()["code"] == "register-restricted"
    assert (await officer.client.get(one)).status_code == 403
    assert (await add("press_items", officer)).status_code == 403
    assert (await stranger.client.get(one)).status_code == 403
    assert (await stranger.client.get(path)).json()["data"] == []
    assert (await leader.client.get(one)).status_code == 200


async def test_the_coordinator_reads_all_of_it(add, leader, coordinator):
    made = (await add("press_items", leader)).json()

    read = await coordinator.client.get(f"{PATH}/press_items/entries/{made['id']}")

    assert read.json()["data"]["title"] == "Tin sai lệch về khu công nghiệp"


async def test_no_other_role_of_the_database_sees_a_register(urls):
    """So it is in no nightly selection, and no public answer can show it."""
    for role in (urls.public, urls.sync, urls.assets, urls.login):
        for table in ("register_entry", "person_in_charge", "report", "report_part"):
            with (
                psycopg.connect(libpq(role)) as connection,
                pytest.raises(psycopg.errors.InsufficientPrivilege),
            ):
                connection.execute(f"SELECT FROM content.{table}")


async def test_another_agency_neither_writes_nor_sees_a_row(
    add, officer, make_person, make_agency, rows
):
    made = (await add("budgets", officer)).json()
    stranger = await make_person("officer", agency=await make_agency())
    path = f"{PATH}/budgets/entries/{made['id']}"
    body = {"on_date": "2026-11-21", "data": rows["budgets"]}

    written = await stranger.client.put(path, json=body, headers={"If-Match": '"1"'})

    assert written.json()["code"] == "register-of-another-agency"
    assert (await stranger.client.get(path)).status_code == 403
    listed = await stranger.client.get(f"{PATH}/budgets/entries")
    assert listed.json()["data"] == []


@pytest.mark.parametrize(
    ("register", "data", "pointer"),
    [
        ("trainings", {"title": "A", "participants": -1}, "/data/participants"),
        ("trainings", {"title": "A"}, "/data/participants"),
        ("budgets", {"title": "A", "planned": 1.5}, "/data/planned"),
        ("budgets", {"title": "A", "planned": 1, "paid": 2}, "/data/paid"),
        ("press_delegations", {"organisation": "NHK"}, "/data/country"),
        ("directives", {}, "/data/number"),
    ],
)
async def test_a_row_that_is_not_of_the_register_is_refused(
    add, officer, register, data, pointer
):
    answer = await add(register, officer, data=data)

    assert (answer.status_code, answer.json()["code"]) == (422, "entry-refused")
    assert pointer in [error["pointer"] for error in answer.json()["errors"]]


async def test_an_agency_that_never_was_keeps_no_register(add, coordinator):
    answer = await add("directives", coordinator, agency_code="so-khong-co")

    assert (answer.status_code, answer.json()["code"]) == (422, "agency-unknown")


async def test_an_answer_comes_after_what_it_answers(add, leader, rows):
    early = {"at": "2026-11-19T08:00:00+07:00", "channel": "Họp báo"}

    answer = await add(
        "press_items", leader, data={**rows["press_items"], "answer": early}
    )

    assert answer.json()["errors"][0]["code"] == "answer-too-early"


async def test_a_secrecy_marking_is_in_no_register(add, officer):
    data = {"number": "12/TM-UBND", "abstract": "TỐI MẬT"}

    answer = await add("directives", officer, data=data)

    assert answer.json()["code"] == "marking-found"


async def test_every_register_says_what_a_row_holds(officer):
    listed = (await officer.client.get(PATH)).json()["data"]

    assert {each["name"] for each in listed} == {*OPEN, "press_items"}
    assert [each["name"] for each in listed if each["restricted"]] == ["press_items"]
    assert all(each["json_schema"]["properties"] for each in listed)


async def test_a_register_nobody_keeps_is_refused(officer):
    answer = await officer.client.get(f"{PATH}/secrets/entries")

    assert answer.status_code == 422
