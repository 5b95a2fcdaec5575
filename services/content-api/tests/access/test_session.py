"""Signing in: browsers by cookie, programs by token, guessers not at all."""

import asyncio

import pytest
from sqlalchemy import text

from phohien import clock, keys

PASSWORD = "một mật khẩu đủ dài"


@pytest.fixture
def sign_in(client):
    async def attempt(username, password=PASSWORD, **headers):
        return await client.post(
            "/staff/v1/session",
            json={"username": username, "password": password},
            headers=headers,
        )

    return attempt


@pytest.fixture
async def many_failures_ago(app):
    """So that the throttle of this address counts this test alone."""
    async with app.state.login_database.writing() as session:
        await session.execute(text("DELETE FROM access.login_failure"))


async def test_a_person_signs_in_and_out(officer, sign_in, make_client):
    answer = await sign_in(officer.username)

    assert answer.status_code == 201
    body = answer.json()
    assert body["person"]["roles"] == ["officer"]
    assert body["person"]["agency_code"] == officer.agency.code
    cookie = answer.headers["set-cookie"]
    assert all(part in cookie for part in ("HttpOnly", "SameSite=lax", "Path=/"))
    assert "Domain" not in cookie

    program = make_client(Authorization=f"Bearer {body['token']}")
    assert (await program.get("/staff/v1/session")).json()["id"] == str(officer.id)
    assert (await program.delete("/staff/v1/session")).status_code == 204
    assert (await program.get("/staff/v1/session")).status_code == 401


async def test_a_browser_needs_the_csrf_token_for_writes(
    officer, sign_in, client, park
):
    csrf = (await sign_in(officer.username)).json()["csrf_token"]

    read = await client.get("/staff/v1/items")
    bare = await client.post("/staff/v1/items", json=park())
    with_token = await client.post(
        "/staff/v1/items", json=park(), headers={"X-CSRF-Token": csrf}
    )

    assert read.status_code == 200
    assert (bare.status_code, bare.json()["code"]) == (403, "csrf-token")
    assert with_token.status_code == 201


async def test_the_token_is_stored_as_a_digest_only(officer, app):
    async with app.state.login_database.reading() as session:
        digests = await session.scalars(
            text("SELECT token_digest FROM access.session WHERE account_id = :id"),
            {"id": officer.id},
        )
        assert list(digests) == [keys.digest(officer.token)]


async def test_a_wrong_password_and_an_unknown_name_look_the_same(officer, sign_in):
    wrong = await sign_in(officer.username, "một mật khẩu khác")
    nobody = await sign_in("nobody.at.all")

    assert (wrong.status_code, nobody.status_code) == (401, 401)
    assert wrong.json()["detail"] == nobody.json()["detail"]
    assert wrong.json()["code"] == "wrong-credentials"


@pytest.mark.usefixtures("many_failures_ago")
async def test_guessing_at_a_name_is_stopped_for_a_while(officer, sign_in):
    guesses = [await sign_in(officer.username, f"guess {n}") for n in range(5)]

    stopped = await sign_in(officer.username, **{"Accept-Language": "vi"})

    assert {answer.status_code for answer in guesses} == {401}
    assert stopped.status_code == 429
    assert 0 < int(stopped.headers["retry-after"]) <= 901
    assert stopped.json()["title"] == "Đăng nhập sai quá nhiều lần"


@pytest.mark.usefixtures("many_failures_ago")
async def test_guesses_at_once_do_not_slip_past_the_count(officer, sign_in):
    answers = await asyncio.gather(
        *(sign_in(officer.username, f"guess {n}") for n in range(12))
    )

    codes = sorted(answer.status_code for answer in answers)
    assert codes == [401] * 5 + [429] * 7


@pytest.mark.usefixtures("many_failures_ago")
async def test_one_address_cannot_try_every_name(app, officer, sign_in):
    at = clock.now()
    async with app.state.login_database.writing() as session:
        for n in range(50):
            await session.execute(
                text(
                    "INSERT INTO access.login_failure (username, address, at)"
                    " VALUES (:name, '127.0.0.1', :at)"
                ),
                {"name": f"name{n}", "at": at},
            )

    assert (await sign_in(officer.username)).status_code == 429
    async with app.state.login_database.writing() as session:
        await session.execute(text("DELETE FROM access.login_failure"))


async def test_a_right_password_forgets_the_wrong_ones(officer, sign_in):
    for _ in range(4):
        await sign_in(officer.username, "nhầm")
    await sign_in(officer.username)
    for _ in range(4):
        await sign_in(officer.username, "nhầm")

    assert (await sign_in(officer.username)).status_code == 201


async def test_an_ended_session_in_the_cookie_stops_nobody(officer, sign_in, client):
    await sign_in(officer.username)
    client.cookies["phohien_session"] = "phs_ended"

    assert (await client.get("/v1/items")).status_code == 200
    assert (await client.get("/staff/v1/items")).status_code == 401
    assert (await sign_in(officer.username)).status_code == 201


async def test_a_body_with_more_than_asked_for_is_refused(client):
    answer = await client.post(
        "/staff/v1/session",
        json={"username": "a", "password": "b", "role": "operator"},
        headers={"Accept-Language": "vi"},
    )

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/role"
    assert "Không có trường" in answer.json()["errors"][0]["detail"]
