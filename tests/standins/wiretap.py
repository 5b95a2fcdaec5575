"""A TCP proxy that keeps every byte sent through it: what was ever on the wire."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from tests.standins.lines import pump, serving


@dataclass
class Wiretap:
    """`heard` is what went to the target, in the order it came by."""

    target: str
    heard: bytearray = field(default_factory=bytearray)
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def requests(self, *methods: str) -> int:
        """How many requests of these methods were begun."""
        return sum(self.heard.count(f"{one} /".encode()) for one in methods)

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncGenerator["Wiretap"]:
        async with serving(self._serve) as self.port:
            yield self

    async def _serve(
        self, client: asyncio.StreamReader, back: asyncio.StreamWriter
    ) -> None:
        place = urlsplit(self.target)
        upstream, onward = await asyncio.open_connection(place.hostname, place.port)
        try:
            await asyncio.gather(
                _forward(client, onward, self.heard.extend),
                _forward(upstream, back),
            )
        finally:
            onward.close()
            back.close()


async def _forward(
    source: asyncio.StreamReader,
    to: asyncio.StreamWriter,
    heard: Callable[[bytes], None] | None = None,
) -> None:
    with contextlib.suppress(OSError):
        await pump(source, to, heard)
        to.write_eof()
