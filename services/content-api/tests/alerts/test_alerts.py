"""What somebody has to look at is listed, by whom it concerns."""

import json
import secrets
from datetime import timedelta

import psycopg
import pytest

from phohien import clock
from phohien.urls import libpq

ALERTS = "/staff/v1/alerts"
MARKINGS = f"{ALERTS}/markings"
OVERDUE = f"{ALERTS}/overdue"


@pytest.fixture
def refused(officer, park):
    """Sends a text with a marking; the answer is the refusal."""

    async def send(by=officer):
        word = f"zq{secrets.token_hex(6)}"
        answer = await by.client.post(
            "/staff/v1/items",
            json=park(languages={"vi": {"title": f"{word}\nTỐI MẬT"}}),
        )
        assert answer.json()["code"] == "marking-found", answer.text
        return word

    return send


@pytest.fixture
def counts():
    async def of(person):
        answer = await person.client.get(ALERTS)
        assert answer.status_code == 200, answer.text
        return {row["kind"]: row["count"] for row in answer.json()["data"]}

    return of


@pytest.fixture
def kinds():
    """Which overdue kinds name this item, for this person."""

    async def of(person, item, **params):
        found, cursor = [], None
        while True:
            answer = await person.client.get(
                OVERDUE,
                params={"limit": 2, **params} | ({"cursor": cursor} if cursor else {}),
            )
            assert answer.status_code == 200, answer.text
            page = answer.json()
            found += [
                (row["kind"], row["lang"])
                for row in page["data"]
                if row["key"] == item["key"]
                and (row["kind"] != "facts-stale" or "kind" in params)
            ]
            cursor = page["next_cursor"]
            if cursor is None:
                return sorted(found)

    return of


@pytest.fixture
def as_owner(urls):
    def execute(statement, **values):
        with psycopg.connect(libpq(urls.owner)) as connection:
            connection.execute(statement, values)

    return execute


async def test_the_security_officer_is_told_of_a_refusal_without_its_words(
    refused, officer, agency, make_person, make_agency, counts
):
    ours = await make_person("security_officer", agency=agency)
    others = await make_person("security_officer", agency=await make_agency())
    province = await make_person("security_officer")
    words = [await refused() for _ in range(2)]

    listed = (await ours.client.get(MARKINGS)).json()["data"]

    assert [row["actor"] for row in listed] == [f"person:{officer.username}"] * 2
    assert listed[0]["kinds"] == ["level"]
    assert listed[0]["subject"] == "/staff/v1/items"
    assert listed[0]["agency_code"] == agency.code
    assert not any(word in json.dumps(listed) for word in words)
    assert (await counts(ours))["marking"] == 2
    assert (await others.client.get(MARKINGS)).json()["data"] == []
    page = (await province.client.get(MARKINGS, params={"agency": agency.code})).json()
    assert [row["id"] for row in page["data"]] == [row["id"] for row in listed]


async def test_what_was_dealt_with_is_said_once_and_leaves_the_inbox(
    refused, agency, make_person, make_agency, counts
):
    ours = await make_person("security_officer", agency=agency)
    await refused()
    [row] = (await ours.client.get(MARKINGS)).json()["data"]
    path = f"{MARKINGS}/{row['id']}/handle"

    stranger = await make_person("security_officer", agency=await make_agency())
    away = await stranger.client.post(path, json={})
    marked = await ours.client.post(path, json={"note": "TUYỆT MẬT"})
    first = await ours.client.post(path, json={"note": "Đã nhắc nhở."})
    again = await ours.client.post(path, json={"note": "Lần hai."})

    assert away.status_code == 404
    assert marked.json()["code"] == "marking-found"
    assert first.status_code == again.status_code == 200
    assert first.json() == again.json()
    assert first.json()["note"] == "Đã nhắc nhở."
    # The refused note is a refusal of its own.
    assert (await counts(ours))["marking"] == 1
    done = (await ours.client.get(MARKINGS, params={"handled": True})).json()["data"]
    assert [line["id"] for line in done] == [row["id"]]


async def test_only_who_watches_sees_refusals(officer, leader, make_person, counts):
    for person in (officer, leader, await make_person("coordinator")):
        assert (await person.client.get(MARKINGS)).status_code == 403
        assert "marking" not in await counts(person)
    auditor = await make_person("auditor")
    assert (await auditor.client.get(MARKINGS)).status_code == 200
    assert (
        await auditor.client.post(f"{MARKINGS}/1/handle", json={})
    ).status_code == 403


