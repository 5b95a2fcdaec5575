"""People, agencies and items as a test needs them, through the real app."""

import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient
from starlette.routing import BaseRoute

from content_api.access import queries, service
from content_api.agencies.tables import Agency as AgencyRow
from content_api.app import create_app
from content_api.settings import Settings
from phohien import clock
from phohien.db import Database
from phohien_stack.databases import Urls

PASSWORD = "một mật khẩu đủ dài"


@dataclass(frozen=True)
class Agency:
    id: UUID
    code: str


@dataclass(frozen=True)
class Person:
    """`client` speaks as this person, with a bearer token."""

    id: UUID
    username: str
    agency: Agency | None
    client: AsyncClient
    token: str


MakeAgency = Callable[..., Awaitable[Agency]]
MakePerson = Callable[..., Awaitable[Person]]
MakeItem = Callable[..., Awaitable[dict[str, Any]]]
TakeStep = Callable[..., Awaitable[dict[str, Any]]]


@pytest.fixture
def settings(urls: Urls, assets_url: str) -> Settings:
    return Settings(
        database_url=urls.owner,
        assets_url=assets_url,
        service_token="a token of these tests",
        pool_size=4,
    )


@pytest.fixture
def assets_url() -> str:
    """Nobody listens here; a test of media overrides it."""
    return "http://127.0.0.1:9"


@pytest.fixture(scope="session")
def routes() -> list[BaseRoute]:
    """Building them takes a tenth of a second, and they hold nothing of an app."""
    return create_app(Settings(database_url="postgresql:///never-asked")).router.routes


@pytest.fixture
async def app(settings: Settings, routes: list[BaseRoute]) -> AsyncIterator[FastAPI]:
    app = create_app(settings)
    app.router.routes = routes
    async with app.router.lifespan_context(app):
        yield app


@pytest.fixture
async def make_client(app: FastAPI) -> AsyncIterator[Callable[..., AsyncClient]]:
    async with AsyncExitStack() as stack:

        def make(**headers: str) -> AsyncClient:
            client = AsyncClient(
                transport=ASGITransport(app, raise_app_exceptions=False),
                base_url="http://test",
                headers=headers,
            )
            stack.push_async_callback(client.aclose)
            return client

        yield make


@pytest.fixture
def client(make_client: Callable[..., AsyncClient]) -> AsyncClient:
    """Nobody: not signed in, as a portal without a key."""
    return make_client()


@pytest.fixture
def database(app: FastAPI) -> Database:
    """The role of content-api, as the app has it."""
    found = app.state.database
    assert isinstance(found, Database)
    return found


@pytest.fixture
def make_agency(database: Database) -> MakeAgency:
    async def make(**given: Any) -> Agency:
        code = f"agency-{secrets.token_hex(4)}"
        row = AgencyRow(
            id=uuid4(),
            code=code,
            name_vi=f"Cơ quan {code}",
            name_en=f"Agency {code}",
            **given,
        )
        async with database.writing() as session:
            session.add(row)
        return Agency(row.id, code)

    return make


@pytest.fixture(scope="session")
def password_hash() -> str:
    """Hashed once; argon2 is slow on purpose."""
    return service.hash_password(PASSWORD)


@pytest.fixture
def make_person(
    app: FastAPI, make_client: Callable[..., AsyncClient], password_hash: str
) -> MakePerson:
    """An account with a session: `await make_person("leader", agency=agency)`."""
    login: Database = app.state.login_database

    async def make(*roles: str, agency: Agency | None = None) -> Person:
        at = clock.now()
        username = f"p{secrets.token_hex(5)}"
        values = {
            "username": username,
            "name": f"Nguyễn Văn {username[-3:].upper()}",
            "password_hash": password_hash,
            "agency_id": agency.id if agency else None,
            "agency_code": agency.code if agency else "",
        }
        async with login.writing() as session:
            account_id = await queries.insert_account(session, values)
            assert account_id is not None
            await queries.grant_roles(session, account_id, roles, at)
            account = await queries.account_named(session, username)
            assert account is not None
            started = await service.start_session(
                session, account, at=at, lasts=timedelta(hours=1)
            )
        client = make_client(Authorization=f"Bearer {started.token}")
        return Person(account_id, username, agency, client, started.token)

    return make


