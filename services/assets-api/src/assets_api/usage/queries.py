"""The statements about where an asset is used, and about its end. Only rows here."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Text, cast, delete, exists, func, or_, select, update

from assets_api.albums.tables import Album, AlbumRelease
from assets_api.assets.tables import Asset, AssetVersion, Blob, VersionText
from assets_api.consents.tables import Consent
from assets_api.contents.tables import OutlineEntry, Page
from assets_api.rights.tables import Suggestion
from phohien import release
from phohien.db import ReadSession, WriteSession


async def shown_in(session: ReadSession, asset_id: UUID) -> list[dict[str, Any]]:
    """Documents the public sees, or a target still has an offer of."""
    live, document = release.live_media.c, release.document.c
    statement = (
        select(document.key, document.title, document.agency_code, document.lang)
        .join_from(
            release.live_media, release.document, live.document_id == document.id
        )
        .where(live.asset_id == asset_id)
        .distinct()
        .order_by(document.key, document.lang)
        .limit(500)
    )
    return [dict(row) for row in (await session.execute(statement)).mappings()]


async def albums_with(session: ReadSession, asset_id: UUID) -> Sequence[Album]:
    """As they are written now, or as the public sees them."""
    shown = exists().where(
        AlbumRelease.album_id == Album.id,
        AlbumRelease.ended_at.is_(None),
        cast(AlbumRelease.content, Text).contains(str(asset_id)),
    )
    statement = (
        select(Album)
        .where(or_(cast(Album.content, Text).contains(str(asset_id)), shown))
        .order_by(Album.alias)
        .limit(100)
    )
    return (await session.scalars(statement)).all()


async def proof_of(session: ReadSession, asset_id: UUID) -> Sequence[Consent]:
    statement = (
        select(Consent)
        .join(Asset, Asset.id == Consent.asset_id)
        .where(Consent.evidence_id == asset_id, Asset.deleted_at.is_(None))
        .order_by(Consent.created_at)
        .limit(100)
    )
    return (await session.scalars(statement)).all()


async def hold_asset(session: WriteSession, asset_id: UUID) -> None:
    """Nobody else changes it until this transaction ends."""
    await session.execute(
        select(Asset.id).where(Asset.id == asset_id).with_for_update()
    )


async def bytes_of(session: ReadSession, asset_id: UUID) -> int:
    """Of its originals, each counted as when it came in."""
    statement = (
        select(func.coalesce(func.sum(Blob.bytes), 0))
        .join(AssetVersion, AssetVersion.sha256 == Blob.sha256)
        .where(AssetVersion.asset_id == asset_id)
    )
    return int(await session.scalar(statement) or 0)


async def bury(
    session: WriteSession, asset_id: UUID, *, by: str, note: str, at: datetime
) -> None:
    """The row and its versions stay, without a word of what was in the file."""
    await session.execute(
        update(Asset)
        .where(Asset.id == asset_id)
        .values(deleted_at=at, deleted_by=by, deletion_note=note)
    )
    versions = select(AssetVersion.id).where(AssetVersion.asset_id == asset_id)
    for table in (VersionText, Page, OutlineEntry, Suggestion):
        await session.execute(delete(table).where(table.version_id.in_(versions)))
