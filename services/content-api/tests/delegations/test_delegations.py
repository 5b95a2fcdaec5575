"""A deputy signs while a leader is away; four eyes stay four."""

from datetime import timedelta

import psycopg
import pytest
from sqlalchemy import text

from phohien import clock, keys
from phohien.urls import libpq

PATH = "/staff/v1/delegations"


@pytest.fixture
async def deputy(make_person, agency):
    return await make_person("officer", agency=agency)


@pytest.fixture
async def coordinator(make_person):
    return await make_person("coordinator")


@pytest.fixture
def delegate(leader, deputy):
    """The leader goes away from an hour ago until in a week."""

    def post(by=leader, to=deputy, **given):
        at = clock.now()
        body = {
            "deputy_id": str(to.id),
            "valid_from": (at - timedelta(hours=1)).isoformat(),
            "valid_to": (at + timedelta(days=7)).isoformat(),
            "reason": "Công tác nước ngoài",
            **given,
        }
        return by.client.post(PATH, json=body)

    return post


@pytest.fixture
def forget(app):
    """Roles are remembered for five seconds; a test does not wait for them."""
    return lambda person: app.state.door.forget(keys.digest(person.token))


@pytest.fixture
def clear(order, forget):
    def post(item, by, *langs):
        forget(by)
        return by.client.post(
            f"/staff/v1/items/{item['key']}/clear",
            json=order(item, *langs, declaration=True),
        )

    return post


@pytest.fixture
def audited(database):
    async def lines(subject):
        async with database.reading() as session:
            rows = await session.execute(
                text(
                    "SELECT action, detail FROM audit.entry WHERE subject = :subject"
                    " ORDER BY seq"
                ),
                {"subject": subject},
            )
            return [tuple(row) for row in rows]

    return lines


async def test_a_deputy_signs_for_the_leader_and_the_evidence_says_so(
    make_submitted, delegate, clear, deputy, leader, take, audited, client
):
    item = await make_submitted()
    before = await clear(item, deputy)
    made = await delegate()
    cleared = await clear(item, deputy)
    released = await take("release", cleared.json(), by=deputy)
    ended = await leader.client.post(f"{PATH}/{made.json()['id']}/end")
    after = await clear(item, deputy)

    assert (before.status_code, made.status_code) == (403, 201)
    assert cleared.status_code == 200, cleared.text
    assert released["languages"]["vi"]["status"] == "released"
    assert (await client.get(f"/v1/items/{item['key']}")).status_code == 200
    rows = await leader.client.get(f"/staff/v1/items/{item['key']}/clearances")
    signed = {(r["person_name"], r["signed_for_name"]) for r in rows.json()["data"]}
    assert signed == {(made.json()["deputy_name"], made.json()["leader_name"])}
    told = dict(await audited(item["key"]))
    for action in ("item.cleared", "item.released"):
        assert told[action]["signed_for"] == made.json()["leader_name"]
    assert ended.json()["ended_by_name"] == made.json()["leader_name"]
    assert after.status_code == 403
    actions = [a for a, _ in await audited(f"delegation:{made.json()['id']}")]
    assert actions == ["delegation.made", "delegation.ended"]


async def test_a_deputy_clears_nothing_they_or_their_leader_wrote(
    make_item, delegate, clear, deputy, leader, officer, take, forget
):
    await delegate()
    forget(deputy)
    own = await take("submit", await make_item(by=deputy), by=officer)
    of_the_leader = await take("submit", await make_item(by=leader), by=officer)
    touched = await make_item()
    edited = await deputy.client.put(
        f"/staff/v1/items/{touched['key']}/languages/en",
        json={"texts": {"title": "Phố Nối A Park", "summary": "Larger."}},
        headers={"If-Match": f'"{touched["languages"]["en"]["closure_hash"]}"'},
    )
    touched = await take("submit", edited.json(), by=officer)

    answers = [
        await clear(own, deputy, "vi"),
        await clear(of_the_leader, deputy, "vi"),
        await clear(touched, deputy, "vi"),
    ]

    assert [answer.json()["code"] for answer in answers] == ["author-may-not-clear"] * 3
    # A leader by their own grant is held to the language alone, as ever.
    assert (await clear(touched, leader, "vi")).status_code == 200


