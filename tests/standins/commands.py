"""A command of somebody else's: it is waited for so long and no longer."""

import asyncio
from asyncio.subprocess import Process


async def heard(process: Process, seconds: float) -> tuple[bytes, bytes]:
    """What it printed until its end. One that does not end in time is ended."""
    try:
        async with asyncio.timeout(seconds):
            return await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()
