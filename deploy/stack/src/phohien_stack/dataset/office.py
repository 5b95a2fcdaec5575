"""Everybody at their desks, and how many may be busy at once."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import TypeVar

import httpx

from phohien_stack.dataset import accounts
from phohien_stack.dataset.accounts import Passwords
from phohien_stack.dataset.desk import Desk
from phohien_stack.dataset.entries import all_people

Say = Callable[[str, str], None]
Thing = TypeVar("Thing")
SERVICES = ("content", "assets")
AT_ONCE = 4
TIMEOUT = 60.0


def _slots() -> asyncio.Semaphore:
    return asyncio.Semaphore(AT_ONCE)


@dataclass
class Office:
    nobody: Desk
    passwords: Passwords
    say: Say
    leaving: AsyncExitStack
    desks: dict[str, Desk] = field(default_factory=dict)
    slots: asyncio.Semaphore = field(default_factory=_slots)

    def of(self, role: str, agency: str | None = None) -> Desk:
        """The desk of whoever holds `role`, in `agency` where that matters."""
        username = next(
            person.username
            for person in all_people()
            if role in person.roles and agency in {None, person.agency_code}
        )
        return self.desks[username]

    async def sign_in(self, usernames: Iterable[str]) -> None:
        """They sign out when the office closes."""

        async def one(username: str) -> None:
            desk = await accounts.sign_in(self.nobody, username, self.passwords)
            self.desks[username] = desk
            self.leaving.push_async_callback(accounts.sign_out, desk)

        await self.each(usernames, one)

    async def each(
        self, things: Iterable[Thing], do: Callable[[Thing], Awaitable[None]]
    ) -> None:
        """A few at a time; the first failure stops the rest."""

        async def one(thing: Thing) -> None:
            async with self.slots:
                await do(thing)

        async with asyncio.TaskGroup() as group:
            for thing in things:
                group.create_task(one(thing))


@asynccontextmanager
async def opened(
    urls: Mapping[str, str], passwords: Passwords, say: Say
) -> AsyncGenerator[Office]:
    """Many people share the connections, so no cookie of one may stay for the next."""
    async with AsyncExitStack() as leaving:
        services = {
            name: await leaving.enter_async_context(
                httpx.AsyncClient(
                    base_url=urls[name],
                    timeout=TIMEOUT,
                    cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
                    trust_env=False,
                )
            )
            for name in SERVICES
        }
        yield Office(Desk(services), passwords, say, leaving)
