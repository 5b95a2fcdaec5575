"""What stands beside an item: other released items, units, agencies."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from content_api.public.pool import PublicPool

# The best language of each; row security leaves what the public may not see out.
CARDS = """
SELECT DISTINCT ON (d.key) d.card, d.expires_at
  FROM release.document d
 WHERE d.superseded_at IS NULL AND d.key = ANY (%(keys)s::text[])
   AND (NOT %(exact)s::boolean OR d.lang = ANY (%(langs)s::text[]))
 ORDER BY d.key, array_position(%(langs)s::text[], d.lang) NULLS LAST, d.lang"""
UNITS = """
SELECT code, name_vi, name_en, level, province_code, valid_from::text, valid_to::text,
       lat, lon
  FROM release.unit WHERE code = ANY (%(codes)s::text[]) ORDER BY code"""
UNIT = (
    *("code", "name_vi", "name_en", "level", "province_code", "valid_from"),
    *("valid_to", "lat", "lon"),
)
AGENCIES = """
SELECT code, id::text, name->>'vi', name->>'en', valid_from::text, valid_to::text,
       successor_code
  FROM release.agency WHERE code = ANY (%(codes)s::text[]) ORDER BY code"""


class RelatedCard(NamedTuple):
    card: str
    expires_at: datetime | None


async def cards(
    pool: PublicPool, keys: Sequence[str], langs: Sequence[str], *, exact: bool
) -> list[RelatedCard]:
    if not keys:
        return []
    values = {"keys": list(keys), "langs": list(langs), "exact": exact}
    return [RelatedCard(*row) for row in await pool.rows(CARDS, values)]


async def units(pool: PublicPool, codes: Sequence[str]) -> list[dict[str, Any]]:
    rows = await pool.rows(UNITS, {"codes": list(codes)}) if codes else []
    return [dict(zip(UNIT, row, strict=True)) for row in rows]


async def agencies(pool: PublicPool, codes: Sequence[str]) -> list[dict[str, Any]]:
    rows = await pool.rows(AGENCIES, {"codes": list(codes)}) if codes else []
    return [
        {
            "code": code,
            "id": ident,
            "name": {"vi": vi, "en": en},
            "valid_from": start,
            "valid_to": end,
            "successor_code": successor,
        }
        for code, ident, vi, en, start, end, successor in rows
    ]
