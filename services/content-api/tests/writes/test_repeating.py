"""A request sent again with its key is not carried out again."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text, update

from content_api.writes import repeating
from content_api.writes.tables import KeptAnswer
from phohien import clock

ITEMS = "/staff/v1/items"


@pytest.fixture
def key():
    return str(uuid4())


@pytest.fixture
def send(officer):
    def post(body, key, *, path=ITEMS, by=officer, **headers):
        headers = {"Idempotency-Key": key, **headers}
        return by.client.post(path, json=body, headers=headers)

    return post


@pytest.fixture
def count(database, officer):
    async def items():
        async with database.reading() as session:
            return await session.scalar(
                text("SELECT count(*) FROM content.item WHERE created_by = :id"),
                {"id": officer.id},
            )

    return items


@pytest.fixture
def change(database, key):
    """What time and the death of a process do to the row of the key."""

    async def row(**values):
        async with database.writing() as session:
            await session.execute(
                update(KeptAnswer).where(KeptAnswer.key == key).values(**values)
            )

    return row


async def test_the_first_answer_comes_back_and_nothing_is_done_twice(
    send, park, key, count
):
    body = park()
    first = await send(body, key)
    again = await send(body, f'"{key}"')

    assert (first.status_code, again.status_code) == (201, 201)
    assert first.content == again.content
    assert "idempotency-replayed" not in first.headers
    assert again.headers["idempotency-replayed"] == "true"
    for name in ("etag", "location", "content-type"):
        assert again.headers[name] == first.headers[name]
    assert await count() == 1


async def test_a_key_is_of_one_request_and_one_caller(send, park, key, count, leader):
    body = park()
    await send(body, key)

    other = await send(park(), key)
    elsewhere = await send(body, key, path=f"{ITEMS}?x=1")
    somebody = await send(body, key, by=leader)

    assert other.json()["code"] == elsewhere.json()["code"] == "idempotency-key-reused"
    assert other.status_code == elsewhere.status_code == 422
    assert somebody.status_code == 201
    assert await count() == 1


async def test_of_eight_at_once_one_is_carried_out(send, park, key, count):
    body = park()

    answers = await asyncio.gather(*(send(body, key) for _ in range(8)))

    statuses = [answer.status_code for answer in answers]
    assert set(statuses) <= {201, 409}
    assert 201 in statuses
    codes = {answer.json().get("code") for answer in answers if answer.is_error}
    assert codes <= {"request-in-flight"}
    assert await count() == 1


async def test_what_was_refused_may_be_mended_and_sent_with_the_same_key(
    send, park, key, count
):
    wrong = await send(park(type="castle"), key)
    marked = await send(park(fields={"note": "TỐI MẬT"}), key)
    right = await send(park(), key)

    assert wrong.status_code == 404
    assert marked.json()["code"] == "marking-found"
    assert right.status_code == 201
    assert await count() == 1


async def test_a_process_that_died_leaves_no_doubt(send, park, key, count, change):
    """Before the work: done anew. After it: said, and not done again."""
    body, long_ago = park(), clock.now() - timedelta(hours=1)
    first = await send(body, key)

    await change(status=None, body=None)
    after = await send(body, key)
    await change(status=None, body=None, carried_out=False)
    during = await send(body, key)
    await change(claimed_at=long_ago)
    before = await send(body, key)

    assert after.json()["code"] == "answer-not-kept"
    assert during.json()["code"] == "request-in-flight"
    assert during.headers["retry-after"] == "1"
    assert before.status_code == 201
    assert before.json()["key"] != first.json()["key"]
    assert await count() == 2


async def test_work_whose_claim_was_taken_over_is_rolled_back(database, officer, key):
    named = repeating.Named(officer.id, key, ITEMS, "")
    slow = await repeating.begin(database, named)
    with pytest.raises(repeating.RequestInFlightError):
        async with database.writing() as session:
            await session.execute(
                update(KeptAnswer).where(KeptAnswer.key == key).values(claim=uuid4())
            )
            await slow.note(session)


async def test_after_a_day_the_key_is_free_and_the_answer_gone(
    send, park, key, change, database
):
    body = park()
    first = await send(body, key)
    await change(expires_at=clock.now())

    again = await send(body, key)
    await change(expires_at=clock.now())
    await repeating.sweep(database)

    assert again.json()["key"] != first.json()["key"]
    async with database.reading() as session:
        assert await session.get(KeptAnswer, (again.json()["id"], key)) is None


@pytest.mark.parametrize("bad", ["", " ", "a b", "x" * 201, "\x7f", '""'])
async def test_what_is_no_key_is_said_to_be_none(send, park, bad):
    answer = await send(park(), bad)

    assert answer.status_code == 400
    assert answer.json()["code"] == "idempotency-key"


async def test_a_secret_is_shown_once_and_kept_nowhere(send, key, make_person):
    operator = await make_person("operator")
    body, path = {"name": "Cổng thử"}, "/staff/v1/api-keys"

    first = await send(body, key, path=path, by=operator)
    again = await send(body, key, path=path, by=operator)
    listed = (await operator.client.get(path)).json()["data"]

    assert first.status_code == 201
    assert (again.status_code, again.json()["code"]) == (409, "answer-not-kept")
    assert [row["id"] for row in listed if row["id"] == first.json()["id"]] != []


async def test_a_file_is_told_from_another_of_the_same_length(officer, key):
    path = f"{ITEMS.removesuffix('items')}imports?type=industrial_park&filename=a.csv"
    head, headers = "Tên,Diện tích\n", {"Idempotency-Key": key}
    one, two = f"{head}KCN A,1\n".encode(), f"{head}KCN B,1\n".encode()

    first = await officer.client.post(path, content=one, headers=headers)
    again = await officer.client.post(path, content=one, headers=headers)
    other = await officer.client.post(path, content=two, headers=headers)

    assert first.status_code == 201, first.text
    assert again.content == first.content
    assert other.json()["code"] == "idempotency-key-reused"


async def test_the_description_names_the_header(app):
    paths = app.openapi()["paths"]

    named = [p["name"] for p in paths[ITEMS]["post"]["parameters"]]
    assert named.count("Idempotency-Key") == 1
    assert "409" in paths["/staff/v1/glossary"]["post"]["responses"]
