"""What `phohien sync reconcile` and `phohien sync drift` call."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from asean_sync.db import connected
from asean_sync.drift import service as drift
from asean_sync.profiles import service as profiles
from asean_sync.reconcile import contracts
from asean_sync.reconcile.service import Scope, adopt, reconcile
from asean_sync.run_now import OK, PART_DONE, active_codes
from asean_sync.sending.desk import Desk, opened
from asean_sync.settings import Settings
from asean_sync.takedowns import service as takedown

How = Callable[[Desk, Scope], Awaitable[dict[str, int]]]
EVERYTHING = 1_000_000


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What one target showed, and which differences are open now."""

    target: str
    counts: dict[str, int]
    open: dict[str, int]

    @property
    def exit_code(self) -> int:
        return PART_DONE if self.open else OK


def reconcile_now(
    settings: Settings, target: str | None = None, *, looks: int, seconds: float = 3600
) -> list[Reconciled]:
    """`looks`: how many objects are compared one by one, longest unseen first."""
    scope = Scope(looks, seconds)
    return asyncio.run(_reconcile(settings, target, scope, reconcile))


def adopt_now(
    settings: Settings, target: str | None = None, *, seconds: float = 3600
) -> list[Reconciled]:
    """After the database was put back from a backup; workers stand still."""
    scope = Scope(EVERYTHING, seconds)
    return asyncio.run(_reconcile(settings, target, scope, adopt))


def open_drift(settings: Settings, target: str | None = None) -> list[dict[str, Any]]:
    """Open differences, newest first."""
    return asyncio.run(_open(settings, target))


def takedowns(
    settings: Settings, target: str | None = None, *, only_open: bool = True
) -> list[dict[str, Any]]:
    """What has to go, newest first; `late`: it was not seen to be gone in time."""
    return asyncio.run(_takedowns(settings, target, only_open=only_open))


async def _takedowns(
    settings: Settings, target: str | None, *, only_open: bool
) -> list[dict[str, Any]]:
    async with connected(settings) as database, database.reading() as session:
        rows = await takedown.page(
            session, target_code=target, only_open=only_open, limit=1000
        )
        return [dict(row) for row in rows]


async def _reconcile(
    settings: Settings, target: str | None, scope: Scope, how: How
) -> list[Reconciled]:
    done = []
    async with connected(settings) as database:
        for code in await active_codes(database, target):
            async with database.reading() as session:
                profile = await profiles.active_profile(session, code)
            async with opened(database, settings, profile) as desk:
                await contracts.look(desk)
                counts = await how(desk, scope)
            async with database.reading() as session:
                left = await drift.counts(session, code)
            done.append(Reconciled(code, counts, left))
    return done


async def _open(settings: Settings, target: str | None) -> list[dict[str, Any]]:
    filters = {"target_code": target} if target else {}
    names = ("id", "target_code", "object_key", "role", "kind", "found_at", "action")
    async with connected(settings) as database, database.reading() as session:
        rows = await drift.page(
            session, filters=filters, only_open=True, before=None, limit=1000
        )
        return [
            {
                **{name: getattr(row, name) for name in names},
                "fields": row.fields,
                "remote_ids": row.remote_ids,
            }
            for row in rows
        ]
