from typing import Annotated

import pytest
from fastapi import FastAPI, Query
from httpx import ASGITransport, AsyncClient

from phohien import auth, web
from phohien.errors import ConflictError, FieldProblem, Text
from phohien.schemas import In, Moment


class PhaseSumError(ConflictError):
    title = "The phases do not add up"
    title_vi = "Tổng các giai đoạn không khớp"


class Park(In):
    name: str


class Visit(In):
    at: Moment


@pytest.fixture
async def client():
    app = FastAPI()
    web.install(app, "phohien")

    @app.get("/refused")
    async def refused(_: auth.Anyone) -> None:
        raise PhaseSumError(
            Text(vi="Hãy sửa.", en="Mend it."),
            errors=[FieldProblem("/fields/area", Text(vi="sai", en="off"), "sum")],
            headers={"etag": '"1"'},
        )

    @app.get("/broken")
    async def broken(_: auth.Anyone) -> None:
        message = "the password is swordfish"
        raise ValueError(message)

    @app.post("/parks")
    async def post(_: auth.Anyone, park: Park) -> str:
        return park.name

    @app.post("/visits")
    async def visit(_: auth.Anyone, visit: Visit) -> str:
        return visit.at.isoformat()

    @app.get("/parks")
    async def get(_: auth.Anyone, limit: Annotated[int, Query(ge=1)] = 1) -> int:
        return limit

    transport = ASGITransport(app, raise_app_exceptions=False)
    async with AsyncClient(transport=transport, base_url="http://test") as it:
        yield it


@pytest.mark.parametrize(
    ("language", "title", "detail", "field"),
    [
        ("vi", "Tổng các giai đoạn không khớp", "Hãy sửa.", "sai"),
        ("en-GB,vi;q=0.1", "The phases do not add up", "Mend it.", "off"),
    ],
)
async def test_is_said_in_the_callers_language(
    client, language, title, detail, field
) -> None:
    answer = await client.get("/refused", headers={"accept-language": language})

    problem = answer.json()
    assert answer.status_code == 409
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["etag"] == '"1"'
    assert (problem["title"], problem["detail"]) == (title, detail)
    assert problem["errors"] == [
        {"pointer": "/fields/area", "detail": field, "code": "sum"}
    ]
    assert problem["code"] == "phase-sum"
    assert problem["trace_id"] == answer.headers["x-request-id"]


async def test_what_nobody_foresaw_is_a_problem_that_tells_nothing(client) -> None:
    answer = await client.get(
        "/broken", headers={"accept-language": "vi", "x-request-id": "abc12345"}
    )

    problem = answer.json()
    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert problem["title"] == "Hệ thống gặp lỗi"
    assert problem["code"] == "internal-server-error"
    assert problem["trace_id"] == answer.headers["x-request-id"] == "abc12345"
    assert "swordfish" not in answer.text


@pytest.mark.parametrize(
    ("moment", "status"),
    [
        ("2026-11-23T10:00:00+07:00", 200),
        ("2026-11-23T10:00:00", 422),
        ("0001-01-01T00:00:00+14:00", 422),
        ("9999-12-31T23:59:59-12:00", 422),
        (1_700_000_000, 422),
        ("soon", 422),
    ],
)
async def test_a_moment_is_one_that_every_clock_can_hold(
    client, moment, status
) -> None:
    """In UTC the first second of year 1 in Kiribati is in no year at all."""
    answer = await client.post("/visits", json={"at": moment})

    assert answer.status_code == status


async def test_an_unknown_field_is_named(client) -> None:
    answer = await client.post(
        "/parks",
        json={"name": "Phố Nối", "colour": "red"},
        headers={"accept-language": "vi"},
    )

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/colour"
    assert "Không có trường nào" in answer.json()["errors"][0]["detail"]


async def test_a_text_arrives_composed(client) -> None:
    answer = await client.post(
        "/parks", json={"name": "Pho\u0302\u0301 No\u0302\u0301i"}
    )

    assert answer.json() == "Phố Nối"


async def test_a_wrong_parameter_is_named_where_it_is(client) -> None:
    answer = await client.get("/parks?limit=none")

    assert answer.json()["errors"][0]["pointer"] == "/query/limit"


async def test_an_unknown_address_is_a_problem_too(client) -> None:
    answer = await client.get("/nowhere", headers={"accept-language": "vi"})

    assert answer.status_code == 404
    assert "Không có địa chỉ này" in answer.json()["detail"]


async def test_a_hostile_request_id_is_not_echoed(client) -> None:
    answer = await client.get("/parks", headers={"x-request-id": "a b;c"})

    assert answer.headers["x-request-id"] != "a b;c"


TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"


@pytest.mark.parametrize(
    ("traceparent", "traced"),
    [
        (f"00-{TRACE}-00f067aa0ba902b7-01", True),
        (f"cc-{TRACE}-00f067aa0ba902b7-01-what-may-come", True),
        (f"00-{TRACE}-00f067aa0ba902b7-01-more", False),
        (f"ff-{TRACE}-00f067aa0ba902b7-01", False),
        (f"00-{TRACE.upper()}-00f067aa0ba902b7-01", False),
        (f"00-{'0' * 32}-00f067aa0ba902b7-01", False),
        (f"00-{TRACE}-{'0' * 16}-01", False),
        ("garbage", False),
    ],
)
async def test_a_problem_names_the_trace_of_its_caller(
    client, traceparent, traced
) -> None:
    for path in ("/broken", "/nowhere"):
        sent = {"traceparent": traceparent, "x-request-id": "mine"}
        answer = await client.get(path, headers=sent)

        assert answer.headers["x-request-id"] == "mine"
        assert answer.json()["trace_id"] == (TRACE if traced else "mine")
