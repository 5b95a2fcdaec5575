"""The statements about versions in their order. Only rows."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import exists, func, select, update

from assets_api.assets.tables import Asset, AssetVersion, Blob
from phohien import release
from phohien.db import ReadSession, WriteSession


async def latest_bytes(session: ReadSession, asset_id: UUID) -> tuple[str, int] | None:
    """Hash and size of what the asset holds now."""
    statement = (
        select(AssetVersion.sha256, Blob.bytes)
        .join(Blob, Blob.sha256 == AssetVersion.sha256)
        .where(AssetVersion.asset_id == asset_id)
        .order_by(AssetVersion.number.desc())
        .limit(1)
    )
    row = (await session.execute(statement)).first()
    return None if row is None else (row[0], row[1])


async def get_for_update(session: WriteSession, asset_id: UUID) -> Asset:
    """Two replacements of one asset come one after the other."""
    statement = select(Asset).where(Asset.id == asset_id).with_for_update()
    return (await session.scalars(statement)).one()


async def count(session: ReadSession, asset_id: UUID) -> int:
    """The number of the latest version: they are counted from one, without gaps."""
    found: int | None = await session.scalar(
        select(func.max(AssetVersion.number)).where(AssetVersion.asset_id == asset_id)
    )
    return found or 0


async def note_replaced(session: WriteSession, asset_id: UUID, *, at: datetime) -> None:
    await session.execute(
        update(Asset)
        .where(Asset.id == asset_id)
        .values(revision=Asset.revision + 1, updated_at=at)
    )


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether the version may be shown now, and whether that was ever noted."""

    shown: bool
    noted: bool
    withdrawn: bool


async def standing_of(session: ReadSession, version_id: UUID) -> Standing | None:
    """None for a version there is not."""
    shown = exists().where(release.live_media.c.asset_version_id == AssetVersion.id)
    statement = (
        select(
            shown,
            AssetVersion.first_public_at.is_not(None),
            Asset.withdrawn_at.is_not(None),
        )
        .join(Asset, Asset.id == AssetVersion.asset_id)
        .where(AssetVersion.id == version_id)
    )
    row = (await session.execute(statement)).first()
    return None if row is None else Standing(*row)


async def note_public(session: WriteSession, version_id: UUID, *, at: datetime) -> None:
    """Once: from now on gone means 410, not 404."""
    await session.execute(
        update(AssetVersion)
        .where(AssetVersion.id == version_id, AssetVersion.first_public_at.is_(None))
        .values(first_public_at=at)
    )


async def history(session: ReadSession, asset_id: UUID) -> list[dict[str, Any]]:
    """Newest first."""
    live = release.live_media.c
    shown = exists().where(live.asset_version_id == AssetVersion.id)
    statement = (
        select(
            AssetVersion.id,
            AssetVersion.number,
            AssetVersion.format,
            AssetVersion.filename,
            AssetVersion.sha256,
            Blob.bytes,
            func.nullif(AssetVersion.width, 0).label("width"),
            func.nullif(AssetVersion.height, 0).label("height"),
            func.nullif(AssetVersion.pages, 0).label("pages"),
            AssetVersion.created_by,
            AssetVersion.created_at,
            AssetVersion.first_public_at,
            (shown & Asset.withdrawn_at.is_(None)).label("public"),
        )
        .join(Blob, Blob.sha256 == AssetVersion.sha256)
        .join(Asset, Asset.id == AssetVersion.asset_id)
        .where(AssetVersion.asset_id == asset_id)
        .order_by(AssetVersion.number.desc())
    )
    return [dict(row) for row in (await session.execute(statement)).mappings()]
