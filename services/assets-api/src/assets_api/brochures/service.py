"""Everything a page of a brochure shows, gathered from what is released."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from assets_api.aliases import service as aliases
from assets_api.assets import naming
from assets_api.assets.forms import epoch_of
from assets_api.contents import service as contents
from assets_api.contents.tables import OutlineEntry, Page
from assets_api.looks import service as looks
from assets_api.pages import service as pages
from assets_api.pages.errors import PageNotFoundError
from assets_api.renditions.presets import DOWNLOAD
from assets_api.showings import service as showings
from assets_api.showings.service import Words
from assets_api.versions.errors import MediaNotFoundError
from phohien.db import Database


@dataclass(frozen=True, slots=True)
class Opened:
    """A public document, opened at one page."""

    asset_id: UUID
    version_id: UUID
    lang: str
    text_quality: str
    count: int
    page: Page
    outline: list[OutlineEntry]
    words: Words
    file: str


async def open_at(
    database: Database, asset_id: UUID, number: int, *, at: datetime
) -> Opened:
    """Raises MediaWithdrawnError, MediaNotFoundError, PageNotFoundError."""
    shown = await aliases.find_shown(database, asset_id, at=at)
    if shown.format != "pdf":
        raise MediaNotFoundError
    version = await pages.require_document(database, shown.version_id, at=at)
    async with database.reading() as session:
        words = await showings.words_of(session, [version.id])
        if version.id not in words:
            # Withdrawn between two questions.
            raise MediaNotFoundError
        page = await contents.find_page(session, version.id, number)
        if page is None:
            raise PageNotFoundError
        outline = await contents.outline_of(session, version.id)
        face = await looks.face_of(session, version.id)
    return Opened(
        asset_id,
        version.id,
        version.lang,
        version.text_quality,
        version.pages,
        page,
        list(outline),
        words[version.id],
        naming.path(version.id, DOWNLOAD, epoch_of(DOWNLOAD, face), "pdf"),
    )
