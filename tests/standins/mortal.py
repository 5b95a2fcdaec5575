"""A worker process of its own, which may be killed at a step of sending."""

import asyncio
import os
import signal
import sys

from asean_sync.sending.steps import VARIABLE, Step

CHILD = """
import sys
from asean_sync import commands
from asean_sync.settings import Settings
commands.run(Settings(), target=sys.argv[1] or None, seconds=60)
"""


async def worker(target: str = "", **environment: str) -> asyncio.subprocess.Process:
    """Carries out what is due, at every target or at one, with this environment too."""
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        CHILD,
        target,
        env={**os.environ, **environment},
        stdout=asyncio.subprocess.DEVNULL,
    )


async def killed_at(step: Step, target: str = "", **environment: str) -> bool:
    """Whether a worker came to the step, and so to its end."""
    child = await worker(target, **{VARIABLE: step.value}, **environment)
    return await child.wait() == -signal.SIGKILL
