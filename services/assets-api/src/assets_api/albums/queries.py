"""Every statement about albums and their releases. Only rows."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select, tuple_, update
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import insert

from assets_api.albums.tables import Album, AlbumRelease
from assets_api.assets.tables import Asset
from phohien.db import ReadSession, WriteSession
from phohien.pagination import Cursor, Page


async def insert_unless_alias_taken(
    session: WriteSession, **values: Any
) -> UUID | None:
    done: UUID | None = await session.scalar(
        insert(Album)
        .values(**values)
        .on_conflict_do_nothing(index_elements=[Album.alias])
        .returning(Album.id)
    )
    return done


async def get_of_agency(
    session: ReadSession, album_id: UUID, agency_id: UUID
) -> Album | None:
    return await session.scalar(
        select(Album).where(Album.id == album_id, Album.agency_id == agency_id)
    )


async def page_of_agency(
    session: ReadSession, agency_id: UUID, *, after: Cursor | None, limit: int
) -> Page[Album]:
    statement = (
        select(Album)
        .where(Album.agency_id == agency_id)
        .order_by(Album.created_at.desc(), Album.id.desc())
        .limit(limit + 1)
    )
    if after is not None:
        statement = statement.where(
            tuple_(Album.created_at, Album.id) < tuple_(after.at, after.id)
        )
    rows = list(await session.scalars(statement))
    items = rows[:limit]
    more = Cursor(items[-1].created_at, items[-1].id) if len(rows) > limit else None
    return Page(items, next=more)


async def last_releases(
    session: ReadSession, album_ids: Iterable[UUID]
) -> dict[UUID, AlbumRelease]:
    statement = (
        select(AlbumRelease)
        .where(AlbumRelease.album_id.in_(list(album_ids)))
        .order_by(AlbumRelease.revision)
    )
    return {row.album_id: row for row in await session.scalars(statement)}


async def change(
    session: WriteSession, album_id: UUID, *, revision: int, **values: Any
) -> bool:
    """False when somebody else was quicker."""
    done = await session.scalar(
        update(Album)
        .where(Album.id == album_id, Album.revision == revision)
        .values(revision=revision + 1, **values)
        .returning(Album.id)
    )
    return done is not None


async def own_assets(
    session: ReadSession, asset_ids: Iterable[UUID], agency_id: UUID
) -> set[UUID]:
    statement = select(Asset.id).where(
        Asset.id.in_(list(asset_ids)),
        Asset.agency_id == agency_id,
        Asset.withdrawn_at.is_(None),
    )
    return set(await session.scalars(statement))


async def insert_release(session: WriteSession, **values: Any) -> None:
    await session.execute(insert(AlbumRelease).values(**values))


async def end_release(
    session: WriteSession, album_id: UUID, *, by: str, at: datetime
) -> bool:
    """False when none was live."""
    done = await session.scalar(
        update(AlbumRelease)
        .where(AlbumRelease.album_id == album_id, AlbumRelease.ended_at.is_(None))
        .values(ended_at=at, ended_by=by)
        .returning(AlbumRelease.album_id)
    )
    return done is not None


async def find_released(
    session: ReadSession, *, album_id: UUID | None, alias: str
) -> tuple[Album, AlbumRelease] | None:
    """The latest release, ended or not."""
    statement = (
        select(Album, AlbumRelease)
        .join(AlbumRelease, AlbumRelease.album_id == Album.id)
        .where(or_(Album.alias == alias, Album.id == album_id))
        .order_by(AlbumRelease.revision.desc())
        .limit(1)
    )
    row = (await session.execute(statement)).first()
    return None if row is None else (row[0], row[1])


async def lock(session: WriteSession, album_id: UUID) -> None:
    """Two decisions about one album come one after the other."""
    await session.execute(
        sql("SELECT FROM assets.album WHERE id = :id FOR UPDATE"), {"id": album_id}
    )
