"""Serves an application on a free port of this machine, inside a test's event loop."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncGenerator, Mapping
from typing import Any

import uvicorn


@contextlib.asynccontextmanager
async def served(app: Any, tls: Mapping[str, Any] | None = None) -> AsyncGenerator[str]:
    """Yields its base URL. `tls`: what uvicorn takes for certificates."""
    async with listening(app, **(tls or {})) as url:
        # A name for TLS, as certificates are made out to names.
        yield url.replace("http://127.0.0.1", "https://localhost") if tls else url


@contextlib.asynccontextmanager
async def listening(app: Any, **options: Any) -> AsyncGenerator[str]:
    """The same with any of uvicorn's options; yields an address of plain HTTP."""
    # With the protocol named asyncio turns Nagle's algorithm off: 40 ms a request.
    listener = socket.socket(proto=socket.IPPROTO_TCP)
    listener.bind(("127.0.0.1", 0))
    usual = {"log_level": "critical", "timeout_graceful_shutdown": 1}
    server = uvicorn.Server(uvicorn.Config(app, **(usual | options)))
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
