import psycopg
import pytest
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient

from phohien import auth, bootstrap, keys, web
from phohien import urls as addresses
from phohien.auth import SignedIn
from phohien.db import Database


@pytest.fixture
def owner(fresh_urls):
    with psycopg.connect(addresses.libpq(fresh_urls.owner), autocommit=True) as it:
        yield it


@pytest.fixture
def sign_in(owner):
    """A session of a new account with `roles`, as the token and its CSRF token."""

    def make(*roles, expires="1 hour"):
        token, csrf = keys.new_token("phs"), keys.new_token("csrf")
        account = owner.execute(
            "INSERT INTO access.account (username, name, password_hash)"
            " VALUES ('u' || substr(uuidv7()::text, 25), 'Nguyễn Văn A', '-')"
            " RETURNING id"
        ).fetchone()
        for role in roles:
            owner.execute(
                "INSERT INTO access.role_grant (account_id, role) VALUES (%s, %s)",
                [*account, role],
            )
        owner.execute(
            "INSERT INTO access.session (token_digest, csrf_digest, account_id,"
            " expires_at) VALUES (%s, %s, %s, now() + %s::interval)",
            [keys.digest(token), keys.digest(csrf), *account, expires],
        )
        return token, csrf

    return make


@pytest.fixture
async def client(fresh_urls):
    app = FastAPI()
    web.install(app, "phohien")

    @app.get("/me")
    async def me(caller: SignedIn) -> str:
        return caller.name

    @app.post("/me", dependencies=[auth.require("leader")])
    async def lead() -> str:
        return "led"

    @app.get("/open")
    async def anyone(caller: auth.Anyone) -> str | None:
        return caller.kind if caller else None

    @app.get("/internal")
    async def internal(caller: auth.ServiceOnly) -> str:
        return caller.on_behalf_of

    transport = ASGITransport(app, raise_app_exceptions=False)
    async with Database.connect(fresh_urls.content, application_name="t") as database:
        auth.install(app, database)
        async with AsyncClient(transport=transport, base_url="http://test") as it:
            yield it


def bearer(token: str) -> dict[str, str]:
    return {"authorization": f"Bearer {token}"}


async def test_a_session_is_known_by_token_and_by_cookie(client, sign_in) -> None:
    token, _ = sign_in()

    by_token = await client.get("/me", headers=bearer(token))
    by_cookie = await client.get("/me", headers={"cookie": f"phohien_session={token}"})

    assert by_token.json() == by_cookie.json() == "Nguyễn Văn A"


async def test_nobody_is_told_to_sign_in(client) -> None:
    answer = await client.get("/me", headers={"accept-language": "vi"})

    assert (answer.status_code, answer.json()["title"]) == (401, "Cần đăng nhập")


@pytest.mark.parametrize("path", ["/me", "/open"])
async def test_a_wrong_token_is_never_taken_for_nobody(client, path) -> None:
    answer = await client.get(path, headers=bearer(keys.new_token("phk")))

    assert answer.json()["code"] == "unknown-token"


async def test_an_expired_session_is_unknown(client, sign_in) -> None:
    token, _ = sign_in(expires="-1 second")

    assert (await client.get("/me", headers=bearer(token))).status_code == 401


async def test_a_browser_must_send_the_csrf_token(client, sign_in) -> None:
    token, csrf = sign_in("leader")
    cookie = {"cookie": f"phohien_session={token}"}

    without = await client.post("/me", headers=cookie)
    with_it = await client.post("/me", headers={**cookie, "x-csrf-token": csrf})

    assert (without.json()["code"], with_it.status_code) == ("csrf-token", 200)


async def test_a_role_is_asked_for(client, sign_in) -> None:
    token, _ = sign_in("officer")

    answer = await client.post("/me", headers=bearer(token))

    assert (answer.status_code, answer.json()["code"]) == (403, "role-required")


async def test_a_service_token_names_the_person(client, fresh_urls) -> None:

    token = keys.new_token("phsvc")
    bootstrap.ensure_service_token(fresh_urls.owner, "assets-api", token)

    answer = await client.get(
        "/internal", headers={**bearer(token), "x-on-behalf-of": "lan.nt"}
    )

    assert answer.json() == "lan.nt"


async def test_a_replaced_service_token_ends(client, fresh_urls) -> None:

    old, new = keys.new_token("phsvc"), keys.new_token("phsvc")
    bootstrap.ensure_service_token(fresh_urls.owner, "assets-api", old)
    bootstrap.ensure_service_token(fresh_urls.owner, "assets-api", new)

    assert (await client.get("/internal", headers=bearer(old))).status_code == 401
    assert (await client.get("/internal", headers=bearer(new))).status_code == 200
