"""What an item said before, and back to it."""

import hashlib
import json

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from phohien.canonical import canonical_json


@pytest.fixture
def edit(officer, draft_of):
    async def change(item, **given):
        answer = await officer.client.put(
            f"/staff/v1/items/{item['key']}",
            json=draft_of(item, **given),
            headers={"If-Match": f'"{item["hash"]}"'},
        )
        assert answer.status_code == 200, answer.text
        return answer.json()

    return change


async def test_every_revision_is_kept_and_hashed(make_item, edit, officer):
    item = await edit(await make_item(), topics=["industry", "trade"])
    path = f"/staff/v1/items/{item['key']}/revisions"

    listed = (await officer.client.get(path)).json()["data"]
    first = (await officer.client.get(f"{path}/1")).json()

    assert [line["number"] for line in listed] == [2, 1]
    assert listed[0]["sha256"] == item["hash"]
    digest = hashlib.sha256(canonical_json(first["body"])).hexdigest()
    assert digest == first["sha256"] == listed[1]["sha256"]


async def test_a_difference_names_its_place(make_item, edit, officer):
    item = await make_item()
    texts = json.loads(json.dumps(item["texts"]))
    texts["en"]["summary"] = "The largest park."
    edited = await edit(item, languages=texts)

    answer = await officer.client.get(
        f"/staff/v1/items/{edited['key']}/diff", params={"from": 1, "to": 2}
    )

    assert answer.json()["differences"] == [
        {
            "pointer": "/languages/en/texts/summary",
            "before": "A large park.",
            "after": "The largest park.",
        }
    ]


async def test_restoring_is_a_new_revision_that_says_the_old(make_item, edit, officer):
    item = await make_item()
    edited = await edit(item, topics=["industry"])

    answer = await officer.client.post(
        f"/staff/v1/items/{item['key']}/restore",
        json={"revision": 1},
        headers={"If-Match": f'"{edited["hash"]}"'},
    )

    assert answer.status_code == 200, answer.text
    assert answer.json()["revision"] == 3
    assert answer.json()["hash"] == item["hash"]


async def test_a_revision_nobody_wrote_is_not_found(make_item, officer):
    item = await make_item()

    answer = await officer.client.get(f"/staff/v1/items/{item['key']}/revisions/9")

    assert answer.status_code == 404
    assert answer.json()["code"] == "revision-not-found"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE content.revision SET body = '{}'",
        "DELETE FROM content.revision",
        "TRUNCATE content.revision",
    ],
)
async def test_the_service_itself_cannot_rewrite_history(
    make_item, database, statement
):
    await make_item()

    with pytest.raises(ProgrammingError, match=r"permission denied|keeps what"):
        async with database.writing() as session:
            await session.execute(text(statement))
