"""An index of this test's own database, and the app that reads it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from httpx import ASGITransport, AsyncClient

from content_api.app import create_app
from content_api.search.index.follower import Follower
from content_api.settings import Settings
from phohien_stack.databases import Urls

if TYPE_CHECKING:
    from fastapi import FastAPI


@pytest.fixture
def settings(settings: Settings, tmp_path: Path) -> Settings:
    return settings.model_copy(update={"search_dir": str(tmp_path / "search")})


@pytest.fixture
def follower(urls: Urls, settings: Settings) -> Follower:
    return Follower(urls.public, Path(settings.search_dir))


@pytest.fixture
async def plain(settings: Settings) -> AsyncIterator[AsyncClient]:
    """The routes alone: nothing is kept."""
    app: FastAPI = create_app(settings.model_copy(update={"fast_lane": False}))
    async with app.router.lifespan_context(app):
        transport = ASGITransport(app, raise_app_exceptions=False)
        async with AsyncClient(transport=transport, base_url="http://test") as client:
            yield client


@pytest.fixture
def search(plain: AsyncClient) -> Callable[..., Awaitable[dict]]:
    async def ask(q: str, **params: object) -> dict:
        answer = await plain.get("/v1/search", params={"q": q, **params})
        assert answer.status_code == 200, answer.text
        found: dict = answer.json()
        return found

    return ask
