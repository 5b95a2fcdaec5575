"""A translation with other figures than its source needs a leader who says so."""

import json

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError


@pytest.fixture
def texts():
    """Vietnamese and English that agree on one figure, which a test may change."""

    def make(vi="Diện tích 688,94 ha.", en="An area of 688.94 hectares."):
        return {
            "vi": {"title": "Khu công nghiệp Phố Nối", "summary": vi},
            "en": {"title": "Phố Nối Industrial Park", "summary": en},
        }

    return make


@pytest.fixture
def attempt(order):
    async def step(name, item, *langs, by, **more):
        return await by.client.post(
            f"/staff/v1/items/{item['key']}/{name}", json=order(item, *langs, **more)
        )

    return step


@pytest.fixture
async def audit_of(database):
    async def read(key, action):
        async with database.reading() as session:
            return list(
                await session.scalars(
                    text(
                        "SELECT detail FROM audit.entry WHERE subject = :key"
                        " AND action = :action ORDER BY seq"
                    ),
                    {"key": key, "action": action},
                )
            )

    return read


async def test_figures_that_agree_pass_without_a_word(make_released, texts):
    item = await make_released(languages=texts())

    assert item["languages"]["en"]["differences"] == {}
    assert item["languages"]["en"]["status"] == "released"


async def test_the_item_shows_each_difference_by_language_and_field(make_item, texts):
    item = await make_item(languages=texts(en="An area of 668.94 hectares."))

    state = item["languages"]["en"]
    assert state["hard_stale"] == ["summary"]
    assert state["differences"] == {
        "summary": [
            {"kind": "measure", "source": "688,94 ha", "found": "668.94 hectares"}
        ]
    }
    assert item["languages"]["vi"]["hard_stale"] == []


async def test_a_wrong_figure_keeps_its_language_from_being_cleared(
    make_submitted, texts, attempt, leader
):
    item = await make_submitted(languages=texts(en="An area of 668.94 hectares."))

    refused = await attempt("clear", item, "en", by=leader, declaration=True)
    vietnamese = await attempt("clear", item, "vi", by=leader, declaration=True)

    assert refused.status_code == 409
    problem = refused.json()
    assert problem["code"] == "translation-differs"
    (error,) = problem["errors"]
    assert error["pointer"] == "/languages/en/summary"
    assert error["code"] == "figures-differ"
    assert "668.94 hectares" in error["detail"]
    assert vietnamese.status_code == 200


async def test_a_leader_may_accept_it_by_name_and_the_declaration_says_so(
    make_submitted, texts, take, leader, client, audit_of
):
    item = await make_submitted(languages=texts(en="An area of 668.94 hectares."))

    item = await take(
        "clear",
        item,
        "en",
        by=leader,
        declaration=True,
        accept_differences={"en": ["summary"]},
    )
    item = await take("release", item, "en", by=leader)

    path = f"/staff/v1/items/{item['key']}/clearances"
    (clearance,) = (await leader.client.get(path)).json()["data"]
    assert "688,94 ha → 668.94 hectares" in clearance["declaration"]
    (detail,) = await audit_of(item["key"], "item.cleared")
    assert detail["accepted"]["en"][0]["subject"] == "summary"
    assert (await client.get(f"/v1/items/{item['key']}?locale=en")).status_code == 200


async def test_accepting_another_field_or_language_is_not_enough(
    make_submitted, texts, attempt, leader
):
    item = await make_submitted(languages=texts(en="An area of 668.94 hectares."))

    for accepted in ({"en": ["title"]}, {"fr": ["summary"]}, {"en": []}):
        answer = await attempt(
            "clear",
            item,
            "en",
            by=leader,
            declaration=True,
            accept_differences=accepted,
        )
        assert answer.status_code == 409, accepted


