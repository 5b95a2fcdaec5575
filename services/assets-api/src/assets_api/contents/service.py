"""What is kept of a document's pages when it comes in, and read of them later."""

from collections.abc import Sequence
from uuid import UUID

from assets_api.assets import service as assets
from assets_api.contents import queries
from assets_api.contents.report import Contents, language_of
from assets_api.contents.tables import OutlineEntry, Page
from assets_api.formats.leaves.notes import BETWEEN
from phohien.db import ReadSession, WriteSession


async def keep(
    session: WriteSession, asset_id: UUID, words: str, contents: Contents
) -> None:
    """Of the version that was made a moment ago, in the same transaction."""
    if not contents.sizes:
        return
    _, version = await assets.find_asset(session, asset_id, agency_id=None)
    texts = words.split(BETWEEN)
    texts += [""] * (len(contents.sizes) - len(texts))
    await queries.insert_pages(
        session,
        [
            {
                "version_id": version.id,
                "number": number,
                "width": width,
                "height": height,
                "words": texts[number - 1].strip(),
            }
            for number, (width, height) in enumerate(contents.sizes, 1)
        ],
    )
    await queries.insert_outline(
        session,
        [
            {
                "version_id": version.id,
                "ordinal": ordinal,
                "depth": line.depth,
                "title": line.title,
                "page": line.page if line.page <= len(contents.sizes) else 0,
            }
            for ordinal, line in enumerate(contents.outline, 1)
        ],
    )
    lang = language_of(words, contents.language)
    await queries.note_language(session, version.id, lang)


async def find_page(session: ReadSession, version_id: UUID, number: int) -> Page | None:
    """None when the version has no such page."""
    return await queries.page_of(session, version_id, number)


async def sizes_of(session: ReadSession, version_id: UUID) -> list[tuple[int, int]]:
    """Width and height of the largest picture of each page, in their order."""
    return await queries.sizes_of(session, version_id)


async def outline_of(session: ReadSession, version_id: UUID) -> Sequence[OutlineEntry]:
    """The table of contents, line by line."""
    return await queries.outline_of(session, version_id)
