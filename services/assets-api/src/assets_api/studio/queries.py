"""The statements of renditions that are made on demand. Only rows here."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, exists, select, text
from sqlalchemy.dialects.postgresql import insert

from assets_api.assets.tables import Asset, AssetVersion, Blob, Rendition
from assets_api.renditions.presets import MEZZANINE, PROOF
from assets_api.studio.wanted import Wanted
from phohien import release
from phohien.db import ReadSession, WriteSession

_LOCK = text(
    "SELECT set_config('lock_timeout', '20s', true),"
    " pg_advisory_xact_lock(hashtextextended(:name, 7))"
)


@dataclass(frozen=True, slots=True)
class Bytes:
    """What lies in the store under its hash."""

    sha256: str
    length: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Source:
    """Something a rendition can be made from."""

    preset: str
    format: str
    sha256: str
    width: int
    height: int


async def lock(session: WriteSession, wanted: Wanted) -> None:
    """Until the transaction ends: nobody else makes this one, in whatever process."""
    await session.execute(_LOCK, {"name": wanted.name})


async def find(session: ReadSession, wanted: Wanted) -> str | None:
    """Its hash, when it has been made."""
    found: str | None = await session.scalar(
        select(Rendition.sha256).where(
            Rendition.version_id == wanted.version_id,
            Rendition.preset == wanted.preset,
            Rendition.epoch == wanted.epoch,
            Rendition.format == wanted.form,
        )
    )
    return found


async def is_promised(session: ReadSession, sha256: str) -> bool:
    """Whether a released document has told targets of exactly these bytes."""
    promised = exists().where(release.media.c.sha256 == sha256)
    return bool(await session.scalar(select(promised)))


async def sources_of(session: ReadSession, version_id: UUID) -> dict[str, Source]:
    statement = select(
        Rendition.preset,
        Rendition.format,
        Rendition.sha256,
        Rendition.width,
        Rendition.height,
    ).where(
        Rendition.version_id == version_id, Rendition.preset.in_([MEZZANINE, PROOF])
    )
    return {row[0]: Source(*row) for row in await session.execute(statement)}


async def kind_of(session: ReadSession, version_id: UUID) -> tuple[str, str] | None:
    """Kind and format of a version."""
    row = (
        await session.execute(
            select(Asset.kind, AssetVersion.format)
            .join(Asset, Asset.id == AssetVersion.asset_id)
            .where(AssetVersion.id == version_id)
        )
    ).first()
    return None if row is None else (row[0], row[1])


async def hold_asset(session: WriteSession, version_id: UUID) -> bool:
    """Whether it is still here. A withdrawal waits until this transaction ends."""
    statement = (
        select(Asset.withdrawn_at)
        .join(AssetVersion, AssetVersion.asset_id == Asset.id)
        .where(AssetVersion.id == version_id)
        .with_for_update(read=True, of=Asset)
    )
    return (await session.execute(statement)).scalar_one() is None


async def replace(
    session: WriteSession,
    wanted: Wanted,
    made: Bytes,
    *,
    at: datetime,
) -> None:
    """The bytes are in the store; a former row told of others."""
    await session.execute(
        insert(Blob)
        .values(sha256=made.sha256, bytes=made.length, created_at=at)
        .on_conflict_do_nothing()
    )
    await session.execute(
        delete(Rendition).where(
            Rendition.version_id == wanted.version_id,
            Rendition.preset == wanted.preset,
            Rendition.epoch == wanted.epoch,
            Rendition.format == wanted.form,
        )
    )
    await session.execute(
        insert(Rendition).values(
            version_id=wanted.version_id,
            preset=wanted.preset,
            epoch=wanted.epoch,
            format=wanted.form,
            sha256=made.sha256,
            width=made.width,
            height=made.height,
        )
    )
