"""Every public statement of the search. Row security decides what is visible."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from psycopg.types.json import Jsonb

from content_api.public.pool import PublicPool

RANKED = """
SELECT d.card, d.expires_at
  FROM release.find(%(wanted)s, %(query)s::tsquery, NULL, NULL, 0) d
 ORDER BY d.rank DESC, d.released_at DESC, d.id DESC
 LIMIT %(rows)s OFFSET %(skip)s"""


async def ranked_cards(
    pool: PublicPool, wanted: Mapping[str, Any], query: str, *, rows: int, skip: int
) -> list[tuple[str, datetime | None]]:
    """The best of the newest matches, without `lang` in every language."""
    values = {
        "wanted": Jsonb(dict(wanted)),
        "query": query,
        "rows": rows,
        "skip": skip,
    }
    return [(card, ends) for card, ends in await pool.rows(RANKED, values)]
