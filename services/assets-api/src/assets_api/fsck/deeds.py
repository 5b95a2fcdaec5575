"""The statements of a repair: each says again whether it may be done. Only rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, exists, func, or_, select
from sqlalchemy.dialects.postgresql import insert

from assets_api.assets.tables import Asset, AssetVersion, Blob, Rendition
from assets_api.fsck import queries
from assets_api.fsck.findings import DANGLING, WRONG_HASH, WRONG_SIZE
from assets_api.fsck.tables import FsckFinding
from assets_api.uploads.tables import Upload
from phohien import release
from phohien.db import ReadSession, WriteSession


@dataclass(frozen=True, slots=True)
class Form:
    """A rendition that names certain bytes, and what it is made from."""

    version_id: UUID
    preset: str
    epoch: int
    format: str
    source: str
    source_format: str


@dataclass(frozen=True, slots=True)
class Made:
    """A rendition as it has just come out."""

    sha256: str
    bytes: int
    width: int
    height: int


async def is_kept(session: ReadSession, sha256: str) -> bool:
    """Under legal hold or retention; the rule is a function of the database."""
    return bool(await session.scalar(select(func.assets.is_kept(sha256))))


async def forget_unused(session: WriteSession, sha256: str) -> bool:
    """Deletes the row of bytes that nothing names; False when something names them.

    The versions of a deleted asset keep the row, for they say what there was.
    """
    used = or_(queries.of_versions(), queries.of_others())
    if await session.scalar(select(exists().where(Blob.sha256 == sha256, used))):
        return False
    await session.execute(delete(Blob).where(Blob.sha256 == sha256, ~queries.pinned()))
    return True


async def has_ended(session: ReadSession, ident: UUID) -> bool:
    """No upload, or one that needs none of its objects any more."""
    needed = exists().where(
        Upload.id == ident,
        or_(Upload.state.in_(queries.UNDECIDED), Upload.purge_after.is_not(None)),
    )
    return not await session.scalar(select(needed))


async def is_owned(session: ReadSession, upload: str) -> bool:
    return bool(await queries.owned_sessions(session, [upload]))


async def forms_of(session: ReadSession, sha256: str) -> list[Form]:
    """Of assets that may still be shown; what was withdrawn is not made again."""
    statement = (
        select(
            Rendition.version_id,
            Rendition.preset,
            Rendition.epoch,
            Rendition.format,
            AssetVersion.sha256,
            AssetVersion.format,
        )
        .join(AssetVersion, AssetVersion.id == Rendition.version_id)
        .join(Asset, Asset.id == AssetVersion.asset_id)
        .where(
            Rendition.sha256 == sha256,
            Asset.withdrawn_at.is_(None),
        )
        .order_by(Rendition.version_id, Rendition.preset)
    )
    return [Form(*row) for row in await session.execute(statement)]


async def damaged(session: ReadSession, hashes: Iterable[str]) -> set[str]:
    """Those of them that wait to be made again."""
    statement = select(FsckFinding.sha256).where(
        FsckFinding.sha256.in_(list(hashes)),
        FsckFinding.kind.in_((DANGLING, WRONG_SIZE, WRONG_HASH)),
    )
    return set(await session.scalars(statement))


async def is_bound(session: ReadSession, sha256: str) -> bool:
    """A released document has promised exactly these bytes."""
    return bool(
        await session.scalar(select(exists().where(release.media.c.sha256 == sha256)))
    )


async def replace(
    session: WriteSession, form: Form, made: Made, *, at: datetime
) -> None:
    """Other bytes for the same rendition; rows with a hash are never updated."""
    await session.execute(
        insert(Blob)
        .values(sha256=made.sha256, bytes=made.bytes, created_at=at)
        .on_conflict_do_nothing()
    )
    await forget(session, form)
    await session.execute(
        insert(Rendition).values(
            version_id=form.version_id,
            preset=form.preset,
            epoch=form.epoch,
            format=form.format,
            sha256=made.sha256,
            width=made.width,
            height=made.height,
        )
    )


async def forget(session: WriteSession, form: Form) -> None:
    """The row alone; bytes that nothing names are collected."""
    await session.execute(
        delete(Rendition).where(
            Rendition.version_id == form.version_id,
            Rendition.preset == form.preset,
            Rendition.epoch == form.epoch,
            Rendition.format == form.format,
        )
    )
