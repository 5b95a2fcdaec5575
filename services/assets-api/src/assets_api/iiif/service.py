"""Which picture an identifier names, as long as it is public."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from assets_api.iiif import queries
from assets_api.iiif.queries import Source
from assets_api.looks import service as looks
from assets_api.metadata.statement import Statement
from assets_api.pages import service as pages
from assets_api.pages.drawing import Drawer
from assets_api.renditions.papers import FORMATS, SHEET
from assets_api.rights import service as rights
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


class Shown(NamedTuple):
    """What is cut, and what every part of it says of whose it is."""

    source: Source
    said: Statement | None


async def require_shown(
    database: Database, drawer: Drawer, name: Name, *, at: datetime
) -> Shown:
    """Raises MediaNotFoundError, MediaWithdrawnError, and what a page may."""
    source = await _source(database, drawer, name, at=at)
    async with database.reading() as session:
        face = await looks.face_of(session, name.version_id)
        said = await rights.statement_at(session, name.version_id, face.epoch)
    return Shown(source, said)


async def _source(
    database: Database, drawer: Drawer, name: Name, *, at: datetime
) -> Source:
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
