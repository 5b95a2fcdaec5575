"""Serve the stand-in with uvicorn, in the foreground or inside a test."""

import contextlib
from collections.abc import AsyncGenerator

import uvicorn
from tests.standins.portal.app import Options, create_app
from tests.standins.portal.wire import CuttableProtocol
from tests.standins.served import listening


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
    app = create_app(options)
    async with listening(app, http=CuttableProtocol, log_level="error") as url:
        yield url
