"""Every statement about the lines of a bundle. Only rows here."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from assets_api.bundles.tables import BundleLine
from assets_api.uploads.tables import Upload
from phohien.db import ReadSession, WriteSession


async def insert_members(
    session: WriteSession, rows: Sequence[Mapping[str, Any]]
) -> None:
    if rows:
        await session.execute(insert(Upload).values(list(rows)))


async def insert_lines(
    session: WriteSession, rows: Sequence[Mapping[str, Any]]
) -> None:
    if rows:
        await session.execute(insert(BundleLine).values(list(rows)))


async def lines_of(
    session: ReadSession, bundle_id: UUID
) -> Sequence[tuple[BundleLine, Upload | None]]:
    statement = (
        select(BundleLine, Upload)
        .outerjoin(Upload, Upload.id == BundleLine.member_id)
        .where(BundleLine.bundle_id == bundle_id)
        .order_by(BundleLine.number)
    )
    return [(row[0], row[1]) for row in await session.execute(statement)]
