"""What PostgreSQL finds."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from content_api.public.pool import PublicPool
from content_api.search import queries


async def ranked(
    pool: PublicPool, wanted: Mapping[str, Any], query: str, *, rows: int, skip: int
) -> list[tuple[str, datetime | None]]:
    """Cards and when they expire, the best first."""
    return await queries.ranked_cards(pool, wanted, query, rows=rows, skip=skip)
