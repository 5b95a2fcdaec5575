"""The people of the demonstration: their accounts, and signing in."""

import asyncio
import base64
import hashlib
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import replace

from content_api.access import service
from phohien import clock, urls
from phohien.db import Database
from phohien_stack.dataset.desk import Desk
from phohien_stack.dataset.entries import Person, all_people
from phohien_stack.supervisor.record import Login

OPERATOR = "operator"
LENGTH = 20
MAY = {
    "officer": "enters and submits",
    "leader": "clears, releases, withdraws",
    "coordinator": "nominates for targets",
    "approver": "approves nominations",
    "operator": "accounts, keys, the sync",
    "auditor": "reads the audit trail",
}
Passwords = Mapping[str, str]


def logins(secret: str) -> list[Login]:
    """Everybody's login; passwords differ by installation, not by run."""
    return [
        Login(
            username=person.username,
            password=_password(secret, person.username),
            may=_may(person),
        )
        for person in all_people()
    ]


def _password(secret: str, username: str) -> str:
    digest = hmac.new(secret.encode(), f"demo:{username}".encode(), hashlib.sha256)
    return base64.b32encode(digest.digest()).decode().lower()[:LENGTH]


def passwords_of(logins: Iterable[Login]) -> Passwords:
    return {login.username: login.password for login in logins}


def _may(person: Person) -> str:
    may = ", ".join(MAY[role] for role in person.roles)
    return f"{may} ({person.agency_code})" if person.agency_code else may


async def ensure_operator(database_url: str, passwords: Passwords) -> None:
    """The first account cannot be made over HTTP: nobody could sign in to make it."""
    person = next(each for each in all_people() if each.username == OPERATOR)
    login_url = urls.of("LOGIN", database_url)
    async with Database.connect(
        login_url, application_name="phohien-seed", pool_size=1
    ) as database:
        async with database.reading() as session:
            if await service.has_account(session, OPERATOR):
                return
        async with database.writing() as session:
            await service.create_account(
                session,
                person.username,
                person.name,
                passwords[person.username],
                None,
                person.roles,
                at=clock.now(),
                caller="seed",
            )


async def ensure_accounts(operator: Desk, passwords: Passwords) -> int:
    """How many accounts were made now."""
    known = {line["username"] async for line in operator.listed("/staff/v1/accounts")}
    missing = [person for person in all_people() if person.username not in known]
    await asyncio.gather(*(_make(operator, person, passwords) for person in missing))
    return len(missing)


async def _make(operator: Desk, person: Person, passwords: Passwords) -> None:
    await operator.ask(
        "POST",
        "/staff/v1/accounts",
        json={
            "username": person.username,
            "name": person.name,
            "password": passwords[person.username],
            "agency_code": person.agency_code,
            "roles": list(person.roles),
        },
    )


async def sign_in(nobody: Desk, username: str, passwords: Passwords) -> Desk:
    answer = await nobody.ask(
        "POST",
        "/staff/v1/session",
        json={"username": username, "password": passwords[username]},
    )
    return replace(nobody, username=username, token=answer.json()["token"])


async def sign_out(desk: Desk) -> None:
    await desk.ask("DELETE", "/staff/v1/session")


def workers() -> list[str]:
    """Everyone the dataset needs besides the operator."""
    return [
        person.username
        for person in all_people()
        if not {"operator", "auditor"} & set(person.roles)
    ]
