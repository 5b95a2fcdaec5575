"""From a released language to an offer that a target may be sent."""

import secrets
from datetime import date

import psycopg
import pytest

from content_api.targets.tables import Entitlement, Target
from phohien.urls import libpq


@pytest.fixture
async def coordinator(make_person):
    return await make_person("coordinator")


@pytest.fixture
async def approver(make_person):
    return await make_person("approver")


@pytest.fixture
def make_target(database, agency):
    async def make(policy="follow"):
        code = f"target-{secrets.token_hex(4)}"
        start = date(2020, 1, 1)
        async with database.writing() as session:
            session.add(
                Target(
                    code=code,
                    name_vi="Đích thử",
                    name_en="A target",
                    follow_policy=policy,
                    valid_from=start,
                )
            )
        async with database.writing() as session:
            session.add(
                Entitlement(
                    agency_id=agency.id,
                    type="industrial_park",
                    target_code=code,
                    manner="direct",
                    clause="IV.6.a",
                    valid_from=start,
                )
            )
        return code

    return make


@pytest.fixture
def nominate(coordinator):
    async def propose(item, target, *langs):
        return await coordinator.client.post(
            "/staff/v1/nominations",
            json={"key": item["key"], "target": target, "languages": list(langs)},
        )

    return propose


@pytest.fixture
def offered(nominate, approver):
    """The nomination of one language after its approval."""

    async def offer(item, target, lang="vi"):
        [proposed] = (await nominate(item, target, lang)).json()["data"]
        answer = await approver.client.post(
            f"/staff/v1/nominations/{proposed['id']}/approve"
        )
        assert answer.status_code == 200, answer.text
        return answer.json()

    return offer


@pytest.fixture
def offers(urls):
    """What the sync reads: (language, hash, ended or not) of an item's offers."""

    def of(item):
        with psycopg.connect(libpq(urls.sync)) as connection:
            return connection.execute(
                "SELECT lang, closure_hash, withdrawn_at IS NOT NULL"
                " FROM release.offer WHERE item_id = %s ORDER BY lang",
                [item["id"]],
            ).fetchall()

    return of


@pytest.fixture
def correct(take, officer, leader):
    """A released correction of the Vietnamese summary."""

    async def change(item):
        edited = await officer.client.put(
            f"/staff/v1/items/{item['key']}/languages/vi",
            json={"texts": {**item["texts"]["vi"], "summary": "Đã đính chính."}},
            headers={"If-Match": f'"{item["languages"]["vi"]["closure_hash"]}"'},
        )
        moved = await take("submit", edited.json(), "vi", by=officer)
        moved = await take("clear", moved, "vi", by=leader, declaration=True)
        return await take("release", moved, "vi", by=leader)

    return change


async def test_an_approved_nomination_is_an_offer_of_that_very_text(
    released_item, make_target, offered, offers
):
    target = await make_target()

    done = await offered(released_item, target)

    digest = released_item["languages"]["vi"]["closure_hash"]
    assert (done["state"], done["offered_hash"]) == ("approved", digest)
    assert offers(released_item) == [("vi", digest, False)]


async def test_an_agency_is_offered_only_where_the_plan_lets_it(
    released_item, nominate
):
    answer = await nominate(released_item, "some-other-target", "vi")

    assert answer.status_code == 403
    assert answer.json()["code"] == "not-entitled"


async def test_only_what_is_released_is_nominated(make_cleared, make_target, nominate):
    answer = await nominate(await make_cleared(), await make_target(), "vi")

    assert answer.status_code == 409
    assert answer.json()["code"] == "not-released"


async def test_the_nominator_does_not_approve(
    released_item, make_target, make_person, offers
):
    both = await make_person("coordinator", "approver")
    made = await both.client.post(
        "/staff/v1/nominations",
        json={
            "key": released_item["key"],
            "target": await make_target(),
            "languages": ["vi"],
        },
    )
    [proposed] = made.json()["data"]

    answer = await both.client.post(f"/staff/v1/nominations/{proposed['id']}/approve")

    assert answer.status_code == 403
    assert answer.json()["code"] == "nominator-may-not-approve"
    assert offers(released_item) == []


async def test_officers_neither_nominate_nor_approve(released_item, officer):
    made = await officer.client.post(
        "/staff/v1/nominations",
        json={"key": released_item["key"], "target": "x", "languages": ["vi"]},
    )
    approved = await officer.client.post(
        f"/staff/v1/nominations/{released_item['id']}/approve"
    )

    assert [made.status_code, approved.status_code] == [403, 403]


async def test_a_rejection_says_why_and_offers_nothing(
    released_item, make_target, nominate, approver, coordinator, offers
):
    target = await make_target()
    [proposed] = (await nominate(released_item, target, "vi")).json()["data"]
    path = f"/staff/v1/nominations/{proposed['id']}"

    answer = await approver.client.post(f"{path}/reject", json={"note": "Chưa đủ ảnh."})
    late = await approver.client.post(f"{path}/approve")

    assert answer.json()["state"] == "rejected"
    assert late.json()["code"] == "nomination-decided"
    assert offers(released_item) == []
    listed = await coordinator.client.get(
        "/staff/v1/nominations", params={"target": target, "state": "rejected"}
    )
    assert [line["note"] for line in listed.json()["data"]] == ["Chưa đủ ảnh."]


async def test_a_withdrawal_ends_every_offer_at_once(
    released_item, make_target, offered, offers, take, leader
):
    await offered(released_item, await make_target(), "vi")
    await offered(released_item, await make_target("hold"), "vi")

    await take("withdraw", released_item, "vi", by=leader, reason_class="rights")

    assert [ended for _, _, ended in offers(released_item)] == [True, True]


async def test_a_correction_follows_where_the_target_says_so(
    released_item, make_target, offered, offers, correct
):
    await offered(released_item, await make_target("follow"))

    corrected = await correct(released_item)

    digest = corrected["languages"]["vi"]["closure_hash"]
    assert offers(released_item) == [("vi", digest, False)]


async def test_a_correction_waits_for_approval_where_the_target_holds(
    released_item, make_target, offered, offers, correct, urls
):
    target = await make_target("hold")
    await offered(released_item, target)
    old = released_item["languages"]["vi"]["closure_hash"]

    corrected = await correct(released_item)

    assert offers(released_item) == [("vi", old, False)]
    with psycopg.connect(libpq(urls.sync)) as connection:
        kept = connection.execute(
            "SELECT count(*) FROM release.document WHERE closure_hash = %s", [old]
        ).fetchone()
    assert kept == (1,)
    await offered(corrected, target)
    new = corrected["languages"]["vi"]["closure_hash"]
    assert offers(released_item) == [("vi", new, False)]


async def test_an_approval_of_what_was_corrected_meanwhile_is_refused(
    released_item, make_target, nominate, approver, correct
):
    target = await make_target()
    [proposed] = (await nominate(released_item, target, "vi")).json()["data"]
    await correct(released_item)

    answer = await approver.client.post(
        f"/staff/v1/nominations/{proposed['id']}/approve"
    )

    assert answer.status_code == 409
    assert answer.json()["code"] == "nomination-outdated"


async def test_a_nomination_asked_for_twice_is_one(
    released_item, make_target, nominate
):
    target = await make_target()

    first = (await nominate(released_item, target, "vi", "en")).json()["data"]
    second = (await nominate(released_item, target, "vi", "en")).json()["data"]

    assert [line["id"] for line in first] == [line["id"] for line in second]
