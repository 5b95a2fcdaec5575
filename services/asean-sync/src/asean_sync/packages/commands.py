"""What `phohien sync packages` calls."""

import asyncio
from typing import Any

from asean_sync.db import connected
from asean_sync.packages import queries
from asean_sync.settings import Settings

MOST = 200


def packages(settings: Settings, target: str | None = None) -> list[dict[str, Any]]:
    """The last packages, newest first: what left, and what came back."""
    return asyncio.run(_packages(settings, target))


async def _packages(settings: Settings, target: str | None) -> list[dict[str, Any]]:
    async with connected(settings) as database, database.reading() as session:
        rows = await queries.page(
            session, code=target, before=None, limit=MOST, receipts=True
        )
    return [dict(row) for row in rows]
