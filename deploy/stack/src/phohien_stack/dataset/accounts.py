"""The people of the demonstration: their accounts, and signing in."""

import asyncio
import base64
import hashlib
import hmac
from dataclasses import replace

from content_api.access import queries, service
from phohien import clock, urls
from phohien.db import Database
from phohien_stack.dataset.desk import Desk
from phohien_stack.dataset.entries import Person, all_people

OPERATOR = "operator"
LENGTH = 20


def password_of(secret: str, username: str) -> str:
    """Another one in every installation, the same in every run of one."""
    digest = hmac.new(secret.encode(), f"demo:{username}".encode(), hashlib.sha256)
    return base64.b32encode(digest.digest()).decode().lower()[:LENGTH]


async def ensure_operator(database_url: str, secret: str) -> None:
    """The first account cannot be made over HTTP: nobody could sign in to make it."""
    person = next(each for each in all_people() if each.username == OPERATOR)
    login_url = urls.of("LOGIN", database_url)
    async with Database.connect(
        login_url, application_name="phohien-seed", pool_size=1
    ) as database:
        async with database.reading() as session:
            if await queries.account_named(session, OPERATOR) is not None:
                return
        async with database.writing() as session:
            await service.create_account(
                session,
                person.username,
                person.name,
                password_of(secret, person.username),
                None,
                person.roles,
                at=clock.now(),
                caller="seed",
            )


async def ensure_accounts(operator: Desk, secret: str) -> int:
    """How many accounts were made now."""
    known = {line["username"] async for line in operator.listed("/staff/v1/accounts")}
    missing = [person for person in all_people() if person.username not in known]
    await asyncio.gather(*(_make(operator, person, secret) for person in missing))
    return len(missing)


async def _make(operator: Desk, person: Person, secret: str) -> None:
    await operator.ask(
        "POST",
        "/staff/v1/accounts",
        json={
            "username": person.username,
            "name": person.name,
            "password": password_of(secret, person.username),
            "agency_code": person.agency_code,
            "roles": list(person.roles),
        },
    )


async def sign_in(nobody: Desk, username: str, secret: str) -> Desk:
    answer = await nobody.ask(
        "POST",
        "/staff/v1/session",
        json={"username": username, "password": password_of(secret, username)},
    )
    return replace(nobody, username=username, token=answer.json()["token"])


async def sign_out(desk: Desk) -> None:
    await desk.ask("DELETE", "/staff/v1/session")
