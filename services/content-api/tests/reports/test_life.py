"""A report from its first line to its frozen text."""

import hashlib
import json
from datetime import timedelta

import psycopg
import pytest

from phohien import clock
from phohien.urls import libpq


async def test_every_agency_of_the_period_has_a_part(make_report, coordinator, agency):
    report = await make_report()

    read = await coordinator.client.get(f"/staff/v1/reports/{report['id']}")

    parts = {part["agency_code"]: part["state"] for part in read.json()["parts"]}
    assert parts[agency.code] == "open"
    assert read.json()["figures"]["sync"] is None


async def test_numbers_come_from_the_change_log(
    make_report, coordinator, released_item, agency, take, leader
):
    report = await make_report()
    path = f"/staff/v1/reports/{report['id']}"
    await take("withdraw", released_item, "en", by=leader, reason_class="rights")

    read = (await coordinator.client.get(path)).json()

    rows = [row for row in read["figures"]["items"] if row["agency"] == agency.code]
    head = {"type": "industrial_park", "agency": agency.code}
    assert rows == [
        {**head, "lang": "en", "new": 1, "updated": 0, "retired": 1},
        {**head, "lang": "vi", "new": 1, "updated": 0, "retired": 0},
    ]


async def test_a_number_is_the_length_of_its_list(
    make_report, coordinator, released_item, agency
):
    report = await make_report()
    path = f"/staff/v1/reports/{report['id']}"
    figures = (await coordinator.client.get(path)).json()["figures"]
    kinds = {"new": "released", "updated": "corrected", "retired": "withdrawn"}

    for row in (row for row in figures["items"] if row["agency"] == agency.code):
        for name, kind in kinds.items():
            place = {each: row[each] for each in ("type", "lang", "agency")}
            listed = await coordinator.client.get(
                f"{path}/lists/changes", params={**place, "kind": kind}
            )
            assert listed.json()["total"] == row[name]
            assert len(listed.json()["data"]) == row[name]
    [topic] = [row for row in figures["topics"] if row["agency"] == agency.code]
    listed = await coordinator.client.get(
        f"{path}/lists/topics",
        params={"agency": agency.code, "topic": "investment", "month": topic["month"]},
    )
    assert [row["key"] for row in listed.json()["data"]] == [released_item["key"]]


async def test_a_part_is_written_and_signed_by_its_agency(
    make_report, officer, leader, part_path, tomorrow
):
    report = await make_report()
    texts = {"texts": {"assessment": "Đã hoàn thành kế hoạch năm."}}

    written = await officer.client.put(
        part_path(report), json=texts, headers={"If-Match": '"1"'}
    )
    order = {"if_hash": written.json()["hash"]}
    with tomorrow():
        by_officer = await officer.client.post(part_path(report, "sign"), json=order)
        signed = await leader.client.post(part_path(report, "sign"), json=order)
    late = await officer.client.put(
        part_path(report), json=texts, headers={"If-Match": '"2"'}
    )

    assert written.json()["texts"] == texts["texts"]
    assert by_officer.status_code == 403
    assert signed.json()["state"] == "signed"
    assert len(signed.json()["sha256"]) == 64
    assert (late.status_code, late.json()["code"]) == (409, "part-signed")


async def test_a_leader_signs_what_was_read(
    make_report, leader, part_path, tomorrow, make_released
):
    report = await make_report()
    read = (await leader.client.get(part_path(report))).json()
    await make_released()

    with tomorrow():
        answer = await leader.client.post(
            part_path(report, "sign"), json={"if_hash": read["hash"]}
        )

    assert answer.status_code == 412


async def test_nobody_signs_or_reads_for_another_agency(
    make_report, make_person, make_agency, part_path
):
    report = await make_report()
    stranger = await make_person("leader", agency=await make_agency())

    read = await stranger.client.get(part_path(report))
    signed = await stranger.client.post(
        part_path(report, "sign"), json={"if_hash": "0" * 64}
    )

    assert (read.status_code, signed.status_code) == (403, 403)


async def test_a_part_is_not_signed_before_the_period_is_over(
    make_report, leader, part_path
):
    report = await make_report()
    read = (await leader.client.get(part_path(report))).json()

    answer = await leader.client.post(
        part_path(report, "sign"), json={"if_hash": read["hash"]}
    )

    assert (answer.status_code, answer.json()["code"]) == (409, "period-not-over")


async def test_a_frozen_report_keeps_its_text_whatever_is_edited_later(
    make_report, coordinator, released_item, sign, freeze, make_released
):
    report = await make_report()
    await sign(report)
    path = f"/staff/v1/reports/{report['id']}"

    frozen = await freeze(report)
    first = await coordinator.client.get(f"{path}/document?format=json")
    await make_released()
    again = await coordinator.client.get(f"{path}/document?format=json")

    assert hashlib.sha256(first.content).hexdigest() == frozen["sha256"]
    assert again.content == first.content
    keys = {row["key"] for row in json.loads(first.content)["facts"]["changes"]}
    assert released_item["key"] in keys


CHANGES = (
    "UPDATE content.report SET title = 'khác' WHERE id = %s",
    "UPDATE content.report SET state = 'open', snapshot = NULL WHERE id = %s",
    "DELETE FROM content.report WHERE id = %s",
    "UPDATE content.report_part SET texts = '{}' WHERE report_id = %s",
    "DELETE FROM content.report_part WHERE report_id = %s",
)