async def test_a_source_that_changes_after_the_clearance_stops_the_release(
    make_cleared, texts, officer, attempt, leader
):
    item = await make_cleared(languages=texts())
    edited = await officer.client.put(
        f"/staff/v1/items/{item['key']}/languages/vi",
        json={"texts": texts(vi="Diện tích 700 ha.")["vi"]},
        headers={"If-Match": f'"{item["languages"]["vi"]["closure_hash"]}"'},
    )
    item = edited.json()
    assert item["languages"]["en"]["status"] == "cleared"
    assert item["languages"]["en"]["stale"] == ["summary"]

    refused = await attempt("release", item, "en", by=leader)
    accepted = await attempt(
        "release", item, "en", by=leader, accept_differences={"en": ["summary"]}
    )

    assert refused.json()["code"] == "translation-differs"
    assert accepted.status_code == 200


async def test_what_was_accepted_does_not_hold_for_another_source(
    make_submitted, texts, take, officer, attempt, leader
):
    item = await make_submitted(languages=texts(en="An area of 668.94 hectares."))
    item = await take(
        "clear",
        item,
        by=leader,
        declaration=True,
        accept_differences={"en": ["summary"]},
    )
    edited = await officer.client.put(
        f"/staff/v1/items/{item['key']}/languages/vi",
        json={"texts": texts(vi="Diện tích 700 ha.")["vi"]},
        headers={"If-Match": f'"{item["languages"]["vi"]["closure_hash"]}"'},
    )

    answer = await attempt("release", edited.json(), "en", by=leader)

    assert answer.json()["code"] == "translation-differs"


async def test_a_shorter_translation_is_no_obstacle_until_its_source_changes(
    make_item, texts, officer
):
    item = await make_item(languages=texts(en="A large park."))
    before = item["languages"]["en"]

    edited = await officer.client.put(
        f"/staff/v1/items/{item['key']}/languages/vi",
        json={"texts": texts(vi="Diện tích 700 ha.")["vi"]},
        headers={"If-Match": f'"{item["languages"]["vi"]["closure_hash"]}"'},
    )

    assert before["hard_stale"] == []
    assert before["differences"]["summary"][0]["found"] is None
    assert edited.json()["languages"]["en"]["hard_stale"] == ["summary"]


async def test_a_released_text_asked_for_again_is_not_asked_about_again(
    make_submitted, texts, take, leader
):
    item = await make_submitted(languages=texts(en="An area of 668.94 hectares."))
    accepted = {"accept_differences": {"en": ["summary"]}}
    item = await take("clear", item, by=leader, declaration=True, **accepted)
    item = await take("clear", item, by=leader, declaration=True)
    item = await take("release", item, by=leader)
    item = await take("release", item, by=leader)

    assert item["languages"]["en"]["status"] == "released"


async def test_the_database_keeps_what_was_accepted(
    make_submitted, texts, take, leader, database
):

    item = await make_submitted(languages=texts(en="An area of 668.94 hectares."))
    await take(
        "clear",
        item,
        by=leader,
        declaration=True,
        accept_differences={"en": ["summary"]},
    )

    async with database.reading() as session:
        (row,) = (
            await session.execute(
                text(
                    "SELECT subject, person_name, detail::text FROM"
                    " content.accepted_difference WHERE item_id = :item"
                ),
                {"item": item["id"]},
            )
        ).all()
    assert row.subject == "summary"
    assert json.loads(row.detail)[0]["source"] == "688,94 ha"
    for verb in ("DELETE FROM", "TRUNCATE"):
        with pytest.raises(ProgrammingError, match="permission denied"):
            async with database.writing() as session:
                await session.execute(text(f"{verb} content.accepted_difference"))


@pytest.mark.parametrize(
    "given",
    [
        {"accept_differences": ["summary"]},
        {"accept_differences": {"en": "summary"}},
        {"accept_differences": {"not a tag": ["summary"]}},
        {"accept_everything": True},
    ],
)
async def test_an_order_that_cannot_be_read_is_refused(
    make_submitted, texts, attempt, leader, given
):
    item = await make_submitted(languages=texts())

    answer = await attempt("clear", item, "en", by=leader, declaration=True, **given)

    assert answer.status_code == 422