async def test_schedules_nobody_took_care_of_are_overdue(
    make_submitted, make_cleared, make_released, officer, kinds, as_owner
):
    """Cleared and not released in time; submitted and nearly due; shown, and untold."""
    soon = (clock.now() + timedelta(hours=3)).isoformat()
    waiting = await make_submitted(visible_from=soon)
    cleared = await make_cleared(visible_from=soon)
    scheduled = await make_released(visible_from=soon)
    ending = await make_released(expires_at=soon)
    assert await kinds(officer, cleared) == await kinds(officer, scheduled) == []

    for item in (scheduled, ending):
        as_owner(
            "UPDATE release.document SET visible_from = visible_from - %(day)s,"
            " expires_at = expires_at - %(day)s WHERE item_id = %(id)s",
            id=item["id"],
            day=timedelta(hours=4),
        )
    past = (clock.now() - timedelta(hours=1)).isoformat()
    as_owner(
        "UPDATE content.item_language SET closure = c, closure_hash ="
        " encode(sha256(convert_to(c, 'UTF8')), 'hex') FROM (SELECT item_id AS i,"
        " lang AS l, jsonb_set(closure::jsonb, '{visible_from}',"
        " to_jsonb(%(at)s::text))::text AS c FROM content.item_language"
        " WHERE item_id = %(id)s) n WHERE item_id = i AND lang = l",
        id=cleared["id"],
        at=past,
    )

    both = ("en", "vi")
    assert await kinds(officer, waiting) == [("clearance-due", lang) for lang in both]
    assert await kinds(officer, cleared) == [("release-missed", lang) for lang in both]
    assert await kinds(officer, scheduled) == [
        ("release-untold", lang) for lang in both
    ]
    assert await kinds(officer, ending) == [("expiry-untold", lang) for lang in both]


async def test_an_end_that_a_target_was_not_told_of_and_a_nomination_for_nothing(
    make_released, take, leader, kinds, as_owner, officer, make_person, make_agency
):
    soon = (clock.now() + timedelta(days=2)).isoformat()
    ending, nominated = await make_released(expires_at=soon), await make_released()
    as_owner(
        "INSERT INTO content.entitlement (agency_id, type, target_code, manner, clause,"
        " valid_from) SELECT agency_id, type, 'national-fi', 'direct', 'IV',"
        " '2020-01-01' FROM content.item WHERE id = %(id)s",
        id=ending["id"],
    )
    as_owner(
        "INSERT INTO release.offer (item_id, key, target_code, lang, closure_hash,"
        " follow_policy, approved_by, approved_at) VALUES (%(id)s, %(key)s,"
        " 'national-fi', 'vi', %(hash)s, 'hold', uuidv7(), now())",
        id=ending["id"],
        key=ending["key"],
        hash=ending["languages"]["vi"]["closure_hash"],
    )
    as_owner(
        "INSERT INTO content.nomination (item_id, key, lang, target_code, closure_hash,"
        " state, nominated_by, nominated_at) VALUES (%(id)s, %(key)s, 'vi',"
        " 'national-fi', %(hash)s, 'nominated', uuidv7(), now())",
        id=nominated["id"],
        key=nominated["key"],
        hash=nominated["languages"]["vi"]["closure_hash"],
    )
    assert await kinds(officer, nominated) == []
    await take("withdraw", nominated, "vi", by=leader, reason_class="error")

    assert await kinds(officer, ending) == [("offer-expiring", "vi")]
    assert await kinds(officer, nominated) == [("nomination-void", "vi")]
    stranger = await make_person("leader", agency=await make_agency())
    coordinator = await make_person("coordinator")
    assert await kinds(stranger, ending) == []
    assert await kinds(coordinator, ending, kind="offer-expiring") == [
        ("offer-expiring", "vi")
    ]


async def test_public_facts_past_their_day_are_overdue(
    make_released, officer, kinds, as_owner, counts
):
    before = await counts(officer)
    item = await make_released()
    as_owner(
        "UPDATE content.item_fact SET stale_after = current_date - 2"
        " WHERE item_id = %(id)s",
        id=item["id"],
    )

    assert await kinds(officer, item, kind="facts-stale") == [("facts-stale", "")]
    assert (await counts(officer))["facts-stale"] == before["facts-stale"] + 1


@pytest.mark.parametrize(
    "query", ["kind=nothing", "limit=0", "limit=201", "agency=%27", "x=1"]
)
async def test_a_wrong_question_is_named(query, officer):
    assert (await officer.client.get(f"{OVERDUE}?{query}")).status_code == 422
    assert (await officer.client.get(f"{OVERDUE}?cursor=abc")).status_code == 400
