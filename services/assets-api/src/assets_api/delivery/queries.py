"""What delivery reads: a rendition, and whether a released document shows it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Date,
    case,
    cast,
    exists,
    func,
    select,
    update,
)

from assets_api.assets.tables import Asset, AssetVersion, Blob, Rendition
from phohien import clock, release
from phohien.db import ReadSession, WriteSession


@dataclass(frozen=True, slots=True)
class Stored:
    """Never changes once it exists, so it may be remembered."""

    version_id: UUID
    sha256: str
    size: int
    format: str
    filename: str
    kind: str


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether the version may be shown now, and whether it ever was."""

    live: bool
    known: bool


async def find_rendition(
    session: ReadSession, version_id: UUID, *, preset: str, epoch: int, form: str
) -> Stored | None:
    statement = (
        select(
            Rendition.version_id,
            Rendition.sha256,
            Blob.bytes,
            Rendition.format,
            AssetVersion.filename,
            Asset.kind,
        )
        .join(Blob, Blob.sha256 == Rendition.sha256)
        .join(AssetVersion, AssetVersion.id == Rendition.version_id)
        .join(Asset, Asset.id == AssetVersion.asset_id)
        .where(
            Rendition.version_id == version_id,
            Rendition.preset == preset,
            Rendition.epoch == epoch,
            Rendition.format == form,
        )
    )
    row = (await session.execute(statement)).first()
    return None if row is None else Stored(*row)


async def original_of(session: ReadSession, version_id: UUID) -> Stored:
    statement = (
        select(
            AssetVersion.id,
            AssetVersion.sha256,
            Blob.bytes,
            AssetVersion.format,
            AssetVersion.filename,
            Asset.kind,
        )
        .join(Blob, Blob.sha256 == AssetVersion.sha256)
        .join(Asset, Asset.id == AssetVersion.asset_id)
        .where(AssetVersion.id == version_id)
    )
    return Stored(*(await session.execute(statement)).one())


def ended() -> ColumnElement[datetime | None]:
    """By the clock: while the worker is down, rights and consent end all the same."""
    today = cast(func.timezone(clock.HERE.key, func.now()), Date)
    over = func.least(Asset.rights_end, Asset.consent_until) < today
    return func.coalesce(Asset.withdrawn_at, case((over, func.now())))


async def standing_of(session: ReadSession, version_id: UUID) -> Standing | None:
    """None when there never was such a version."""
    shown = exists().where(release.live_media.c.asset_version_id == version_id)
    statement = (
        select(shown, AssetVersion.first_public_at, ended())
        .join(Asset, Asset.id == AssetVersion.asset_id)
        .where(AssetVersion.id == version_id)
    )
    row = (await session.execute(statement)).first()
    if row is None:
        return None
    live, first_public, withdrawn = row
    return Standing(
        live=live and withdrawn is None,
        known=first_public is not None or withdrawn is not None,
    )


async def is_withdrawn(session: ReadSession, version_id: UUID) -> bool:
    """Its forms may have been deleted: what is left is that it was here."""
    statement = select(
        exists().where(
            AssetVersion.id == version_id,
            Asset.id == AssetVersion.asset_id,
            Asset.withdrawn_at.is_not(None),
        )
    )
    return bool(await session.scalar(statement))


async def note_public(session: WriteSession, *, at: datetime) -> None:
    """Versions that a released document shows: from now on gone means 410, not 404."""
    shown = select(release.live_media.c.asset_version_id)
    await session.execute(
        update(AssetVersion)
        .where(AssetVersion.first_public_at.is_(None), AssetVersion.id.in_(shown))
        .values(first_public_at=at)
    )


async def note_version_public(
    session: WriteSession, version_id: UUID, *, at: datetime
) -> None:
    await session.execute(
        update(AssetVersion)
        .where(AssetVersion.id == version_id, AssetVersion.first_public_at.is_(None))
        .values(first_public_at=at)
    )
