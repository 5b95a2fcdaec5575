"""Whose pages may be shown."""

from datetime import datetime
from uuid import UUID

from assets_api.assets.tables import AssetVersion
from assets_api.contents import service as contents
from assets_api.contents.tables import Page
from assets_api.pages import queries
from assets_api.pages.errors import PageNotFoundError
from assets_api.versions import service as versions
from phohien.db import Database, ReadSession


async def require_document(
    database: Database, version_id: UUID, *, at: datetime
) -> AssetVersion:
    """Raises MediaWithdrawnError, MediaNotFoundError, or PageNotFoundError."""
    await versions.require_public(database, version_id, at=at)
    async with database.reading() as session:
        version = await queries.version_of(session, version_id)
    if version is None or version.format != "pdf":
        raise PageNotFoundError
    return version


async def find_page(session: ReadSession, version_id: UUID, number: int) -> Page:
    page = await contents.find_page(session, version_id, number)
    if page is None:
        raise PageNotFoundError
    return page
