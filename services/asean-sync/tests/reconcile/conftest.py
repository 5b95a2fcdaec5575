import asyncio

import httpx
import pytest

from asean_sync import reconcile_now as commands

TOKEN = "chuoi-thu-nghiem"


@pytest.fixture
async def admin(world):
    """What their own staff do at the portal."""
    headers = {"authorization": f"Bearer {TOKEN}"}
    async with httpx.AsyncClient(
        base_url=f"{world.portal_url}/api/", headers=headers
    ) as client:
        yield client


@pytest.fixture
def compare(world):
    """One reconcile in which everything is looked at one by one."""

    async def run(**options):
        (done,) = await asyncio.to_thread(
            commands.reconcile_now, world.settings, looks=1000, **options
        )
        return done

    return run


@pytest.fixture
def drift(world):
    """Differences that are open, or closed with their outcome."""

    def read(*, closed=False):
        rows = world.sql(
            "select object_key, kind, action, outcome from sync.drift"
            " where (closed_at is not null) = %s order by 1, 2",
            closed,
        )
        return {(key, kind): outcome or action for key, kind, action, outcome in rows}

    return read
