"""No text with a marking is stored, whichever door it came to."""

import json
import re
from uuid import uuid4

import pytest
from sqlalchemy import text

STAFF = "/staff/v1/"
VALUES = {"lang": "vi", "register": "press-items", "type_code": "industrial_park"}
ROLES = ("officer", "leader", "coordinator", "approver", "operator", "auditor")


@pytest.fixture
def doors(app):
    """Every write of the staff that takes JSON, with something in its path."""

    def filled(path):
        return re.sub(
            r"\{(\w+)\}", lambda part: VALUES.get(part[1], str(uuid4())), path
        )

    return [
        (method.upper(), filled(path))
        for path, operations in app.openapi()["paths"].items()
        if path.startswith(STAFF) and path != f"{STAFF}session"
        for method, operation in operations.items()
        if "application/json" in operation.get("requestBody", {}).get("content", {})
    ]


@pytest.fixture
async def everybody(make_person, agency):
    """Holds every role, so that no door is shut for want of one."""
    return await make_person(*ROLES, agency=agency)


async def test_every_door_refuses_before_it_looks_at_anything_else(
    doors, everybody, database
):
    words = f"TỐI MẬT {(secret := uuid4().hex)}"
    seen = {}
    for method, path in doors:
        answer = await everybody.client.request(
            method, path, json={"note": "ổn", "deep": [{"in": words}]}
        )
        found = answer.json()
        if answer.status_code != 422 or found["code"] != "marking-found":
            seen[method, path] = answer.text
        assert words not in answer.text

    assert len(doors) > 30
    assert seen == {}
    async with database.reading() as session:
        lines = await session.execute(
            text(
                "SELECT action, subject, detail FROM audit.entry WHERE actor = :actor"
            ),
            {"actor": f"person:{everybody.username}"},
        )
        told = [tuple(line) for line in lines]
    assert len(told) == len(doors)
    assert {action for action, _, _ in told} == {"marking.refused"}
    assert secret not in json.dumps([detail for _, _, detail in told])
    assert all(detail["kinds"] == ["marking-level"] for _, _, detail in told)


@pytest.mark.parametrize(
    "body",
    [
        b'{"a":' * 900 + b"1" + b"}" * 900,
        b"[" * 5000 + b"]" * 5000,
        b"\xff",
        b"",
        b'"TO\\u0301I"',
        b'{"a": "\\ud800"}',
    ],
)
async def test_a_body_that_is_none_is_for_the_route_to_answer(body, officer):
    answer = await officer.client.post(
        f"{STAFF}items", content=body, headers={"content-type": "application/json"}
    )

    assert answer.status_code in {400, 422}


async def test_a_body_without_end_is_refused(officer):
    body = b'"' + b"a" * (17 * 1024 * 1024) + b'"'

    answer = await officer.client.post(
        f"{STAFF}items", content=body, headers={"content-type": "application/json"}
    )

    assert (answer.status_code, answer.json()["code"]) == (413, "body-too-large")
