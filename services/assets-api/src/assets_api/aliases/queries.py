"""Which versions of an asset are shown, and where. Only rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import exists, or_, select

from assets_api.assets.tables import Asset, AssetVersion, Rendition
from phohien import release
from phohien.db import ReadSession


@dataclass(frozen=True, slots=True)
class Shown:
    """The latest version that a released document shows."""

    version_id: UUID
    kind: str
    format: str
    noted: bool


@dataclass(frozen=True, slots=True)
class Showing:
    """The first of the documents that show a version, and the licence it was given."""

    key: str
    licence: str


async def find_shown(session: ReadSession, asset_id: UUID) -> Shown | None:
    live = release.live_media.c
    statement = (
        select(
            AssetVersion.id,
            Asset.kind,
            AssetVersion.format,
            AssetVersion.first_public_at.is_not(None),
        )
        .join(Asset, Asset.id == AssetVersion.asset_id)
        .where(
            Asset.id == asset_id,
            Asset.withdrawn_at.is_(None),
            exists().where(live.asset_version_id == AssetVersion.id),
        )
        .order_by(AssetVersion.number.desc())
        .limit(1)
    )
    row = (await session.execute(statement)).first()
    return None if row is None else Shown(*row)


async def was_public(session: ReadSession, asset_id: UUID) -> bool:
    """Whether the world has ever been shown it, or was told that it ended."""
    statement = select(
        exists().where(
            AssetVersion.asset_id == Asset.id,
            Asset.id == asset_id,
            or_(
                AssetVersion.first_public_at.is_not(None),
                Asset.withdrawn_at.is_not(None),
            ),
        )
    )
    return bool(await session.scalar(statement))


async def showing_of(session: ReadSession, version_id: UUID) -> Showing:
    """By the oldest document, so that the answer does not change back and forth."""
    live, media, document = release.live_media.c, release.media.c, release.document.c
    statement = (
        select(document.key, media.licence)
        .join_from(
            release.live_media, release.media, live.document_id == media.document_id
        )
        .join(release.document, document.id == live.document_id)
        .where(
            live.asset_version_id == version_id, media.asset_version_id == version_id
        )
        .order_by(document.released_at, document.key, document.lang)
        .limit(1)
    )
    return Showing(*(await session.execute(statement)).one())


async def forms_of(session: ReadSession, version_id: UUID) -> Sequence[tuple[str, str]]:
    """Presets and formats that were ever made of the version."""
    row = Rendition
    statement = (
        select(row.preset, row.format).where(row.version_id == version_id).distinct()
    )
    return [(found[0], found[1]) for found in await session.execute(statement)]
