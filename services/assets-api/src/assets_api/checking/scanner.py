"""The virus scanner: clamd, told the bytes over INSTREAM while they are read once.

A scanner that is away, slow or talks nonsense has found nothing out: the file is then
held. clamd calls a file clean that is larger than it looks at, unless it is configured
with `AlertExceedsMax yes`; such an alarm means unread, not infected.
"""

import asyncio
import contextlib
import re
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

import structlog

from assets_api.formats.errors import HeldError, RefusedError

CONNECT_SECONDS = 5.0
PORT = 3310
MOST_ANSWER = 4096
PIECE = 256 * 1024
UNREAD = ("Heuristics.Limits.Exceeded", "size limit exceeded")
LOCKED = "Heuristics.Encrypted"
log = structlog.get_logger()


class Conversation:
    """One file. `feed` never fails; `conclude` raises what was found."""

    def __init__(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        patience: float,
    ) -> None:
        self._writer = writer
        self._patience = patience
        # Read from the start: a scanner that has enough says so, and hangs up.
        self._answer = asyncio.create_task(reader.readuntil(b"\0"))
        self._broken = False

    async def feed(self, chunk: bytes) -> None:
        for start in range(0, len(chunk), PIECE):
            piece = chunk[start : start + PIECE]
            await self._say(len(piece).to_bytes(4, "big") + piece)

    async def _say(self, data: bytes) -> None:
        if self._broken or self._answer.done():
            self._broken = True
            return
        try:
            self._writer.write(data)
            await asyncio.wait_for(self._writer.drain(), self._patience)
        except (OSError, TimeoutError):
            # It may have said why before it hung up.
            self._broken = True

    async def leave(self) -> None:
        self._writer.close()
        self._answer.cancel()
        with contextlib.suppress(
            asyncio.CancelledError, OSError, EOFError, asyncio.LimitOverrunError
        ):
            await self._answer

    async def conclude(self) -> None:
        """Raises RefusedError for malware, HeldError when not all was read."""
        await self._say(bytes(4))
        # One that stopped listening has said why by now, or will not.
        patience = CONNECT_SECONDS if self._broken else self._patience
        try:
            told = await asyncio.wait_for(self._answer, patience)
        except (OSError, TimeoutError, EOFError, asyncio.LimitOverrunError) as error:
            raise HeldError("scan-unavailable") from error
        answer = told.rstrip(b"\0\n").decode("utf-8", "replace")
        if answer == "stream: OK" and not self._broken:
            return
        if any(words in answer for words in UNREAD):
            raise HeldError("scan-incomplete")
        if answer.startswith("stream: ") and answer.endswith(" FOUND"):
            name = answer.removeprefix("stream: ").removesuffix(" FOUND")
            if name.startswith(LOCKED):
                raise HeldError("encrypted")
            raise RefusedError("virus-found", _word(name))
        log.warning("scanner_answer", answer=answer[:200])
        raise HeldError("scan-unavailable", "answer")


async def conclude(scan: Conversation | None) -> None:
    """As of a conversation; one that never began has found nothing out."""
    if scan is None:
        raise HeldError("scan-unavailable")
    await scan.conclude()


def _word(name: str) -> str:
    plain = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    return plain[:40] or "unnamed"


@asynccontextmanager
async def conversation(
    address: str, patience: float
) -> AsyncGenerator[Conversation | None]:
    """None without a scanner, or when it cannot be reached: then nothing is clean."""
    if not address:
        yield None
        return
    try:
        reader, writer = await asyncio.wait_for(_connect(address), CONNECT_SECONDS)
    except (OSError, TimeoutError) as error:
        log.warning("scanner_unreachable", error=type(error).__name__)
        yield None
        return
    begun = Conversation(reader, writer, patience)
    try:
        writer.write(b"zINSTREAM\0")
        yield begun
    finally:
        await begun.leave()


async def _connect(
    address: str,
) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    where = urlsplit(address)
    if where.scheme == "unix":
        return await asyncio.open_unix_connection(where.path, limit=MOST_ANSWER)
    return await asyncio.open_connection(
        where.hostname, where.port or PORT, limit=MOST_ANSWER
    )
