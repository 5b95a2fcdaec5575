"""The statements about held uploads. Only rows here."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, tuple_, update

from assets_api.uploads.tables import Upload
from phohien.db import ReadSession, WriteSession
from phohien.pagination import Cursor, Page


async def page(
    session: ReadSession, agency_id: UUID | None, *, after: Cursor | None, limit: int
) -> Page[Upload]:
    """Of one agency, or of all."""
    statement = (
        select(Upload)
        .where(Upload.state == "held")
        .order_by(Upload.updated_at, Upload.id)
        .limit(limit + 1)
    )
    if agency_id is not None:
        statement = statement.where(Upload.agency_id == agency_id)
    if after is not None:
        place = tuple_(Upload.updated_at, Upload.id)
        statement = statement.where(place > tuple_(after.at, after.id))
    rows = list(await session.scalars(statement))
    items = rows[:limit]
    more = Cursor(items[-1].updated_at, items[-1].id) if len(rows) > limit else None
    return Page(items, next=more)


async def find(
    session: ReadSession, upload_id: UUID, agency_id: UUID | None
) -> Upload | None:
    statement = select(Upload).where(Upload.id == upload_id)
    if agency_id is not None:
        statement = statement.where(Upload.agency_id == agency_id)
    return await session.scalar(statement)


async def decide(
    session: WriteSession, upload_id: UUID, *, at: datetime, **values: Any
) -> bool:
    """Once: False when somebody else was quicker."""
    done = await session.scalar(
        update(Upload)
        .where(
            Upload.id == upload_id,
            Upload.state == "held",
            Upload.purge_after.is_not(None),
        )
        .values(decided_at=at, updated_at=at, **values)
        .returning(Upload.id)
    )
    return done is not None
