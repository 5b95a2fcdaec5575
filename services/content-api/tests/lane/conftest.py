"""The app with its lane, the same app without, and both on one database."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator

import psycopg
import pytest
import uvicorn
from httpx import ASGITransport, AsyncClient

from content_api.app import create_app
from content_api.lane.protocol import protocol_with
from phohien.urls import libpq

DEAF = """
SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
 WHERE application_name = 'content-api bell' AND datname = current_database()"""


@pytest.fixture
def lane(app):
    return app.state.lane


@pytest.fixture
async def eventually():
    async def wait(condition, seconds: float = 5.0) -> None:
        end = asyncio.get_running_loop().time() + seconds
        while not condition():
            assert asyncio.get_running_loop().time() < end, "it did not come to pass"
            await asyncio.sleep(0.01)

    return wait


@pytest.fixture
async def ready(lane, eventually) -> None:
    """The lane has read the log and hears of every release."""
    await eventually(lambda: lane.watch.fresh)


@pytest.fixture
async def plain(settings, routes) -> AsyncIterator[AsyncClient]:
    """The routes alone."""
    app = create_app(settings.model_copy(update={"fast_lane": False}))
    app.router.routes = routes
    async with app.router.lifespan_context(app):
        transport = ASGITransport(app, raise_app_exceptions=False)
        async with AsyncClient(transport=transport, base_url="http://test") as client:
            yield client


@pytest.fixture
def owner(urls):
    with psycopg.connect(libpq(urls.owner), autocommit=True) as connection:
        yield connection


@pytest.fixture
def deafen(owner):
    """Cuts every connection that listens for releases."""
    return lambda: owner.execute(DEAF).fetchone()[0]


@pytest.fixture
def kept(client, lane):
    """Reads it until it comes from the shelf."""

    async def read(path: str, seconds: float = 5.0):
        end = asyncio.get_running_loop().time() + seconds
        while True:
            before = lane.counts.kept
            answer = await client.get(path)
            if lane.counts.kept > before:
                return answer
            assert asyncio.get_running_loop().time() < end, "it was never kept"
            await asyncio.sleep(0.01)

    return read


@pytest.fixture
async def other_process(settings, routes, leader) -> AsyncIterator[AsyncClient]:
    """The same app on its own connections, with the leader signed in."""
    app = create_app(settings)
    app.router.routes = routes
    async with (
        app.router.lifespan_context(app),
        AsyncClient(
            transport=ASGITransport(app, raise_app_exceptions=False),
            base_url="http://other",
            headers={"authorization": f"Bearer {leader.token}"},
        ) as client,
    ):
        yield client


@pytest.fixture
async def port(app, lane, eventually):
    """The same application behind a real socket."""
    await eventually(lambda: lane.watch.fresh)
    listening = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(
        app,
        http=protocol_with(app.at_once),
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
    )
    server = uvicorn.Server(config)
    # Signals are the test run's own.
    server.capture_signals = contextlib.nullcontext
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    await eventually(lambda: server.started)
    yield listening.getsockname()[1]
    server.should_exit = True
    await serving


@pytest.fixture
async def wire(port):
    base = f"http://127.0.0.1:{port}"
    async with AsyncClient(base_url=base, trust_env=False) as client:
        yield client
