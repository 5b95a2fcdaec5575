import asyncio
import secrets
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack

import httpx
import pytest
from tests.e2e.office import People
from tests.e2e.patient import Patient
from tests.e2e.stack import Stack
from tests.e2e.story import Story
from tests.e2e.telling import Telling


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """The whole real stack in a folder of its own, with the stand-in portal."""
    stack = Stack(tmp_path_factory.mktemp("evening"))
    try:
        asyncio.run(stack.up())
        yield stack
    finally:
        asyncio.run(stack.down())
        asyncio.run(stack.remove())


@pytest.fixture
async def sign_in(stack: Stack) -> AsyncGenerator[Callable[..., Awaitable[Patient]]]:
    """Sign a person in by the name the stack printed; a client for one service."""
    opened = AsyncExitStack()
    logins = {
        login["username"]: login["password"]
        for login in (await stack.secrets())["logins"]
    }
    tokens: dict[str, str] = {}

    async def token_of(username: str) -> str:
        nobody = Patient(stack, "content")
        opened.push_async_callback(nobody.aclose)

        async def signed_in() -> str | None:
            return tokens.get(username)

        async def attempt() -> httpx.Response:
            answer = await nobody.once(
                "POST",
                "/staff/v1/session",
                json={"username": username, "password": logins[username]},
            )
            if answer.is_success:
                tokens[username] = answer.json()["token"]
            return answer

        return await nobody.ensure(signed_in, attempt)

    async def sign_in(username: str, service: str = "content") -> Patient:
        patient = Patient(stack, service, await token_of(username))
        opened.push_async_callback(patient.aclose)
        return patient

    yield sign_in
    await opened.aclose()


@pytest.fixture
async def portal_key(sign_in: Callable[..., Awaitable[Patient]]) -> str:
    """A department portal's API key, made by the operator."""
    operator = await sign_in("operator")
    made = await operator.once(
        "POST",
        "/staff/v1/api-keys",
        json={"name": "Cổng thông tin Sở Tài chính", "scopes": []},
    )
    assert made.status_code == 201, made.text
    key: str = made.json()["key"]
    return key


@pytest.fixture
async def people(
    stack: Stack, sign_in: Callable[..., Awaitable[Patient]], portal_key: str
) -> AsyncGenerator[People]:
    portal = Patient(stack, "content", portal_key)
    media = Patient(stack, "assets")
    yield People(
        officer=await sign_in("izb-officer"),
        leader=await sign_in("izb-leader"),
        coordinator=await sign_in("coordinator"),
        approver=await sign_in("approver"),
        operator=await sign_in("operator", "sync"),
        portal=portal,
        uploader=await sign_in("izb-officer", "assets"),
        public_media=media,
    )
    await portal.aclose()
    await media.aclose()


@pytest.fixture
def make_story(people: People, stack: Stack) -> Callable[..., Story]:
    def make_story(*, megabytes: int = 6, cuts: int = 5) -> Story:
        telling = Telling(secrets.token_hex(4), megabytes=megabytes, cuts=cuts)
        return Story(people, stack, telling)

    return make_story
