"""Which picture an identifier names, as long as it is public."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from assets_api.iiif import queries
from assets_api.iiif.queries import Source
from assets_api.pages import service as pages
from assets_api.pages.drawing import Drawer
from assets_api.renditions.papers import FORMATS, SHEET
from assets_api.versions import service as versions
from assets_api.versions.errors import MediaNotFoundError
from phohien.db import Database

MOST_DIGITS = 4


class Name(NamedTuple):
    """`page` is None for a picture."""

    version_id: UUID
    page: int | None


def named(identifier: str) -> Name:
    """`{version}`, or `{version}:{page}`, and nothing else that means the same."""
    version, colon, page = identifier.partition(":")
    try:
        found = UUID(version)
    except ValueError as error:
        raise MediaNotFoundError from error
    digits = page.isascii() and page.isdecimal() and not page.startswith("0")
    if str(found) != version or (colon and not (digits and len(page) <= MOST_DIGITS)):
        raise MediaNotFoundError
    return Name(found, int(page) if colon else None)


async def require_source(
    database: Database, drawer: Drawer, name: Name, *, at: datetime
) -> Source:
    """Raises MediaNotFoundError, MediaWithdrawnError, and what a page may."""
    if name.page is None:
        await versions.require_public(database, name.version_id, at=at)
        async with database.reading() as session:
            source = await queries.find_source(session, name.version_id)
        if source is None:
            raise MediaNotFoundError
        return source
    await pages.require_document(database, name.version_id, at=at)
    async with database.reading() as session:
        await pages.find_page(session, name.version_id, name.page)
    sheet = await drawer.picture(name.version_id, name.page, SHEET)
    return Source(sheet.sha256, FORMATS[SHEET], sheet.width, sheet.height)
