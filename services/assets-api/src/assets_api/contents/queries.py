"""Every statement about pages and tables of contents. Only rows."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from assets_api.assets.tables import AssetVersion
from assets_api.contents.tables import OutlineEntry, Page
from phohien.db import ReadSession, WriteSession

ROWS_AT_ONCE = 1000


async def insert_pages(
    session: WriteSession, rows: Sequence[Mapping[str, Any]]
) -> None:
    for start in range(0, len(rows), ROWS_AT_ONCE):
        await session.execute(insert(Page), rows[start : start + ROWS_AT_ONCE])


async def insert_outline(
    session: WriteSession, rows: Sequence[Mapping[str, Any]]
) -> None:
    if rows:
        await session.execute(insert(OutlineEntry), rows)


async def note_language(session: WriteSession, version_id: UUID, lang: str) -> None:
    version = await session.get_one(AssetVersion, version_id)
    version.lang = lang


async def sizes_of(session: ReadSession, version_id: UUID) -> list[tuple[int, int]]:
    """In the order of the pages."""
    statement = (
        select(Page.width, Page.height)
        .where(Page.version_id == version_id)
        .order_by(Page.number)
    )
    return [(row[0], row[1]) for row in await session.execute(statement)]


async def page_of(session: ReadSession, version_id: UUID, number: int) -> Page | None:
    return await session.get(Page, (version_id, number))


async def outline_of(session: ReadSession, version_id: UUID) -> Sequence[OutlineEntry]:
    statement = (
        select(OutlineEntry)
        .where(OutlineEntry.version_id == version_id)
        .order_by(OutlineEntry.ordinal)
    )
    return (await session.scalars(statement)).all()
