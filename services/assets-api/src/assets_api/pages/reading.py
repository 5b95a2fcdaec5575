"""Pages as the public sees them, assembled from rows."""

from uuid import UUID

from assets_api.assets.tables import AssetVersion
from assets_api.contents import service as contents
from assets_api.contents.tables import Page
from assets_api.pages.schemas import (
    DocumentPages,
    OutlineLineOut,
    PageOut,
    PagePictureOut,
    PageSizeOut,
)
from assets_api.renditions.papers import FORMATS, SIDES
from assets_api.renditions.presets import EPOCH, MIME
from phohien.db import ReadSession


def path(version_id: UUID, number: int, size: str) -> str:
    """The address of one picture of a page."""
    return f"/m/{version_id}/pages/{number}/{size}-{EPOCH}.{FORMATS[size]}"


def shrunk(width: int, height: int, side: int) -> tuple[int, int]:
    """As libvips rounds it."""
    scale = min(side / max(width, height), 1)
    return max(round(width * scale), 1), max(round(height * scale), 1)


async def document(session: ReadSession, version: AssetVersion) -> DocumentPages:
    return DocumentPages(
        asset_id=str(version.asset_id),
        asset_version_id=str(version.id),
        lang=version.lang or None,
        text_quality=version.text_quality,
        pages=[
            PageSizeOut(number=number, width=width, height=height)
            for number, (width, height) in enumerate(
                await contents.sizes_of(session, version.id), 1
            )
        ],
        outline=[
            OutlineLineOut(depth=row.depth, title=row.title, page=row.page or None)
            for row in await contents.outline_of(session, version.id)
        ],
    )


def page(version_id: UUID, row: Page) -> PageOut:
    return PageOut(
        number=row.number,
        words=row.words,
        pictures=[
            PagePictureOut(
                url=path(version_id, row.number, size),
                mime=MIME[FORMATS[size]],
                width=width,
                height=height,
            )
            for size, side in SIDES.items()
            for width, height in [shrunk(row.width, row.height, side)]
        ],
    )
