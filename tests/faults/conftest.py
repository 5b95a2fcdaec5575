import asyncio
from collections.abc import AsyncGenerator, Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.standins.portal.app import Options
from tests.standins.portal.checker import Checker
from tests.standins.portal.server import running

TOKEN = "chuoi-thu"


@pytest.fixture
def token() -> str:
    return TOKEN


@pytest.fixture
async def portal(tmp_path: Path) -> AsyncGenerator[str]:
    """Base URL of a stand-in portal of this test alone."""
    async with running(Options(data=tmp_path / "portal", token=TOKEN)) as url:
        yield url


@pytest.fixture
async def at_portal(portal: str) -> AsyncGenerator[httpx.AsyncClient]:
    async with httpx.AsyncClient(
        base_url=portal, headers={"authorization": f"Bearer {TOKEN}"}, timeout=5
    ) as client:
        yield client


@pytest.fixture
def violations(portal: str) -> Callable[..., Any]:
    """The checker, off the event loop that serves the portal."""

    def check(items: dict[str, Any], media: dict[str, Any], prefix: str) -> list[str]:
        with Checker(portal, TOKEN) as checker:
            return checker.violations(items, media, prefix=prefix)

    async def violations(
        items: dict[str, Any] | None = None,
        media: dict[str, Any] | None = None,
        *,
        prefix: str = "",
    ) -> list[str]:
        return await asyncio.to_thread(check, items or {}, media or {}, prefix)

    return violations
