"""A TCP proxy that cuts the line: for uploads over a bad connection."""

import asyncio
import contextlib
import socket
import struct
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field

from tests.standins.lines import PIECE, pump, serving

RESET_ON_CLOSE = struct.pack("ii", 1, 0)


@dataclass
class CuttingProxy:
    """Forwards to a port; cuts after `after` bytes sent upstream, `cuts` times.

    The bytes are counted over all connections since the last cut, so that a client that
    sends in small requests is cut as well.
    """

    target_port: int
    after: int
    cuts: int
    port: int = 0
    cut_at: list[int] = field(default_factory=list)
    """How many bytes had gone upstream in all at each cut."""
    sent: int = 0
    _since: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncGenerator["CuttingProxy"]:
        async with serving(self._serve, self.port) as self.port:
            yield self

    async def _serve(
        self, client: asyncio.StreamReader, back: asyncio.StreamWriter
    ) -> None:
        try:
            upstream, onward = await asyncio.open_connection(
                "127.0.0.1", self.target_port
            )
        except OSError:
            reset(back)
            return
        down = asyncio.create_task(_answer(upstream, back))
        try:
            await self._forward(client, onward, back)
            onward.write_eof()
            await down
        except (OSError, asyncio.CancelledError):
            reset(back)
        finally:
            down.cancel()
            await asyncio.gather(down, return_exceptions=True)
            onward.close()
            back.close()

    async def _forward(
        self,
        client: asyncio.StreamReader,
        onward: asyncio.StreamWriter,
        back: asyncio.StreamWriter,
    ) -> None:
        while piece := await client.read(PIECE):
            room = self.after - self._since
            if len(self.cut_at) < self.cuts and len(piece) >= room:
                onward.write(piece[:room])
                await onward.drain()
                self.sent += room
                self._since = 0
                self.cut_at.append(self.sent)
                reset(onward)
                reset(back)
                raise ConnectionResetError
            onward.write(piece)
            await onward.drain()
            self.sent += len(piece)
            self._since += len(piece)


async def _answer(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        await pump(source, sink)
        sink.close()


def reset(writer: asyncio.StreamWriter) -> None:
    peer = writer.get_extra_info("socket")
    with contextlib.suppress(OSError):
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_ON_CLOSE)
    writer.transport.abort()
