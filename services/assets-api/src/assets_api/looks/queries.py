"""The statements about looks and appearances. Only rows here."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from assets_api.looks.tables import Appearance, Look
from phohien.db import ReadSession, WriteSession


async def last_looks(
    session: ReadSession, version_ids: Iterable[UUID]
) -> dict[UUID, Look]:
    statement = (
        select(Look).where(Look.version_id.in_(list(version_ids))).order_by(Look.epoch)
    )
    # The last one of each stays.
    return {row.version_id: row for row in await session.scalars(statement)}


async def look_at(session: ReadSession, version_id: UUID, epoch: int) -> Look | None:
    return await session.get(Look, (version_id, epoch))


async def appearances(
    session: ReadSession, version_ids: Iterable[UUID]
) -> dict[UUID, Appearance]:
    statement = select(Appearance).where(Appearance.version_id.in_(list(version_ids)))
    return {row.version_id: row for row in await session.scalars(statement)}


async def insert_look(session: WriteSession, *, at: datetime, **values: object) -> None:
    await session.execute(insert(Look).values(created_at=at, **values))


async def insert_appearance(session: WriteSession, **values: object) -> None:
    await session.execute(insert(Appearance).values(**values).on_conflict_do_nothing())
