"""One leader and one officer an agency, each from a day to a day."""

import pytest

PATH = "/staff/v1/people-in-charge"


@pytest.fixture
def appoint(leader, agency):
    async def appointed(name, duty="leader", since="2026-01-01", **given):
        body = {"agency_code": agency.code, "duty": duty, "name": name, **given}
        return await leader.client.post(PATH, json={**body, "valid_from": since})

    return appointed


@pytest.fixture
def names(leader, agency):
    async def on(day):
        params = {"on": day, "agency": agency.code}
        listed = await leader.client.get(PATH, params=params)
        return [row["name"] for row in listed.json()["data"]]

    return on


async def test_a_new_leader_takes_over_from_the_old_one(appoint, names):
    await appoint("Nguyễn Văn A")
    await appoint("Trần Thị B", since="2026-07-01")

    assert await names("2026-06-30") == ["Nguyễn Văn A"]
    assert await names("2026-07-01") == ["Trần Thị B"]


async def test_there_is_one_leader_and_one_officer(appoint, names):
    await appoint("Nguyễn Văn A")
    await appoint("Lê Văn C", duty="officer")

    again = await appoint("Trần Thị B")
    before = await appoint("Trần Thị B", since="2025-01-01")

    assert (again.status_code, again.json()["code"]) == (409, "duty-held")
    assert before.status_code == 409
    assert await names("2026-03-01") == ["Nguyễn Văn A", "Lê Văn C"]


async def test_an_agency_that_never_was_has_nobody_in_charge(make_person):
    coordinator = await make_person("coordinator")
    body = {"duty": "leader", "name": "Nguyễn Văn A", "valid_from": "2026-01-01"}

    answers = [
        await coordinator.client.post(PATH, json={**body, **given})
        for given in (
            {"agency_code": "so-khong-co"},
            {"agency_code": "so-ct", "valid_from": "0001-01-01"},
        )
    ]

    codes = [answer.json()["code"] for answer in answers]
    assert codes == ["agency-unknown", "invalid-request"]


async def test_vacancies_are_told_by_day(appoint, leader, agency):
    made = (await appoint("Nguyễn Văn A")).json()
    await leader.client.post(
        f"{PATH}/{made['id']}/end", json={"valid_to": "2026-09-01"}
    )

    async def vacant(day):
        params = {"on": day, "agency": agency.code}
        answer = await leader.client.get(f"{PATH}/vacancies", params=params)
        return [row["duty"] for row in answer.json()["data"]]

    assert await vacant("2026-08-31") == ["officer"]
    assert await vacant("2026-09-01") == ["leader", "officer"]


async def test_accounts_with_the_roles_are_proposed(leader, officer):
    answer = await leader.client.get(f"{PATH}/proposals")

    proposed = {(row["duty"], row["username"]) for row in answer.json()["data"]}
    assert proposed == {("leader", leader.username), ("officer", officer.username)}


async def test_only_the_agency_and_the_coordinator_appoint(
    officer, make_person, make_agency, agency
):
    stranger = await make_person("leader", agency=await make_agency())
    body = {
        "agency_code": agency.code,
        "duty": "leader",
        "name": "A",
        "valid_from": "2026-01-01",
    }

    by_officer = await officer.client.post(PATH, json=body)
    by_stranger = await stranger.client.post(PATH, json=body)

    assert by_officer.json()["code"] == "role-required"
    assert by_stranger.json()["code"] == "register-of-another-agency"
