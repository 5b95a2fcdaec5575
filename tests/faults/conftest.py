import asyncio
from collections.abc import AsyncGenerator, Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.standins.activation import activate
from tests.standins.portal.app import Options
from tests.standins.portal.checker import Checker
from tests.standins.portal.server import running
from tests.standins.public_media import delivering
from tests.standins.releases import Brochure

from asean_sync import commands
from asean_sync.settings import Settings

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


@pytest.fixture
def brochures() -> list[Brochure]:
    """What the public media address hands out; tests put files in."""
    return []


@pytest.fixture
async def media_url(brochures: list[Brochure]) -> AsyncGenerator[str]:
    async with delivering(brochures) as url:
        yield url


@pytest.fixture
def sync_settings(
    fresh_urls: Any,
    portal: str,
    media_url: str,
    monkeypatch: pytest.MonkeyPatch,
) -> Settings:
    """asean-sync as an operator sets it up, aimed at the stand-in."""
    monkeypatch.setenv("PHOHIEN_STANDIN_URL", portal)
    monkeypatch.setenv("PHOHIEN_STANDIN_TOKEN", TOKEN)
    return Settings(
        database_url=fresh_urls.owner, assets_url=media_url, lease_seconds=5
    )


@pytest.fixture
def push(sync_settings: Settings, tmp_path: Path) -> Callable[..., Any]:
    """One push of everything offered, until it has converged."""
    given = commands.standin_profile().read_text()
    # A matrix takes down more at once than a night may.
    wider = given.replace("max_withdraw: {count: 10,", "max_withdraw: {count: 100,")
    assert wider != given
    profile = tmp_path / "profile.yaml"
    profile.write_text(wider)

    async def push(seconds: float = 90) -> commands.RunReport:
        await asyncio.to_thread(activate, sync_settings, profile)
        report = await asyncio.to_thread(
            commands.run, sync_settings, "asean-portal", seconds=seconds
        )
        assert report.exit_code == 0, report
        return report

    return push


@pytest.fixture
def verify_chain(sync_settings: Settings) -> Callable[..., Any]:
    async def verify_chain() -> None:
        report = await asyncio.to_thread(commands.receipts, sync_settings, verify=True)
        assert report.broken == []
        assert report.chains != []

    return verify_chain
