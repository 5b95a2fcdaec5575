"""Worker processes that come and go while a test looks on."""

import asyncio
import contextlib
import os
import random
import signal
import sys
from collections.abc import AsyncGenerator, Callable
from pathlib import Path
from typing import Any

import pytest

from asean_sync import commands

PROGRAM = Path(sys.executable).with_name("asean-sync")
SEED = 20261123
UNFINISHED_TWICE = """
SELECT a.object_key, a.fence FROM sync.attempt a
  LEFT JOIN sync.attempt_result r ON r.attempt_id = a.id
 WHERE r.attempt_id IS NULL GROUP BY 1, 2 HAVING count(*) > 1"""

WRITES = """
SELECT count(*), count(*) - count(r.attempt_id) FROM sync.attempt a
  LEFT JOIN sync.attempt_result r ON r.attempt_id = a.id
 WHERE a.op IN ('create', 'update', 'withdraw', 'retract')"""


class Crew:
    """So many `asean-sync work`; whoever is killed is replaced."""

    def __init__(self, size: int) -> None:
        self.workers: list[asyncio.subprocess.Process] = []
        self._size = size
        self._dice = random.Random(SEED)
        self.killed = 0
        self.ended = 0

    async def muster(self) -> None:
        while len(self.workers) < self._size:
            self.workers.append(
                await asyncio.create_subprocess_exec(
                    PROGRAM,
                    "work",
                    env=os.environ | {"PHOHIEN_SYNC_LOG_LEVEL": "ERROR"},
                    stdout=asyncio.subprocess.DEVNULL,
                )
            )

    async def lose_one(self) -> None:
        lost = self.workers.pop(self._dice.randrange(len(self.workers)))
        if lost.returncode is None:
            lost.send_signal(signal.SIGKILL)
        await lost.wait()
        self.killed += 1
        await self.muster()

    async def keep(self) -> None:
        """As a supervisor does: whoever ends by itself is followed by another."""
        while True:
            await asyncio.sleep(0.2)
            left = [one for one in self.workers if one.returncode is None]
            self.ended += len(self.workers) - len(left)
            self.workers = left
            await self.muster()

    async def go_home(self) -> None:
        for one in self.workers:
            with contextlib.suppress(ProcessLookupError):
                one.send_signal(signal.SIGTERM)
        for one in self.workers:
            await one.wait()


@pytest.fixture
async def crew(world: Any, monkeypatch: pytest.MonkeyPatch) -> AsyncGenerator[Any]:  # noqa: ARG001 -- its addresses are in the environment
    """`await crew(3)` musters three workers, which go home with the test.

    `kept`: under a supervisor, as where they are at work.
    """
    monkeypatch.setenv("PHOHIEN_SYNC_TICK_SECONDS", "1")
    monkeypatch.setenv("PHOHIEN_SYNC_LEASE_SECONDS", "5")
    mustered, keepers = [], []

    async def muster(size: int, *, kept: bool = False) -> Crew:
        mustered.append(Crew(size))
        await mustered[-1].muster()
        if kept:
            keepers.append(asyncio.create_task(mustered[-1].keep()))
        return mustered[-1]

    yield muster
    for one in keepers:
        one.cancel()
    await asyncio.gather(*keepers, return_exceptions=True)
    for one in mustered:
        await one.go_home()


@pytest.fixture
def paced(world: Any, profile_text: str) -> Callable[[int], Any]:
    """The stand-in's profile, with so many requests a minute."""

    async def activate(per_minute: int) -> None:
        text = profile_text.replace("per_minute: 6000", f"per_minute: {per_minute}")
        await world.activate(text.replace("version: 1", "version: 2"))

    return activate


@pytest.fixture
def writes(world: Any) -> Callable[[], tuple[int, int]]:
    """How many are on record, and how many of them without an answer."""

    def count() -> tuple[int, int]:
        ((all_of_them, unfinished),) = world.sql(WRITES)
        return all_of_them, unfinished

    return count


@pytest.fixture
def at_rest(world: Any) -> Callable[..., Any]:
    """Until every object rests, or the time is over: how many do not."""

    async def wait(seconds: float) -> int:
        left = 0
        for _ in range(int(seconds * 2)):
            ((left, total),) = world.sql(
                "select count(*) filter (where state not in ('synced', 'absent')),"
                " count(*) from sync.object"
            )
            ((open_runs,),) = world.sql(
                "select count(*) from sync.run where finished_at is null"
            )
            if total and not left and not open_runs:
                return 0
            await asyncio.sleep(0.5)
        return int(left)

    return wait


@pytest.fixture
def unbroken(world: Any) -> Callable[[], Any]:
    """No object has two unfinished attempts under one fence, and the chain holds."""

    async def check() -> None:
        assert world.sql(UNFINISHED_TWICE) == []
        found = await asyncio.to_thread(commands.receipts, world.settings, verify=True)
        assert found.broken == []

    return check