async def test_who_may_delegate_to_whom(
    delegate, leader, deputy, officer, coordinator, make_person, make_agency, forget
):
    stranger = await make_person("officer", agency=await make_agency())
    both = await make_person("coordinator", "officer", agency=leader.agency)
    named = {"leader_id": str(leader.id)}

    codes = [
        (await delegate(by=officer)).json()["code"],
        (await delegate(to=leader)).json()["code"],
        (await delegate(to=stranger)).json()["code"],
        (await delegate(by=coordinator)).json()["code"],
        (await delegate(by=both, to=both, **named)).json()["code"],
        (await delegate(by=coordinator, leader_id=str(officer.id))).json()["code"],
    ]
    made = await delegate(by=coordinator, **named)
    again = await delegate(
        by=coordinator,
        **{
            **named,
            "valid_from": made.json()["valid_from"],
            "valid_to": made.json()["valid_to"],
        },
    )
    over = await delegate(to=officer)
    forget(deputy)
    further = await delegate(by=deputy, to=officer)

    assert codes == [
        "role-required",
        "delegation-forbidden",
        "delegation-not-found",
        "delegation-not-found",
        "delegation-forbidden",
        "delegation-not-found",
    ]
    assert made.status_code == 201, made.text
    assert again.json() == made.json()
    assert over.json()["code"] == "delegation-overlaps"
    assert further.json()["code"] == "delegation-not-found"


@pytest.mark.parametrize(
    ("start", "end", "status"),
    [(0, 0, 422), (0, -1, 422), (-9, -8, 422), (0, 93, 422), (5, 6, 201)],
)
async def test_a_delegation_has_days(delegate, start, end, status):
    at = clock.now()
    answer = await delegate(
        valid_from=(at + timedelta(days=start)).isoformat(),
        valid_to=(at + timedelta(days=end)).isoformat(),
    )

    assert answer.status_code == status, answer.text


async def test_what_does_not_hold_yet_or_whose_leader_is_gone_opens_nothing(
    make_submitted, delegate, clear, deputy, leader, urls
):
    item, at = await make_submitted(), clock.now()
    await delegate(valid_from=(at + timedelta(days=1)).isoformat())
    early = await clear(item, deputy)
    with psycopg.connect(libpq(urls.owner)) as owner:
        owner.execute(
            "UPDATE access.delegation SET valid_from = now() - interval '1 hour'"
            " WHERE leader_id = %s",
            [leader.id],
        )
        owner.execute(
            "UPDATE access.role_grant SET valid_from = now() - interval '2 days',"
            " valid_to = now() - interval '1 day' WHERE account_id = %s",
            [leader.id],
        )
    gone = await clear(item, deputy)

    assert (early.status_code, gone.status_code) == (403, 403)


async def test_delegations_are_seen_by_whom_they_concern(
    delegate, officer, coordinator, make_person, make_agency, leader
):
    made = (await delegate()).json()
    stranger = await make_person("leader", agency=await make_agency())

    async def ids(person):
        answer = await person.client.get(PATH, params={"limit": 200})
        return [row["id"] for row in answer.json()["data"]]

    assert await ids(officer) == [made["id"]]
    assert made["id"] in await ids(coordinator)
    assert await ids(stranger) == []
    ends = f"{PATH}/{made['id']}/end"
    assert (await stranger.client.post(ends)).status_code == 403
    assert (await officer.client.post(ends)).status_code == 403
    first = await leader.client.post(ends)
    assert (await leader.client.post(ends)).json() == first.json()


@pytest.mark.parametrize("role", ["content", "login", "assets", "sync", "public"])
def test_no_role_writes_a_delegation_by_itself(urls, role):
    with psycopg.connect(libpq(getattr(urls, role)), autocommit=True) as connection:
        for statement in (
            "INSERT INTO access.delegation DEFAULT VALUES",
            "UPDATE access.delegation SET valid_to = now()",
            "DELETE FROM access.delegation",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(statement)
