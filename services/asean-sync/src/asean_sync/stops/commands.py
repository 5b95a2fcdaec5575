"""What `phohien sync stop | resume` call."""

import asyncio
from dataclasses import dataclass

from asean_sync.db import connected
from asean_sync.settings import Settings
from asean_sync.stops import service
from asean_sync.stops.service import Order, Scope


@dataclass(frozen=True, slots=True)
class StopReport:
    """What is stopped now, and how many requests had left when the stop came."""

    stopped: list[str]
    under_way: int = 0


def stop(settings: Settings, order: Order, by: str = "operator") -> StopReport:
    """Nothing more is written from here on; StopScopeError for an unknown name."""
    return asyncio.run(_stop(settings, order, by))


def resume(settings: Settings, scope: Scope, by: str = "operator") -> StopReport:
    """Lifts the stop of exactly this scope, or raises NotStoppedError."""
    return asyncio.run(_resume(settings, scope, by))


async def _stop(settings: Settings, order: Order, by: str) -> StopReport:
    async with (
        connected(settings) as database,
        database.writing() as session,
    ):
        _, under_way = await service.stop(session, order, caller=by)
        left = await service.active(session)
        return StopReport([service.told(one) for one in left], under_way)


async def _resume(settings: Settings, scope: Scope, by: str) -> StopReport:
    async with (
        connected(settings) as database,
        database.writing() as session,
    ):
        await service.resume_scope(session, scope, caller=by)
        return StopReport([service.told(one) for one in await service.active(session)])
