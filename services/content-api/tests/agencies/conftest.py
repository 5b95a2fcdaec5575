from collections.abc import AsyncIterator

import pytest
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient

from content_api.agencies.routes import router
from content_api.lane.database.connections import Connections
from phohien import auth, problems
from phohien.db import Database


@pytest.fixture
async def content(urls) -> AsyncIterator[Database]:
    """The role of content-api."""
    async with Database.connect(urls.content, application_name="test") as database:
        yield database


@pytest.fixture
async def client(urls, content) -> AsyncIterator[AsyncClient]:
    """A reader without any grant on schema content."""
    app = FastAPI(responses=problems.EVERY_ROUTE)
    app.include_router(router)
    problems.install(app)
    auth.install(app, content)
    async with Connections.keep(urls.public, size=1) as pool:
        app.state.public_pool = pool
        transport = ASGITransport(app)
        async with AsyncClient(transport=transport, base_url="http://test") as client:
            yield client
