"""`kill -9` of one process after the other while something else goes on."""

import asyncio
import logging
import random
import time
from dataclasses import dataclass, field

from tests.e2e.stack import Stack

log = logging.getLogger(__name__)
PAUSE = (5.0, 10.0)
# Everything a machine can lose at once; the supervisor is started again by the test.
VICTIMS = (
    "sync-worker",
    "content-api",
    "postgres",
    "assets-api",
    "supervisor",
    "seaweedfs",
    "content-worker",
    "assets-worker",
    "sync-api",
)


@dataclass
class Killer:
    stack: Stack
    kills: int
    seed: int
    done: list[str] = field(default_factory=list)

    async def work(self) -> None:
        """Each victim in turn, in an order of the seed, until the kills are done."""
        order = random.Random(self.seed)
        waiting: list[str] = []
        while len(self.done) < self.kills:
            if not waiting:
                waiting = list(VICTIMS)
                if self.kills > len(VICTIMS):
                    order.shuffle(waiting)
            await asyncio.sleep(order.uniform(*PAUSE))
            name = waiting.pop(0)
            began = time.monotonic()
            if await self.stack.kill(name):
                self.done.append(name)
                # pytest shows it, with the time, when the story fails.
                log.warning("killed %s", name)
            elif time.monotonic() - began < 1:
                waiting.append(name)
