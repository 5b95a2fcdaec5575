"""Works off what is due at one target, several objects at a time."""

import asyncio
from time import monotonic

import structlog
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from asean_sync.sending.claim import Claim, Pause, SetAside, claim
from asean_sync.sending.desk import Desk
from asean_sync.sending.work import work_on

log = structlog.get_logger()
LONGEST_NAP = 0.3
AFTER_TROUBLE = 1.0


async def drain(desk: Desk, seconds: float, stop: asyncio.Event | None = None) -> None:
    """Until nothing is due before the deadline. Any number may run at once."""
    until = monotonic() + seconds
    hands = desk.profile.limits.concurrency
    async with asyncio.TaskGroup() as group:
        for _ in range(hands):
            group.create_task(_hand(desk, until, stop))


async def _hand(desk: Desk, until: float, stop: asyncio.Event | None) -> None:
    while not (stop is not None and stop.is_set()):
        try:
            found = await claim(desk)
            if isinstance(found, Claim):
                await work_on(desk, found)
                continue
        except (SQLAlchemyError, OSError) as error:
            # PostgreSQL went away: leases run out, and the rows say where to go on.
            lost = isinstance(error, DBAPIError) and error.connection_invalidated
            log.warning("database_out_of_reach", lost=lost, error=str(error)[:200])
            found = Pause(AFTER_TROUBLE)
        except Exception:
            # The object keeps its lease, and three such claims put it aside.
            log.exception("object_failed", target=desk.target_code)
            found = Pause(AFTER_TROUBLE)
        if isinstance(found, SetAside):
            continue
        if not await _nap(found, until):
            return


async def _nap(pause: Pause, until: float) -> bool:
    """False: what comes next comes after the deadline."""
    left = until - monotonic()
    if pause.seconds is None or pause.seconds > left:
        return False
    await asyncio.sleep(min(pause.seconds, LONGEST_NAP))
    return True
