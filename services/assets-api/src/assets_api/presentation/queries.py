"""Sizes of the pictures that the image service cuts from. Only rows."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select

from assets_api.assets.tables import Rendition
from assets_api.renditions.presets import MEZZANINE, PYRAMID
from phohien.db import ReadSession

SOURCES = (MEZZANINE, PYRAMID)


async def picture_sizes(
    session: ReadSession, version_ids: Iterable[UUID]
) -> dict[UUID, tuple[int, int]]:
    """Only of versions that have a picture."""
    row = Rendition
    statement = (
        select(row.version_id, row.width, row.height)
        .where(
            row.version_id.in_(list(version_ids)),
            row.preset.in_(SOURCES),
            row.width > 0,
            row.height > 0,
        )
        # The largest of each comes last, and stays.
        .order_by(row.width)
    )
    found = await session.execute(statement)
    return {version_id: (width, height) for version_id, width, height in found}
