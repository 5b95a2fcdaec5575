"""Processes of the API, a CDN that listens, and the hands that take things down."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import psycopg
import pytest
from standardwebhooks.webhooks import Webhook

from assets_api.settings import Settings
from assets_api.takedown import service
from assets_api.takedown.purging import Hook
from assets_api.takedown.service import Hands
from phohien import clock
from phohien import urls as addresses
from phohien_stack.databases import Urls

ASSETS = Path(sys.executable).with_name("assets-api")
SECRET = "whsec_" + "cGjDsyBoaeG6v24gbMOgIHRo4buDIHRo4but"


@dataclass
class Cdn:
    """Stands for what keeps copies further out; answers what it is told to."""

    status: int = 200
    heard: list[dict] = field(default_factory=list)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        content = request.read()
        told = Webhook(SECRET).verify(content, dict(request.headers))
        self.heard.append({"id": request.headers["webhook-id"], **told})
        return httpx.Response(self.status)


@pytest.fixture
def cdn() -> Cdn:
    return Cdn()


@pytest.fixture
async def hands(desk, cdn) -> AsyncIterator[Hands]:
    async with httpx.AsyncClient(transport=httpx.MockTransport(cdn)) as http:
        hook = Hook("https://cdn.example/purge", SECRET, "https://media.example")
        yield Hands(desk.database, desk.store, http, hook)


@pytest.fixture
def sweep(hands) -> Callable:
    """What the worker does at every tick, and when it hears of a withdrawal."""

    async def run(these: Hands = hands) -> None:
        await service.note_ends(these.database, at=clock.now())
        await service.carry_out(these, at=clock.now())

    return run


@pytest.fixture
def deafen(urls: Urls) -> Callable[[], int]:
    """Ends the connections on which processes would hear; how many there were."""

    def run() -> int:
        with psycopg.connect(addresses.libpq(urls.assets)) as connection:
            found = connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE"
                " application_name = 'assets-api ear' AND datname = current_database()"
            )
            return len(found.fetchall())

    return run


@pytest.fixture
async def start_process(
    settings: Settings, unused_tcp_port_factory
) -> AsyncIterator[Callable]:
    """Starts `assets-api serve` as a process of its own; its address."""
    async with AsyncExitStack() as stack:

        async def start(**more: str) -> str:
            port = unused_tcp_port_factory()
            child = await asyncio.create_subprocess_exec(
                ASSETS,
                "serve",
                env=_environment(settings, port) | more,
                stdout=asyncio.subprocess.DEVNULL,
                stderr=asyncio.subprocess.DEVNULL,
            )

            async def end() -> None:
                child.terminate()
                await child.wait()

            stack.push_async_callback(end)
            address = f"http://127.0.0.1:{port}"
            await _until_ready(address, child)
            return address

        yield start


def _environment(settings: Settings, port: int) -> dict[str, str]:
    s3 = settings.s3
    return {
        **{
            name: value
            for name, value in os.environ.items()
            if not name.startswith("PHOHIEN_")
        },
        "PHOHIEN_DATABASE_URL": settings.database_url,
        "PHOHIEN_ASSETS_PORT": str(port),
        "PHOHIEN_S3_ENDPOINT": s3.endpoint,
        "PHOHIEN_S3_ACCESS_KEY": s3.access_key,
        "PHOHIEN_S3_SECRET_KEY": s3.secret_key,
        "PHOHIEN_S3_BUCKET": s3.bucket,
        "PHOHIEN_S3_REGION": s3.region,
    }


async def _until_ready(address: str, child: asyncio.subprocess.Process) -> None:
    async with httpx.AsyncClient() as http, asyncio.timeout(30):
        while child.returncode is None:
            try:
                if (await http.get(f"{address}/health/ready")).is_success:
                    return
            except httpx.TransportError:
                await asyncio.sleep(0.1)
    raise RuntimeError(child.returncode)
