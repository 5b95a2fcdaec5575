"""What the bucket check reads of uploads, versions and bytes. Only rows here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, false, func, or_, select

from assets_api.assets.tables import Asset, AssetVersion, Blob
from assets_api.db import SCHEMA, Base
from assets_api.fsck.findings import WRONG_HASH
from assets_api.fsck.tables import FsckFinding
from assets_api.uploads.tables import OPEN, Upload, UploadPart
from phohien.db import ReadSession

MOST = 2000
UNDECIDED = (*OPEN, "received", "checking")
PATIENCE = timedelta(hours=1)
"""What the worker's tick had to do, and has not done for so long, is stuck."""


@dataclass(frozen=True, slots=True)
class Known:
    """Bytes the database promises: of a file that was sent, or made from one."""

    sha256: str
    bytes: int
    at: datetime
    original: bool
    derived: bool
    suspect: bool
    pinned: bool


def of_versions() -> ColumnElement[bool]:
    """A deleted asset keeps its versions, and lets go of their bytes."""
    return exists().where(
        AssetVersion.sha256 == Blob.sha256,
        Asset.id == AssetVersion.asset_id,
        Asset.deleted_at.is_(None),
    )


def pinned() -> ColumnElement[bool]:
    """A version keeps the row, though perhaps not the bytes."""
    return exists().where(AssetVersion.sha256 == Blob.sha256)


def of_others() -> ColumnElement[bool]:
    """Whether a row beside a version names these bytes, whichever table it is in."""
    hashes = Base.metadata.tables[f"{SCHEMA}.blob"].c.sha256
    named = [
        exists().where(column == Blob.sha256)
        for table in Base.metadata.tables.values()
        for column in table.columns
        if table is not AssetVersion.__table__ and column.references(hashes)
    ]
    return or_(false(), *named)


async def known_after(
    session: ReadSession, start: str, end: str | None
) -> Sequence[Known]:
    """Of a range of hashes without its start, in their order, at most `MOST`."""
    suspect = exists().where(
        FsckFinding.kind == WRONG_HASH, FsckFinding.sha256 == Blob.sha256
    )
    statement = (
        select(
            Blob.sha256,
            Blob.bytes,
            Blob.created_at,
            of_versions(),
            of_others(),
            suspect,
            pinned(),
        )
        .where(Blob.sha256 > start)
        .order_by(Blob.sha256)
        .limit(MOST)
    )
    if end is not None:
        statement = statement.where(Blob.sha256 <= end)
    return [Known(*row) for row in await session.execute(statement)]


async def uploads(
    session: ReadSession, idents: Iterable[UUID]
) -> dict[UUID, tuple[str, bool]]:
    """State, and whether its bytes are still to be removed by the sweep."""
    statement = select(Upload.id, Upload.state, Upload.purge_after.is_not(None)).where(
        Upload.id.in_(list(idents))
    )
    return {row[0]: (row[1], row[2]) for row in await session.execute(statement)}


async def owned_sessions(session: ReadSession, sessions: Iterable[str]) -> set[str]:
    """Multipart uploads that an upload under way, or the sweep, still needs."""
    statement = select(Upload.s3_upload_id).where(
        Upload.s3_upload_id.in_(list(sessions)),
        or_(Upload.state.in_(UNDECIDED), Upload.purge_after.is_not(None)),
    )
    return set(await session.scalars(statement))


async def under_way(session: ReadSession, after: UUID) -> Sequence[Upload]:
    """Uploads of which bytes have been acknowledged and nothing is decided."""
    statement = (
        select(Upload)
        .where(Upload.id > after, Upload.state.in_(UNDECIDED), Upload.received > 0)
        .order_by(Upload.id)
        .limit(200)
    )
    return (await session.scalars(statement)).all()


async def upload(session: ReadSession, ident: UUID) -> Upload | None:
    return await session.get(Upload, ident)


async def parts_of(session: ReadSession, ident: UUID) -> dict[int, str]:
    statement = select(UploadPart.number, UploadPart.etag).where(
        UploadPart.upload_id == ident
    )
    return {row[0]: row[1] for row in await session.execute(statement)}


async def stuck(session: ReadSession, *, at: datetime) -> list[tuple[UUID, str, int]]:
    """Past the moment at which the worker should have done something."""
    late = at - PATIENCE
    statement = (
        select(Upload.id, Upload.state, Upload.size)
        .where(
            or_(
                and_(Upload.state.in_(OPEN), Upload.expires_at < late),
                and_(
                    Upload.state.in_(("received", "checking")),
                    or_(
                        func.coalesce(Upload.lease_until, Upload.updated_at) < late,
                        Upload.expires_at < late,
                    ),
                ),
                Upload.purge_after < late,
            )
        )
        .order_by(Upload.id)
        .limit(MOST)
    )
    return [(row[0], row[1], row[2]) for row in await session.execute(statement)]
