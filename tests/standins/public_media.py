"""Stands in for the public byte delivery of assets-api."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncGenerator

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from tests.standins.releases import Brochure


@contextlib.asynccontextmanager
async def delivering(brochures: list[Brochure]) -> AsyncGenerator[str]:
    """Serve these at their paths; the list may grow meanwhile. Yields the base URL."""

    async def serve(request: Request) -> Response:
        for brochure in brochures:
            if brochure.path == request.url.path:
                return Response(brochure.content, media_type=brochure.mime)
        return Response(status_code=404)

    listener = socket.socket(proto=socket.IPPROTO_TCP)
    listener.bind(("127.0.0.1", 0))
    app = Starlette(routes=[Route("/m/{rest:path}", serve)])
    server = uvicorn.Server(
        uvicorn.Config(app, log_level="error", timeout_graceful_shutdown=1)
    )
    task = asyncio.create_task(
        server._serve(sockets=[listener])  # noqa: SLF001 -- see the stand-in's server
    )
    try:
        while not server.started and not task.done():  # noqa: ASYNC110 -- no event
            await asyncio.sleep(0.01)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        await task
        listener.close()
