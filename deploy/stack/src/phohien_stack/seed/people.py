"""The people of the sample: two in each agency, and those of the province."""

import asyncio
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from content_api.access import service as access
from content_api.access.errors import UsernameTakenError
from phohien import clock, urls
from phohien.db import Database
from phohien_stack.seed.client import Desk, sign_in
from phohien_stack.supervisor.record import Login

OPERATOR = "operator"


@dataclass(frozen=True)
class Person:
    username: str
    name: str
    role: str
    may: str
    agency: str = ""


PROVINCE = (
    Person(OPERATOR, "Người vận hành", "operator", "accounts, keys, sync"),
    Person("coordinator", "Người điều phối", "coordinator", "nominate for a portal"),
    Person("approver", "Người phê duyệt", "approver", "approve nominations"),
    Person("auditor", "Người kiểm tra", "auditor", "read the audit trail"),
)


class People:
    """Desks of everybody, opened once."""

    def __init__(self, addresses: Mapping[str, str], logins: Iterable[Login]) -> None:
        self._addresses = addresses
        self._passwords = {login.username: login.password for login in logins}
        self._tokens: dict[str, str] = {}
        self._desks: dict[tuple[str, str], Desk] = {}

    def password(self, username: str) -> str:
        return self._passwords[username]

    def desk(self, username: str, service: str = "content") -> Desk:
        if username not in self._tokens:
            self._tokens[username] = sign_in(
                self._addresses["content"], username, self._passwords[username]
            )
        place = (username, service)
        if place not in self._desks:
            self._desks[place] = Desk(self._addresses[service], self._tokens[username])
        return self._desks[place]

    def officer(self, agency: str, service: str = "content") -> Desk:
        return self.desk(f"{agency}-officer", service)

    def leader(self, agency: str) -> Desk:
        return self.desk(f"{agency}-leader")

    def close(self) -> None:
        for desk in self._desks.values():
            desk.close()


def everybody(agencies: Iterable[str]) -> list[Person]:
    return [
        *PROVINCE,
        *(
            Person(f"{agency}-{role}", f"{title} ({agency})", role, may, agency)
            for agency in agencies
            for role, title, may in (
                ("officer", "Chuyên viên", f"enter content of {agency}"),
                ("leader", "Lãnh đạo", f"clear and release for {agency}"),
            )
        ),
    ]


def logins(people: Iterable[Person], known: Iterable[Login]) -> list[Login]:
    """Passwords of this stack alone, kept once made."""
    passwords = {login.username: login.password for login in known}
    return [
        Login(
            username=person.username,
            password=passwords.get(person.username) or secrets.token_urlsafe(12),
            may=person.may,
        )
        for person in people
    ]


def admit(owner_url: str, people: Iterable[Person], held: People) -> int:
    """Make the accounts that are missing; how many were."""
    everyone = list(people)
    operator = next(person for person in everyone if person.username == OPERATOR)
    asyncio.run(_first_operator(owner_url, operator, held.password(OPERATOR)))
    desk = held.desk(OPERATOR)
    lines = desk.call("GET", "/staff/v1/accounts").json()["data"]
    there = {line["username"] for line in lines}
    missing = [person for person in everyone if person.username not in there]
    for person in missing:
        desk.call(
            "POST",
            "/staff/v1/accounts",
            json={
                "username": person.username,
                "name": person.name,
                "password": held.password(person.username),
                "agency_code": person.agency or None,
                "roles": [person.role],
            },
        )
    return len(missing)


async def _first_operator(owner_url: str, person: Person, password: str) -> None:
    """Everybody else is admitted by an operator, so the first comes by this door."""
    url = urls.of("LOGIN", owner_url)
    async with (
        Database.connect(url, application_name="phohien seed") as database,
        database.writing() as session,
    ):
        try:
            await access.create_account(
                session,
                person.username,
                person.name,
                password,
                None,
                [person.role],
                at=clock.now(),
                caller="phohien seed",
            )
        except UsernameTakenError:
            return
