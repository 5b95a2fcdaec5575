"""When a file is the next version of an asset, and when it is an asset of its own."""

from datetime import datetime
from uuid import UUID

from assets_api.assets import service as assets
from assets_api.assets.errors import AssetNotFoundError
from assets_api.formats.errors import RefusedError
from assets_api.formats.kinds import KINDS
from assets_api.versions import queries
from assets_api.versions.errors import (
    MediaNotFoundError,
    MediaWithdrawnError,
    UploadReplacesNothingError,
    UploadReplacesWithdrawnError,
)
from phohien.db import Database, ReadSession, WriteSession


async def note_public(database: Database, version_id: UUID, *, at: datetime) -> None:
    """The world has been told of it."""
    async with database.writing() as session:
        await queries.note_public(session, version_id, at=at)


async def require_public(database: Database, version_id: UUID, *, at: datetime) -> None:
    """Asked anew each time. Raises MediaWithdrawnError for what was public once."""
    async with database.reading() as session:
        standing = await queries.standing_of(session, version_id)
    if standing is None:
        raise MediaNotFoundError
    if standing.withdrawn or not standing.shown:
        ended = standing.withdrawn or standing.noted
        raise MediaWithdrawnError if ended else MediaNotFoundError
    if not standing.noted:
        await note_public(database, version_id, at=at)


async def refuse_target(
    session: ReadSession, asset_id: UUID, *, agency_id: UUID
) -> None:
    """Before a byte is sent: an asset of another agency is as unknown as none."""
    try:
        asset, _ = await assets.find_asset(session, asset_id, agency_id=agency_id)
    except AssetNotFoundError as error:
        raise UploadReplacesNothingError from error
    if asset.withdrawn_at is not None:
        raise UploadReplacesWithdrawnError


async def find_known(
    session: ReadSession,
    sha256: str,
    *,
    agency_id: UUID,
    replaces: UUID | None,
    size: int | None = None,
) -> UUID | None:
    """The asset that has these bytes already, so that nothing has to be made.

    What is to replace an asset is compared with what that asset holds now, and with
    nothing else: older bytes may come back, as a version of their own.
    """
    if replaces is None:
        return await assets.find_by_hash(
            session, sha256, agency_id=agency_id, size=size
        )
    held = await queries.latest_bytes(session, replaces) if sha256 else None
    same = held is not None and held[0] == sha256 and size in (None, held[1])
    return replaces if same else None


async def refuse_other_kind(
    session: ReadSession, asset_id: UUID | None, form: str
) -> None:
    """A picture stays a picture: those who show the asset count on it."""
    if asset_id is None:
        return
    asset, _ = await assets.find_asset(session, asset_id, agency_id=None)
    if asset.kind != KINDS[form].group:
        raise RefusedError("replacement-kind", asset.kind)


async def keep(
    session: WriteSession,
    arrival: assets.Arrival,
    *,
    replaces: UUID | None,
    at: datetime,
) -> UUID:
    """The asset that the file has become, or whose next version it is."""
    if replaces is None:
        return await assets.add_asset(session, arrival, at=at)
    asset = await queries.get_for_update(session, replaces)
    if asset.withdrawn_at is not None:
        raise RefusedError("replacement-withdrawn")
    number = await queries.count(session, replaces) + 1
    await assets.add_version(session, replaces, arrival, number=number, at=at)
    await queries.note_replaced(session, replaces, at=at)
    return replaces
