"""Fills a running stack with the sample dataset, through the services.

Everything goes the way people go: officers enter and submit, leaders clear and release,
the coordinator nominates, the approver approves. What a killed run left behind is found
by its title and finished. The portal key is made last and says that all is done: from
then on nothing is touched again, so what people changed since stays theirs.
"""

import asyncio
import time
from collections.abc import Mapping

from phohien_stack.dataset import accounts, intake, offering, office
from phohien_stack.dataset.desk import Desk
from phohien_stack.dataset.entries import all_entries, all_people, offers
from phohien_stack.dataset.office import Office, Say
from phohien_stack.supervisor.record import Record

PORTAL = "Cổng mẫu / sample portal"
KEYS = "/staff/v1/api-keys"


def run(now: Record, *, say: Say) -> None:
    """Put the dataset in; fills `now.logins`. Raises SeedError."""
    now.logins = accounts.logins(now.tokens["content"])
    try:
        asyncio.run(_run(now, say))
    except BaseExceptionGroup as several:
        raise _first(several) from None


def _first(found: BaseException) -> BaseException:
    """Tasks run in groups in groups; what failed first is the one thing to read."""
    while isinstance(found, BaseExceptionGroup):
        found = found.exceptions[0]
    return found


async def _run(now: Record, say: Say) -> None:
    begun = time.monotonic()
    passwords = accounts.passwords_of(now.logins)
    await accounts.ensure_operator(now.database_url, passwords)
    async with office.opened(now.urls, passwords, say) as people:
        await people.sign_in([accounts.OPERATOR])
        operator = people.of("operator")
        if await _is_done(operator):
            say("sample data", "already in")
            return
        made = await accounts.ensure_accounts(operator, passwords)
        say("people", f"{len(all_people())}, {made} new")
        await people.sign_in(accounts.workers())
        await _offer(people, await intake.take_in(people))
        answer = await operator.ask("POST", KEYS, json={"name": PORTAL, "scopes": []})
        say("portal key", f"{answer.json()['key']} (shown this once)")
        say("sample data", f"in after {time.monotonic() - begun:.1f} s")


async def _is_done(operator: Desk) -> bool:
    """Also with the key revoked."""
    keys = (await operator.ask("GET", KEYS)).json()["data"]
    return any(key["name"] == PORTAL for key in keys)


async def _offer(people: Office, keys: Mapping[str, str]) -> None:
    coordinator, approver = people.of("coordinator"), people.of("approver")
    held = await offering.nominations(coordinator)
    offered = [keys[entry.id] for entry in all_entries() if offering.is_offered(entry)]

    async def nominate(key: str) -> None:
        missing = [lang for lang in offers().languages if (key, lang) not in held]
        if missing:
            await offering.nominate(coordinator, key, missing)

    await people.each(offered, nominate)
    waiting = [
        line["id"]
        for (key, _), line in (await offering.nominations(coordinator)).items()
        if line["state"] == "nominated" and key in offered
    ]
    await people.each(waiting, lambda each: offering.approve(approver, each))
    people.say("offers", f"{len(offered)} items offered to {offers().target}")
