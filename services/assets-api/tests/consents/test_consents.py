from datetime import UTC, date, datetime, timedelta

import pytest

from assets_api.consents import service
from assets_api.consents.coverage import Coverage, Given, coverage
from phohien import bootstrap, keys

TODAY = date(2026, 11, 23)
FREE = {"scope": ["web"], "territories": ["world"]}


def given(person="An", first=-10, last=None, *, gone=False, **changes) -> Given:
    values = FREE | changes
    until = None if last is None else TODAY + timedelta(days=last)
    begins = TODAY + timedelta(days=first)
    return Given(
        person, values["scope"], values["territories"], begins, until, is_withdrawn=gone
    )


@pytest.mark.parametrize(
    ("consents", "expected"),
    [
        ([], Coverage(gap="missing")),
        ([given()], Coverage()),
        ([given(last=3), given("Bình")], Coverage(until=TODAY + timedelta(days=3))),
        # One follows the other without a day between them, whoever typed the name.
        (
            [given("NGUYỄN An", last=3), given("nguyễn  an", first=4, last=9)],
            Coverage(until=TODAY + timedelta(days=9)),
        ),
        (
            [given(last=3), given(first=5, last=9)],
            Coverage(until=TODAY + timedelta(days=3)),
        ),
        ([given(last=0)], Coverage(until=TODAY)),
        ([given(last=-1)], Coverage(gap="missing", ended=("An",))),
        ([given(gone=True), given("Bình")], Coverage(gap="missing", ended=("An",))),
        ([given(gone=True), given()], Coverage()),
        ([given(first=2)], Coverage(gap="missing")),
        ([given(scope=["print"])], Coverage(gap="scope")),
        ([given(territories=["VN"])], Coverage(gap="territory")),
        ([given(territories=["VN"]), given("B", scope=["film"])], Coverage("scope")),
    ],
)
def test_what_several_consents_amount_to(consents, expected) -> None:
    assert coverage(consents, today=TODAY, needed=True) == expected


def test_nobody_shown_needs_no_consent() -> None:
    assert coverage([], today=TODAY, needed=False) == Coverage()


@pytest.fixture
async def asset(officer, upload, asset_of, make_jpeg):
    return await asset_of(officer, await upload(officer, make_jpeg(), "ảnh.jpg"))


@pytest.fixture
def path(asset) -> str:
    return f"/staff/v1/assets/{asset['id']}/consents"


@pytest.fixture
def blockers(urls, asset, officer):
    token = keys.new_token("phv")
    bootstrap.ensure_service_token(urls.owner, "content-api", token)

    async def ask() -> set[str]:
        answer = await officer.client.get(
            f"/internal/v1/assets/{asset['id']}/manifest",
            params={"lang": "vi"},
            headers={"authorization": f"Bearer {token}"},
        )
        return {one["code"] for one in answer.json()["blockers"]}

    return ask


async def test_a_release_waits_for_everybodys_consent(
    officer, path, blockers, upload, make_jpeg
) -> None:
    scan = await upload(officer, make_jpeg(), "đồng ý.jpg")
    unsaid = await blockers()
    said = await officer.client.put(path, json={"people": "identifiable"})
    missing = await blockers()

    at_home = {"person": "Trần Thị Bé", "scope": ["web"], "territories": ["vn"]}
    await officer.client.post(path, json=at_home)
    narrow = await blockers()
    body = at_home | {
        "given_by": "Trần Văn Cha",
        "territories": ["world"],
        "until": (datetime.now(UTC) + timedelta(days=400)).date().isoformat(),
        "evidence_id": scan["asset_id"],
    }
    made = await officer.client.post(path, json=body)
    denied = await officer.client.put(path, json={"people": "none"})
    listed = (await officer.client.get(path)).json()

    assert said.json()["gap"] == "missing"
    assert not [code for code in unsaid if code.startswith("consent")]
    assert "consent-missing" in missing
    assert "consent-territory" in narrow
    assert made.status_code == 201, made.text
    assert made.json()["state"] == "live"
    assert not [code for code in await blockers() if code.startswith("consent")]
    assert (denied.status_code, denied.json()["code"]) == (409, "people-are-shown")
    assert (listed["gap"], listed["until"]) == ("", body["until"])
    assert [one["territories"] for one in listed["data"]] == [["VN"], ["world"]]


