from datetime import datetime
from typing import NamedTuple

from content_api.public.pool import PublicPool

HOLDINGS = """
SELECT type, array_agg(lang ORDER BY lang), min(first_at), max(stamp)
  FROM (SELECT type, lang, min(first_at) AS first_at, max(stamp) AS stamp
          FROM release.record WHERE scope = '' AND NOT deleted GROUP BY 1, 2) by_lang
 GROUP BY type ORDER BY type"""


class Holding(NamedTuple):
    """One type: the languages it is released in, since when, and the last change."""

    type: str
    langs: list[str]
    first_at: datetime
    last_at: datetime


async def holdings(pool: PublicPool, *, seconds: float) -> list[Holding]:
    found = await pool.remembered(HOLDINGS, seconds=seconds)
    return [Holding(*row) for row in found]
