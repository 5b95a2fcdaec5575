"""Fills a running stack with the sample dataset, through the services.

Everything goes the way people go: officers enter and submit, leaders clear and release,
the coordinator nominates, the approver approves. What a killed run left behind is found
by its title and finished. The portal key is made last and says that all is done: from
then on nothing is touched again, so what people changed since stays theirs.
"""

import asyncio
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import TypeVar

import httpx

from phohien_stack.dataset import accounts, items, offering, uploads
from phohien_stack.dataset.desk import Desk
from phohien_stack.dataset.entries import (
    Entry,
    Person,
    all_assets,
    all_entries,
    all_people,
    offers,
)
from phohien_stack.supervisor.record import Record

Say = Callable[[str, str], None]
Thing = TypeVar("Thing")
AT_ONCE = 4
TIMEOUT = 60.0
PORTAL = "Cổng mẫu / sample portal"


@dataclass
class Seeding:
    """One run: who is signed in, and what was found or made so far."""

    nobody: Desk
    passwords: accounts.Passwords
    say: Say
    desks: dict[str, Desk] = field(default_factory=dict)
    # By agency: asset ids by file, and lines of items by entry.
    assets: dict[str, dict[str, str]] = field(default_factory=dict)
    lines: dict[str, items.Line] = field(default_factory=dict)

    def of(self, role: str, agency: str | None = None) -> Desk:
        """The person who holds `role`, in `agency` where that matters."""
        return self.desks[_holder(role, agency).username]

    async def each(
        self, things: Iterable[Thing], do: Callable[[Thing], Awaitable[None]]
    ) -> None:
        """A few at a time; the first failure stops the rest."""
        slots = asyncio.Semaphore(AT_ONCE)

        async def one(thing: Thing) -> None:
            async with slots:
                await do(thing)

        await asyncio.gather(*(one(thing) for thing in things))


def run(now: Record, *, say: Say) -> None:
    """Put the dataset in; fills `now.logins`. Raises SeedError."""
    now.logins = accounts.logins(now.tokens["content"])
    asyncio.run(_run(now, say))


async def _run(now: Record, say: Say) -> None:
    begun = time.monotonic()
    passwords = accounts.passwords_of(now.logins)
    await accounts.ensure_operator(now.database_url, passwords)
    async with _nobody(now) as nobody, AsyncExitStack() as leaving:
        seeding = Seeding(nobody, passwords, say)
        await _sign_in(seeding, [accounts.OPERATOR], leaving)
        operator = seeding.of("operator")
        if await _is_done(operator):
            say("sample data", "already in")
            return
        made = await accounts.ensure_accounts(operator, passwords)
        say("people", f"{len(all_people())}, {made} new")
        await _sign_in(seeding, _workers(), leaving)
        await _upload(seeding)
        await _enter(seeding)
        await _release(seeding)
        await _offer(seeding)
        answer = await operator.ask(
            "POST", "/staff/v1/api-keys", json={"name": PORTAL, "scopes": []}
        )
        say("portal key", f"{answer.json()['key']} (shown this once)")
        say("sample data", f"in after {time.monotonic() - begun:.1f} s")


@asynccontextmanager
async def _nobody(now: Record) -> AsyncGenerator[Desk]:
    """Many people share the connections, so no cookie of one may stay for the next."""
    async with AsyncExitStack() as opened:
        services = {
            name: await opened.enter_async_context(
                httpx.AsyncClient(
                    base_url=now.urls[name],
                    timeout=TIMEOUT,
                    cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
                    trust_env=False,
                )
            )
            for name in ("content", "assets")
        }
        yield Desk(services)


async def _is_done(operator: Desk) -> bool:
    """Also with the key revoked."""
    keys = (await operator.ask("GET", "/staff/v1/api-keys")).json()["data"]
    return any(key["name"] == PORTAL for key in keys)


async def _sign_in(
    seeding: Seeding, usernames: Iterable[str], leaving: AsyncExitStack
) -> None:
    async def one(username: str) -> None:
        desk = await accounts.sign_in(seeding.nobody, username, seeding.passwords)
        seeding.desks[username] = desk
        leaving.push_async_callback(accounts.sign_out, desk)

    await seeding.each(usernames, one)


async def _upload(seeding: Seeding) -> None:
    wanted = {
        (entry.agency, asset.file): asset
        for entry in all_entries()
        for name in entry.media
        for asset in all_assets()[name]
    }

    async def one(place: tuple[str, str]) -> None:
        agency, file = place
        officer = seeding.of("officer", agency)
        asset_id = await uploads.bring(officer, wanted[place])
        seeding.assets.setdefault(agency, {})[file] = asset_id

    await seeding.each(wanted, one)
    seeding.say("files", f"{len(wanted)} pictures and brochures checked")


async def _enter(seeding: Seeding) -> None:
    """Items that point to nothing first, then the others."""
    for agency in {entry.agency for entry in all_entries()}:
        known = await items.known_items(seeding.of("officer", agency))
        seeding.lines |= {
            entry.id: known[entry.type, entry.title]
            for entry in all_entries()
            if entry.agency == agency and (entry.type, entry.title) in known
        }

    async def one(entry: Entry) -> None:
        keys = {name: line["key"] for name, line in seeding.lines.items()}
        seeding.lines[entry.id] = await items.enter(
            seeding.of("officer", entry.agency),
            entry,
            keys,
            seeding.assets.get(entry.agency, {}),
        )

    missing = [entry for entry in all_entries() if entry.id not in seeding.lines]
    await seeding.each((entry for entry in missing if not entry.relations), one)
    await seeding.each((entry for entry in missing if entry.relations), one)
    seeding.say("items", f"{len(missing)} of {len(all_entries())} entered")


async def _release(seeding: Seeding) -> None:
    async def one(entry: Entry) -> None:
        await items.release(
            seeding.of("officer", entry.agency),
            seeding.of("leader", entry.agency),
            entry,
            seeding.lines[entry.id]["key"],
        )

    waiting = [
        entry
        for entry in all_entries()
        if not items.is_out(entry, seeding.lines[entry.id])
    ]
    await seeding.each(waiting, one)
    languages = sum(len(entry.languages) for entry in waiting)
    seeding.say("release", f"{languages} language versions cleared and released")


async def _offer(seeding: Seeding) -> None:
    coordinator, approver = seeding.of("coordinator"), seeding.of("approver")
    held = await offering.nominations(coordinator)
    offered = [
        seeding.lines[entry.id]["key"]
        for entry in all_entries()
        if offering.is_offered(entry)
    ]

    async def nominate(key: str) -> None:
        missing = [lang for lang in offers().languages if (key, lang) not in held]
        if missing:
            await offering.nominate(coordinator, key, missing)

    await seeding.each(offered, nominate)
    waiting = [
        line["id"]
        for (key, _), line in (await offering.nominations(coordinator)).items()
        if line["state"] == "nominated" and key in offered
    ]
    await seeding.each(waiting, lambda each: offering.approve(approver, each))
    seeding.say("offers", f"{len(offered)} items offered to {offers().target}")


def _holder(role: str, agency: str | None) -> Person:
    return next(
        person
        for person in all_people()
        if role in person.roles and agency in {None, person.agency_code}
    )


def _workers() -> list[str]:
    """Everyone the dataset needs besides the operator."""
    return [
        person.username
        for person in all_people()
        if not {"operator", "auditor"} & set(person.roles)
    ]