async def test_the_database_refuses_to_change_what_was_frozen(
    make_report, freeze, urls
):
    """Not even the owner's connection does it without taking the trigger away."""
    report = await make_report()
    await freeze(report)

    for role in (urls.content, urls.owner):
        for statement in CHANGES:
            with (
                psycopg.connect(libpq(role)) as connection,
                pytest.raises(psycopg.errors.InsufficientPrivilege),
            ):
                connection.execute(statement, [report["id"]])


@pytest.mark.usefixtures("released_item")
async def test_a_signed_part_goes_into_the_province_as_it_was_signed(
    make_report, coordinator, sign, agency, make_released
):
    report = await make_report()
    await sign(report)
    await make_released()

    read = await coordinator.client.get(f"/staff/v1/reports/{report['id']}")

    rows = [
        row["new"]
        for row in read.json()["figures"]["items"]
        if row["agency"] == agency.code
    ]
    assert rows == [1, 1]


async def test_a_signature_can_be_taken_back_until_the_report_is_frozen(
    make_report, leader, part_path, sign, freeze
):
    report = await make_report()
    await sign(report)

    opened = await leader.client.post(part_path(report, "reopen"))
    twice = await leader.client.post(part_path(report, "reopen"))
    await sign(report)
    await freeze(report)
    late = await leader.client.post(part_path(report, "reopen"))

    assert opened.json()["state"] == "open"
    assert twice.json()["code"] == "part-not-signed"
    assert (late.status_code, late.json()["code"]) == (409, "report-frozen")


async def test_a_report_is_not_frozen_over_missing_signatures_without_a_word(
    make_report, coordinator, tomorrow
):
    report = await make_report()
    path = f"/staff/v1/reports/{report['id']}"
    read = (await coordinator.client.get(path)).json()

    with tomorrow():
        answer = await coordinator.client.post(
            f"{path}/freeze", json={"if_hash": read["hash"]}
        )

    assert (answer.status_code, answer.json()["code"]) == (409, "parts-unsigned")


async def test_days_that_no_report_covers_are_not_lost_silently(
    make_report, coordinator
):
    await make_report()
    start = clock.now().date() + timedelta(days=40)
    body = {
        "basis": "custom",
        "period_from": start.isoformat(),
        "period_to": (start + timedelta(days=300)).isoformat(),
    }

    answer = await coordinator.client.post("/staff/v1/reports", json=body)

    assert (answer.status_code, answer.json()["code"]) == (422, "period-gap")
    assert (
        "period_from =" in answer.json()["detail"]
        or "Start there" in (answer.json()["detail"])
    )


async def test_figures_of_the_targets_can_be_entered_by_hand(make_report, coordinator):
    report = await make_report()
    path = f"/staff/v1/reports/{report['id']}"
    figure = {"target": "asean-vn", "sent": 12, "accepted": 11, "rejected": 1}

    await coordinator.client.put(
        path,
        json={"texts": {}, "sync_figures": [figure]},
        headers={"If-Match": '"1"'},
    )
    read = (await coordinator.client.get(path)).json()

    [told] = read["figures"]["sync"]
    assert (told["sent"], told["accepted"], told["by"]) == (12, 11, "manual")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"basis": "cut_off"}, "period-invalid"),
        (
            {
                "basis": "custom",
                "period_from": "2026-02-01",
                "period_to": "2026-01-01",
                "period_note": "thử",
            },
            "period-invalid",
        ),
        ({"basis": "fortnight", "year": 2026}, "invalid-request"),
        ({"year": 2026, "unknown": 1}, "invalid-request"),
    ],
)
async def test_a_period_that_is_none_is_refused(coordinator, body, code):
    answer = await coordinator.client.post("/staff/v1/reports", json=body)

    assert (answer.status_code, answer.json()["code"]) == (422, code)


async def test_a_section_nobody_knows_is_refused(make_report, officer, part_path):
    report = await make_report()

    answer = await officer.client.put(
        part_path(report),
        json={"texts": {"weather": "Nắng."}},
        headers={"If-Match": '"1"'},
    )

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["code"] == "section-unknown"


async def test_a_secrecy_marking_is_stored_in_no_report(
    make_report, officer, part_path
):
    report = await make_report()

    answer = await officer.client.put(
        part_path(report),
        json={"texts": {"proposals": "TỐI MẬT\nSố 12/TM-UBND"}},
        headers={"If-Match": '"1"'},
    )

    assert answer.json()["code"] == "marking-found"
    assert (await officer.client.get(part_path(report))).json()["texts"] == {}


async def test_an_edit_of_what_somebody_else_changed_is_refused(
    make_report, officer, part_path
):
    report = await make_report()
    body = {"texts": {"proposals": "Không có."}}

    nothing = await officer.client.put(part_path(report), json=body)
    stale = await officer.client.put(
        part_path(report), json=body, headers={"If-Match": '"7"'}
    )

    assert (nothing.status_code, stale.status_code) == (428, 412)


async def test_only_the_coordinator_opens_and_freezes(make_report, leader, this_year):
    report = await make_report()

    opened = await leader.client.post("/staff/v1/reports", json=this_year)
    frozen = await leader.client.post(
        f"/staff/v1/reports/{report['id']}/freeze", json={"if_hash": "0" * 64}
    )
    whole = await leader.client.get(f"/staff/v1/reports/{report['id']}")

    assert [opened.status_code, frozen.status_code, whole.status_code] == [403] * 3
