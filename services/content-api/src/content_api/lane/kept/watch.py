"""Keeps the shelf true: hears of releases, reads the log, and knows the next hour.

A notification, a write through this process, a second gone by: each makes the watch
read the change log on from where it stopped. Meanwhile what was true a moment ago is
still given out for GRACE seconds, then nothing on the shelf counts until it has.
"""

import asyncio
import contextlib
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from time import monotonic
from typing import Self

import asyncpg
import structlog

from content_api.feeds.stream.bell import Bell
from content_api.lane.kept import queries
from content_api.lane.kept.shelf import Shelf
from content_api.public.pool import PublicPool
from content_api.public.reads import EVERYTHING, touched_by
from phohien.errors import AppError

log = structlog.get_logger()
# What was read of the log counts for so long, if nothing is heard; it is read anew
# sooner, so that a connection that died without a word is found out.
LEASE = 3.0
LOOK_ANYWAY = 1.0
RETRY = 0.05
# What reading the log takes on a busy machine. Without it every reader of the moment
# would ask the database, for a line that seldom touches what he asks for, and so make
# the reading take longer still.
GRACE = 0.04
END_PATIENCE = 2.0


class Watch:
    """`stamp` changes with what the shelf holds."""

    def __init__(self, pool: PublicPool, bell: Bell, shelf: Shelf) -> None:
        self._pool, self._bell, self._shelf = pool, bell, shelf
        self._noticed, self._handled = 1, 0
        self._lease = self._grace = 0.0
        self._seq: int | None = None
        self._hours: tuple[object, object] = (None, None)
        self._reading = asyncio.Lock()
        self._wake = asyncio.Event()
        self._ended = False
        self.stamp = 0

    @classmethod
    @asynccontextmanager
    async def keep(
        cls, pool: PublicPool, bell: Bell, shelf: Shelf
    ) -> AsyncGenerator[Self]:
        watch = cls(pool, bell, shelf)
        bell.on_ring(watch.notice)
        keeping = asyncio.create_task(watch._keep_for_ever())
        try:
            yield watch
        finally:
            # In Python 3.11 a wait inside the pool can lose the cancellation.
            watch._ended = True
            watch._wake.set()
            keeping.cancel()
            await asyncio.wait({keeping}, timeout=END_PATIENCE)

    @property
    def fresh(self) -> bool:
        """Whether the shelf is as the log says: something may be put there."""
        return self._handled == self._noticed and self.counts

    @property
    def counts(self) -> bool:
        """Whether what stands on the shelf may be given out."""
        now = monotonic()
        settled = self._handled == self._noticed or now < self._grace
        return settled and now < self._lease and self._bell.hears

    def notice(self) -> None:
        """Something may have changed: the log is read at once."""
        if self._handled == self._noticed:
            self._grace = monotonic() + GRACE
        self._noticed += 1
        self.stamp += 1
        self._wake.set()

    async def settle(self) -> None:
        """After a write through this process: what it changed is dropped on return."""
        self.notice()
        await self._read_log()

    async def reach(self, seq: int) -> None:
        """Before a reader is told of this line, it holds for what is read next."""
        if self._seq is None or self._seq < seq:
            await self.settle()

    async def _keep_for_ever(self) -> None:
        while not self._ended:
            self._wake.clear()
            if await self._read_log():
                patience = max(RETRY / 10, min(LOOK_ANYWAY, self._lease - monotonic()))
            else:
                # Whoever rings now would be answered the same: wait, whoever rings.
                await asyncio.sleep(RETRY)
                continue
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(patience):
                    await self._wake.wait()

    async def _read_log(self) -> bool:
        """Whether the shelf is as the log says."""
        async with self._reading:
            noticed, began = self._noticed, monotonic()
            try:
                pulse = await queries.pulse(self._pool, self._seq)
            except (AppError, asyncpg.PostgresError):
                log.warning("lane_blind")
                self._lease = 0.0
                return False
            if not self._apply(pulse):
                self._lease = 0.0
                return False
            self._handled = noticed
            span = LEASE if pulse.seconds is None else min(LEASE, pulse.seconds)
            self._lease = began + span
            return True

    def _apply(self, pulse: queries.Pulse) -> bool:
        """Drops what changed. False when the log says that there is more."""
        hours = (pulse.next, pulse.started)
        if hours != self._hours or self._seq is None or pulse.seq < self._seq:
            self._drop_all()
            self._hours = hours
        if self._seq is None or pulse.seq < self._seq:
            # The first look; or the database is another one, restored from a backup.
            self._seq = pulse.seq
            return True
        if pulse.lines:
            self._drop({EVERYTHING, *_subjects(pulse.lines)})
            self._seq = pulse.lines[-1].seq
        if self._seq < pulse.seq:
            # More lines than were asked for, or one whose time by the database's clock
            # is a moment ahead: nothing counts until all of them were read.
            self._drop_all()
            return False
        return True

    def _drop(self, subjects: set[str]) -> None:
        self.stamp += 1
        self._pool.forget()
        self._shelf.drop(subjects)

    def _drop_all(self) -> None:
        self.stamp += 1
        self._pool.forget()
        self._shelf.clear()


def _subjects(lines: list[queries.Line]) -> set[str]:
    return {
        subject
        for line in lines
        for subject in touched_by(line.key, line.lang, line.type, line.agency)
    }
