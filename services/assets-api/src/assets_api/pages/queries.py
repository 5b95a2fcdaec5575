"""Every statement about pages, their pictures and who draws them. Only rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, exists, or_, select
from sqlalchemy.dialects.postgresql import insert

from assets_api.assets.tables import Asset, AssetVersion, Blob, Rendition
from assets_api.pages.tables import PageDrawing
from assets_api.renditions.presets import DOWNLOAD
from phohien import release
from phohien.db import ReadSession, WriteSession

LEASE = timedelta(seconds=40)
"""Longer than a child may take with the fetching of its file."""

MOST_ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class Picture:
    sha256: str
    size: int
    width: int
    height: int


async def version_of(session: ReadSession, version_id: UUID) -> AssetVersion | None:
    return await session.get(AssetVersion, version_id)


async def find_picture(
    session: ReadSession, version_id: UUID, preset: str, form: str
) -> Picture | None:
    statement = (
        select(Rendition.sha256, Blob.bytes, Rendition.width, Rendition.height)
        .join(Blob, Blob.sha256 == Rendition.sha256)
        .where(
            Rendition.version_id == version_id,
            Rendition.preset == preset,
            Rendition.format == form,
        )
        .order_by(Rendition.epoch)
        .limit(1)
    )
    row = (await session.execute(statement)).first()
    return None if row is None else Picture(*row)


async def source_of(session: ReadSession, version_id: UUID) -> tuple[str, int] | None:
    """The public copy, by its hash, and its pages: what is drawn may be downloaded."""
    statement = (
        select(Rendition.sha256, AssetVersion.pages)
        .join(AssetVersion, AssetVersion.id == Rendition.version_id)
        .where(
            Rendition.version_id == version_id,
            Rendition.preset == DOWNLOAD,
            Rendition.format == "pdf",
        )
        .order_by(Rendition.epoch.desc())
        .limit(1)
    )
    row = (await session.execute(statement)).first()
    return None if row is None else (row[0], row[1])


async def claim(
    session: WriteSession, version_id: UUID, first_page: int, *, at: datetime
) -> bool:
    """False when somebody draws these pages, or too many have failed to."""
    row = insert(PageDrawing).values(
        version_id=version_id, first_page=first_page, lease_until=at + LEASE, attempts=1
    )
    done = await session.scalar(
        row.on_conflict_do_update(
            index_elements=[PageDrawing.version_id, PageDrawing.first_page],
            set_={"lease_until": at + LEASE, "attempts": PageDrawing.attempts + 1},
            where=or_(PageDrawing.lease_until.is_(None), PageDrawing.lease_until < at)
            & (PageDrawing.attempts < MOST_ATTEMPTS),
        ).returning(PageDrawing.version_id)
    )
    return done is not None


async def is_hopeless(
    session: ReadSession, version_id: UUID, first_page: int, *, at: datetime
) -> bool:
    row = await session.get(PageDrawing, (version_id, first_page))
    return (
        row is not None
        and row.attempts >= MOST_ATTEMPTS
        and (row.lease_until is None or row.lease_until < at)
    )


async def end_claim(session: WriteSession, version_id: UUID, first_page: int) -> None:
    await session.execute(
        delete(PageDrawing).where(
            PageDrawing.version_id == version_id, PageDrawing.first_page == first_page
        )
    )


async def give_back(
    session: WriteSession, version_id: UUID, first_page: int, *, hopeless: bool
) -> None:
    """The attempt is counted; somebody else may try, unless it is of no use."""
    row = await session.get_one(PageDrawing, (version_id, first_page))
    row.lease_until = None
    if hopeless:
        row.attempts = MOST_ATTEMPTS


async def is_public(session: ReadSession, version_id: UUID) -> bool:
    shown = exists().where(release.live_media.c.asset_version_id == version_id)
    statement = select(shown & Asset.withdrawn_at.is_(None)).join(
        AssetVersion, AssetVersion.asset_id == Asset.id
    )
    return bool(await session.scalar(statement.where(AssetVersion.id == version_id)))


async def insert_pictures(
    session: WriteSession,
    version_id: UUID,
    rows: Sequence[Mapping[str, Any]],
    sizes: Mapping[str, int],
    *,
    at: datetime,
) -> None:
    """Drawn twice is harmless: the first ones stay."""
    blobs = [
        {"sha256": sha256, "bytes": size, "created_at": at}
        for sha256, size in sorted(sizes.items())
    ]
    await session.execute(insert(Blob).values(blobs).on_conflict_do_nothing())
    made = [{"version_id": version_id, **row} for row in rows]
    await session.execute(insert(Rendition).values(made).on_conflict_do_nothing())