@pytest.fixture
async def agency(make_agency: MakeAgency) -> Agency:
    return await make_agency()


@pytest.fixture
async def officer(make_person: MakePerson, agency: Agency) -> Person:
    return await make_person("officer", agency=agency)


@pytest.fixture
async def leader(make_person: MakePerson, agency: Agency) -> Person:
    return await make_person("leader", agency=agency)


@pytest.fixture
def park() -> Callable[..., dict[str, Any]]:
    """The body of an industrial park; keywords replace parts of it."""

    def make(**given: Any) -> dict[str, Any]:
        source = {"text": "Ban Quản lý các khu công nghiệp tỉnh Hưng Yên"}
        area = {"unit": "ha", "as_of": "2023", "source": source}
        # Letters alone: a digit would be a figure that the translation lacks.
        mark = "".join(secrets.choice("abcdefgh") for _ in range(8))
        title = f"Khu công nghiệp Phố Nối {mark}"
        return {
            "type": "industrial_park",
            "fi_category": "image_promotion",
            "topics": ["investment"],
            "fields": {"status": "operating", "area": {"value": "688.94", **area}},
            "languages": {
                "vi": {"title": title, "summary": "Khu công nghiệp lớn của tỉnh."},
                "en": {
                    "title": "Phố Nối A Industrial Park",
                    "summary": "A large park.",
                },
            },
            **given,
        }

    return make


@pytest.fixture
def make_item(officer: Person, park: Callable[..., dict[str, Any]]) -> MakeItem:
    """An item in draft, made by `officer` over HTTP unless `by` is given."""

    async def make(*, by: Person = officer, **given: Any) -> dict[str, Any]:
        answer = await by.client.post("/staff/v1/items", json=park(**given))
        assert answer.status_code == 201, answer.text
        made: dict[str, Any] = answer.json()
        return made

    return make


@pytest.fixture
def order() -> Callable[..., dict[str, Any]]:
    """The body of a step: these languages, each with the hash that was read."""

    def make(item: dict[str, Any], *langs: str, **more: Any) -> dict[str, Any]:
        named = langs or tuple(item["languages"])
        hashes = {lang: item["languages"][lang]["closure_hash"] for lang in named}
        return {"languages": list(named), "if_hash": hashes, **more}

    return make


@pytest.fixture
def take(order: Callable[..., dict[str, Any]]) -> TakeStep:
    """`await take("submit", item, "vi", by=officer)`; the answer has to be 200."""

    async def step(
        name: str, item: dict[str, Any], *langs: str, by: Person, **more: Any
    ) -> dict[str, Any]:
        path = f"/staff/v1/items/{item['key']}/{name}"
        answer = await by.client.post(path, json=order(item, *langs, **more))
        assert answer.status_code == 200, answer.text
        moved: dict[str, Any] = answer.json()
        return moved

    return step


@pytest.fixture
def make_submitted(make_item: MakeItem, take: TakeStep, officer: Person) -> MakeItem:
    """An item whose languages wait for the leader."""

    async def make(**given: Any) -> dict[str, Any]:
        return await take("submit", await make_item(**given), by=officer)

    return make


@pytest.fixture
def make_cleared(make_submitted: MakeItem, take: TakeStep, leader: Person) -> MakeItem:
    """An item whose languages the leader has cleared."""

    async def make(**given: Any) -> dict[str, Any]:
        item = await make_submitted(**given)
        return await take("clear", item, by=leader, declaration=True)

    return make


@pytest.fixture
def make_released(make_cleared: MakeItem, take: TakeStep, leader: Person) -> MakeItem:
    """An item whose languages are released, or scheduled when it is embargoed."""

    async def make(**given: Any) -> dict[str, Any]:
        return await take("release", await make_cleared(**given), by=leader)

    return make


@pytest.fixture
async def released_item(make_released: MakeItem) -> dict[str, Any]:
    return await make_released()


@pytest.fixture
def draft_of() -> Callable[..., dict[str, Any]]:
    """An item as it was read, as the body of the PUT that changes parts of it."""

    def make(item: dict[str, Any], **given: Any) -> dict[str, Any]:
        kept = ("type", "fi_category", "topics", "unit_codes", "fields", "relations")
        whole = (*kept, "media", "visible_from", "expires_at")
        body = {name: item[name] for name in whole}
        return {**body, "languages": item["texts"], **given}

    return make
