"""What the worker does for webhooks: make deliveries of new lines, and send them.

The log and the rows are the truth: a worker that dies, a hint that is lost and a
receiver that answers nonsense cost time, never a line.
"""

import asyncio
import random
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import RowMapping

from content_api.addresses import Addresses
from content_api.feeds.stream.bell import Bell
from content_api.feeds.stream.rounds import Rounds
from content_api.webhooks import messages, queries, schedule
from content_api.webhooks.calls.client import Caller, Outcome
from content_api.webhooks.service import SERVICE
from phohien import audit, clock
from phohien.db import Database, WriteSession

log = structlog.get_logger()
LINES = 500
AT_ONCE = 20
EACH = 5
# Longer than any call: a delivery whose worker died is taken up again after it.
LEASE = timedelta(minutes=2)
KEPT = timedelta(days=30)
LOOK_ANYWAY = 60.0
AFTER_TROUBLE = 5.0


class Courier:
    """Delivers whatever is due."""

    def __init__(
        self,
        database: Database,
        caller: Caller,
        addresses: Addresses,
        *,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._database = database
        self._caller = caller
        self._addresses = addresses
        self._chance = chance

    async def run(self, bell: Bell) -> None:
        """Until it is cancelled: at every ring, and when something falls due."""
        rounds = Rounds(bell)
        while True:
            rounds.begin()
            try:
                await self.deliver()
                pause = await self._pause()
            except Exception:
                log.exception("webhook_delivery_failed")
                pause = AFTER_TROUBLE
            await rounds.wait(pause)

    async def deliver(self) -> None:
        while await self._fan_out():
            pass
        while await self._send_some():
            pass

    async def sweep(self) -> None:
        async with self._database.writing() as session:
            await queries.forget(session, before=clock.now() - KEPT)
            await queries.forget_former_secrets(session, at=clock.now())

    async def _pause(self) -> float:
        async with self._database.reading() as session:
            due = await queries.next_due(session)
        if due is None:
            return LOOK_ANYWAY
        left = (due - clock.now()).total_seconds()
        return min(max(left, 0.05), LOOK_ANYWAY)

    async def _fan_out(self) -> int:
        async with self._database.writing() as session:
            return await queries.fan_out(session, at=clock.now(), lines=LINES)

    async def _send_some(self) -> int:
        async with self._database.writing() as session:
            claimed = await queries.claim(
                session, at=clock.now(), lease=LEASE, each=EACH, most=AT_ONCE
            )
        await asyncio.gather(*(self._send(row) for row in claimed))
        return len(claimed)

    async def _send(self, row: RowMapping) -> None:
        """No transaction is open while the other side thinks."""
        at = clock.now()
        content = messages.body(dict(row), self._addresses)
        keys = [key for key in (row["secret"], row["former_secret"]) if key]
        headers = messages.headers(row["id"], keys, content, at=at)
        outcome = await self._caller.post(row["url"], content, headers)
        async with self._database.writing() as session:
            await queries.note_attempt(
                session,
                {
                    "delivery_id": row["id"],
                    "at": at,
                    "status": outcome.status,
                    "milliseconds": outcome.milliseconds,
                    "error": outcome.error,
                },
            )
            if outcome.is_success:
                await self._delivered(session, row)
            else:
                await self._failed(session, row, outcome)

    async def _delivered(self, session: WriteSession, row: RowMapping) -> None:
        done = {"state": "delivered", "done_at": clock.now()}
        await queries.settle(session, row["id"], done)
        if row["failing_since"] is not None:
            health = {"failing_since": None}
            await queries.note_health(session, row["webhook_id"], health)

    async def _failed(
        self, session: WriteSession, row: RowMapping, outcome: Outcome
    ) -> None:
        at = clock.now()
        again = schedule.next_try(
            row["attempts"],
            at=at,
            chance=self._chance(),
            retry_after=outcome.retry_after,
        )
        values: dict[str, Any] = {"next_at": again}
        if outcome.is_gone or again is None:
            values = {"state": "dead", "done_at": at}
        await queries.settle(session, row["id"], values)
        since: datetime = row["failing_since"] or at
        health: dict[str, Any] = {"failing_since": since}
        tired = again is None and at - since >= schedule.GIVE_UP
        if outcome.is_gone or tired:
            note = "410 Gone" if outcome.is_gone else "failed for five days"
            health |= {"state": "paused", "note": note}
        await queries.note_health(session, row["webhook_id"], health)
        if "state" in health:
            await audit.append(
                session,
                service=SERVICE,
                caller="webhooks",
                action="webhook.paused",
                subject=f"webhook:{row['webhook_id']}",
                detail={"note": health["note"]},
            )
