"""A warning, never a refusal: the same motif may well be wanted twice."""

from uuid import UUID

from assets_api.likeness import queries
from phohien.db import WriteSession

MOST_APART = 6
"""Of 64 bits. Other sizes, formats and savings of one picture differ by 0 to 4."""

FEWEST_BITS = 6
"""A page that is nearly one colour looks like every other such page."""


async def note(
    session: WriteSession, asset_id: UUID, *, agency_id: UUID, dhash: str
) -> list[UUID]:
    """Keeps what a picture looks like; the agency's own assets that look like it."""
    if not dhash:
        return []
    number = int(dhash, 16)
    if not FEWEST_BITS <= number.bit_count() <= queries.BITS - FEWEST_BITS:
        return []
    signed = number - (1 << queries.BITS) if number >> (queries.BITS - 1) else number
    await queries.put(session, asset_id, signed)
    found = await queries.alike(session, asset_id, agency_id, signed, most=MOST_APART)
    return list(found)
