"""What released documents say about versions. Only rows."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import exists, select

from assets_api.assets.tables import Asset, AssetVersion
from assets_api.showings.shown import PublicVersion, Showing
from phohien import release
from phohien.db import ReadSession


async def showings_of(
    session: ReadSession, version_ids: Iterable[UUID]
) -> list[Showing]:
    """Of a language the current document before one that is only offered still."""
    live, media = release.live_media.c, release.media.c
    document = release.document.c
    statement = (
        select(
            media.asset_version_id,
            document.lang,
            document.key,
            document.title,
            media.alt,
            media.caption,
            media.credit,
            media.licence,
        )
        .join_from(
            release.live_media, release.media, live.document_id == media.document_id
        )
        .join(release.document, document.id == live.document_id)
        .where(
            live.asset_version_id.in_(list(version_ids)),
            media.asset_version_id == live.asset_version_id,
        )
        .order_by(
            document.superseded_at.is_not(None),
            document.released_at,
            document.key,
            document.lang,
            media.ordinal,
        )
        .limit(2000)
    )
    return [Showing(*row) for row in await session.execute(statement)]


async def public_versions(
    session: ReadSession, asset_ids: Iterable[UUID]
) -> dict[UUID, PublicVersion]:
    """Of those assets that are public at this moment."""
    live = release.live_media.c
    statement = (
        select(
            Asset.id,
            AssetVersion.id,
            Asset.kind,
            AssetVersion.format,
            AssetVersion.pages,
            AssetVersion.lang,
        )
        .join(AssetVersion, AssetVersion.asset_id == Asset.id)
        .where(
            Asset.id.in_(list(asset_ids)),
            Asset.withdrawn_at.is_(None),
            exists().where(live.asset_version_id == AssetVersion.id),
        )
        .order_by(Asset.id, AssetVersion.number)
    )
    found = [PublicVersion(*row) for row in await session.execute(statement)]
    return {one.asset_id: one for one in found}
