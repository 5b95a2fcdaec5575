"""A TCP server for a proxy of a test: each line is served by a task of its own.

What comes on one side of a line is passed on to the other by `pump`.
"""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Awaitable, Callable

PIECE = 64 * 1024
Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@contextlib.asynccontextmanager
async def serving(serve: Serve, port: int = 0) -> AsyncGenerator[int]:
    """Its port. At the end nothing of it runs any more."""
    tasks: set[asyncio.Task[None]] = set()

    async def served(
        reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        own = asyncio.current_task()
        if own is not None:
            tasks.add(own)
            own.add_done_callback(tasks.discard)
        await serve(reader, writer)

    server = await asyncio.start_server(served, "127.0.0.1", port)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        for task in list(tasks):
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def pump(
    source: asyncio.StreamReader,
    sink: asyncio.StreamWriter,
    heard: Callable[[bytes], None] | None = None,
) -> None:
    """Until the source ends. Raises OSError when one of the two is gone."""
    while piece := await source.read(PIECE):
        if heard is not None:
            heard(piece)
        sink.write(piece)
        await sink.drain()
