"""Serve the stand-in with uvicorn, in the foreground or inside a test."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncGenerator

import uvicorn
from tests.standins.portal.app import Options, create_app
from tests.standins.portal.wire import CuttableProtocol


def serve(options: Options, *, port: int) -> None:
    uvicorn.run(
        create_app(options),
        host="127.0.0.1",
        port=port,
        http=CuttableProtocol,
        log_level="warning",
        timeout_graceful_shutdown=2,
    )


@contextlib.asynccontextmanager
async def running(options: Options) -> AsyncGenerator[str]:
    """The stand-in on a free port in this event loop; yields its base URL."""
    # With the protocol named asyncio turns Nagle's algorithm off: 40 ms a request.
    listener = socket.socket(proto=socket.IPPROTO_TCP)
    listener.bind(("127.0.0.1", 0))
    server = uvicorn.Server(
        uvicorn.Config(
            create_app(options),
            http=CuttableProtocol,
            log_level="error",
            timeout_graceful_shutdown=1,
        )
    )
    # The public `serve` would take the signal handlers away from the test run.
    task = asyncio.create_task(
        server._serve(sockets=[listener])  # noqa: SLF001 -- see above
    )
    try:
        while not server.started and not task.done():  # noqa: ASYNC110 -- no event
            await asyncio.sleep(0.01)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        await task
        listener.close()
