"""What parts of a picture are cut from. Only rows here."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import case, select

from assets_api.assets.tables import Rendition
from assets_api.renditions.presets import MEZZANINE, PYRAMID
from phohien.db import ReadSession


@dataclass(frozen=True, slots=True)
class Source:
    """Made once for a version, and the size in which it is shown."""

    sha256: str
    format: str
    width: int
    height: int


async def find_source(session: ReadSession, version_id: UUID) -> Source | None:
    """The pyramid of a large picture, else its mezzanine."""
    statement = (
        select(Rendition.sha256, Rendition.format, Rendition.width, Rendition.height)
        .where(
            Rendition.version_id == version_id,
            Rendition.preset.in_((PYRAMID, MEZZANINE)),
        )
        .order_by(case((Rendition.preset == PYRAMID, 0), else_=1))
        .limit(1)
    )
    row = (await session.execute(statement)).first()
    return None if row is None else Source(*row)