async def test_a_withdrawn_consent_takes_the_picture_down_at_once(
    officer, make_person, path, asset, publish, delivery_url, owner
) -> None:
    made = await officer.client.post(path, json={"person": "Lê Văn C"} | FREE)
    publish(asset)
    shown = await officer.client.get(delivery_url(asset))
    address = f"{path}/{made.json()['id']}/withdraw"
    stranger = make_person("leader")
    auditor = make_person("auditor", agency=officer.agency)

    denied = [
        (await person.client.post(address, json={"note": "Gọi điện"})).status_code
        for person in (stranger, auditor)
    ]
    done = await officer.client.post(address, json={"note": "Gọi điện ngày 20/11"})
    again = await officer.client.post(address, json={"note": "Gọi điện ngày 20/11"})
    more = await officer.client.post(path, json={"person": "Lê Văn C"} | FREE)

    told = owner(
        "SELECT reason_class FROM assets.withdrawal WHERE asset_id = %s", asset["id"]
    )
    assert shown.status_code == 200
    assert denied == [404, 403]
    assert done.status_code == 200, done.text
    assert done.json()["withdrawn_at"]
    assert told == [("consent",)]
    assert (again.status_code, again.json()["code"]) == (409, "consent-withdrawn")
    assert (more.status_code, more.json()["code"]) == (409, "asset-withdrawn")
    lines = owner(
        "SELECT action FROM audit.entry WHERE subject = %s ORDER BY seq",
        f"asset:{asset['id']}",
    )
    assert [line[0] for line in lines[-3:]] == [
        "consent.recorded",
        "asset.withdrawn",
        "consent.withdrawn",
    ]


async def test_a_consent_ends_by_the_clock_with_no_worker_alive(
    officer, path, asset, publish, delivery_url, owner, desk, blockers
) -> None:
    until = (datetime.now(UTC) + timedelta(days=30)).date()
    body = {"person": "Phạm D", "until": until.isoformat()} | FREE
    made = await officer.client.post(path, json=body)
    publish(asset)
    # The days pass: what was agreed lies behind us.
    owner(
        "UPDATE assets.consent SET valid_from = '2020-01-01', until = '2020-12-31'"
        " WHERE id = %s",
        made.json()["id"],
    )
    owner(
        "UPDATE assets.asset SET consent_until = '2020-12-31' WHERE id = %s",
        asset["id"],
    )

    gone = await officer.client.get(delivery_url(asset))
    state = (await officer.client.get(path)).json()
    blocked = await blockers()
    await service.end_due(desk.database, at=datetime.now(UTC))
    after = (await officer.client.get(path)).json()

    assert gone.status_code == 410
    assert state["data"][0]["state"] == "over"
    assert state["withdrawn_at"] is None
    assert "consent-over" in blocked
    assert after["withdrawn_at"]


async def test_a_consent_that_begins_later_counts_from_its_first_day(
    officer, path, desk, blockers
) -> None:
    tomorrow = (datetime.now(UTC) + timedelta(days=2)).date().isoformat()
    body = {"person": "Vũ E", "valid_from": tomorrow} | FREE
    await officer.client.post(path, json=body)
    before = await blockers()

    await service.end_due(desk.database, at=datetime.now(UTC) + timedelta(days=3))

    assert "consent-missing" in before
    assert not [code for code in await blockers() if code.startswith("consent")]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"until": "2020-01-01"}, "consent-over"),
        ({"territories": ["Việt Nam"]}, "territory-unknown"),
        ({"scope": []}, "invalid-request"),
        ({"evidence_id": "01980000-0000-7000-8000-000000000000"}, "consent-evidence"),
        ({"note": "TUYỆT MẬT"}, "marking-found"),
        ({"person": ""}, "invalid-request"),
    ],
)
async def test_a_consent_that_cannot_be_is_refused(
    officer, path, changes, code
) -> None:
    answer = await officer.client.post(path, json={"person": "An Văn"} | FREE | changes)

    assert answer.status_code == 422
    assert answer.json()["code"].startswith(code)
    assert (await officer.client.get(path)).json()["data"] == []
