"""Decisions on units: what is taken, what is refused, what stays."""

import asyncio

import pytest
from sqlalchemy import text

from content_api import reference
from content_api.gazetteer.moves import Became, became

NEW = {
    "code": "99109",
    "name_vi": "Xã Mới",
    "name_en": "New Commune",
    "level": "commune",
}


class TestChains:
    def test_a_chain_is_followed_to_its_end(self):
        steps = {"1": ["2"], "2": ["3", "4"], "4": ["4", "5"]}

        found = became({"1": "Một", "4": "Bốn", "9": "Chín"}, steps)

        assert found == {
            "1": Became("Một", ("3", "4", "5"), split=True),
            "4": Became("Bốn", ("4", "5"), split=True),
        }

    def test_a_circle_ends(self):
        found = became({"1": "Một"}, {"1": ["2"], "2": ["1"]})

        assert found["1"].codes


@pytest.mark.parametrize(
    ("change", "pointer", "code"),
    [
        ({"units": [], "moves": []}, "/moves", "nothing"),
        ({"moves": []}, "/units/0/code", "unit-from-nowhere"),
        (
            {"moves": [{"unit": "00001", "into": ["99101", "99102"]}]},
            "/moves/0/unit",
            "unit-not-in-force",
        ),
        (
            {"units": [], "moves": [{"unit": "11977", "into": ["11977"]}]},
            "/moves/0/unit",
            "twice",
        ),
        (
            {"units": [], "moves": [{"unit": "11977", "into": ["00001"]}]},
            "/moves/0/into/0",
            "unit-not-in-force",
        ),
        (
            {
                "units": [{**NEW, "code": "11977", "name_vi": "Xã Tân Hưng"}],
                "moves": [],
            },
            "/units/0/code",
            "unit-exists",
        ),
        ({"effective_on": "2025-07-01"}, "/moves/0/unit", "unit-not-in-force"),
    ],
)
async def test_what_does_not_fit_is_said_at_its_place(enter, change, pointer, code):
    for dry in (True, False):
        answer = await enter(dry=dry, **change)

        assert answer.status_code == 422
        found = {(one["pointer"], one["code"]) for one in answer.json()["errors"]}
        assert (pointer, code) in found


async def test_a_decision_is_entered_once_and_outlives_the_shipped_list(
    enter, officer, client, database, operator
):
    assert (await enter(by=officer)).status_code == 403
    answers = await asyncio.gather(enter(), enter())
    assert sorted(answer.status_code for answer in answers) == [201, 422]
    renamed = {**NEW, "code": "11980", "name_vi": "Phường Xích Đằng", "level": "ward"}
    rename = await enter(effective_on="2026-03-01", units=[renamed], moves=[])
    assert rename.json()["renamed"] == ["11980"]

    async with database.writing() as session:
        await reference.load(session)
        kept = await session.scalar(
            text("SELECT count(*) FROM content.unit_predecessor")
        )

    assert kept == 384 + 4
    assert (await client.get("/v1/units/11977")).json()["valid_to"] == "2026-01-01"
    ward = (await client.get("/v1/units", params={"q": "hồng châu"})).json()["data"][0]
    assert (ward["code"], ward["name_vi"]) == ("11980", "Phường Xích Đằng")
    assert ward["successors"] == []
    listed = (await operator.client.get("/staff/v1/units/changes")).json()["data"]
    assert [one["effective_on"] for one in listed] == ["2026-03-01", "2026-01-01"]


async def test_everybody_reads_what_a_unit_became(enter, client):
    tried = await enter(dry=True)
    assert (tried.status_code, tried.json()["ended"]) == (200, ["11953", "11977"])
    assert (await client.get("/v1/units/11977")).json()["valid_to"] is None
    entered = await enter()
    assert (entered.status_code, entered.json()["split"]) == (201, ["11977"])

    old = (await client.get("/v1/units/11977")).json()
    assert old["valid_to"] == "2026-01-01"
    assert [(one["code"], one["mapping"]) for one in old["successors"]] == [
        ("99101", "split"),
        ("99102", "split"),
    ]
    found = (await client.get("/v1/units", params={"q": "tan hung"})).json()["data"]
    assert {"11977", "99101", "99102"} <= {unit["code"] for unit in found}
