"""What is left of an upload when it has ended: its space, and objects to delete."""

from datetime import datetime
from uuid import UUID

import structlog

from assets_api.storage import client, keys
from assets_api.storage.errors import StorageUnreachableError
from assets_api.uploads import queries, service
from assets_api.uploads.desk import Desk
from assets_api.uploads.queue import defer_check
from assets_api.uploads.tables import Upload
from phohien.db import WriteSession

log = structlog.get_logger()


async def lock_quota(session: WriteSession, agency_id: UUID) -> None:
    await queries.quota_for_update(session, agency_id)


async def settle(session: WriteSession, upload: Upload, *, used: int = 0) -> None:
    """The reservation becomes use, or nothing."""
    await queries.settle_quota(
        session, upload.agency_id, reserved=-upload.size, used=used
    )


async def give_space_back(session: WriteSession, agency_id: UUID, freed: int) -> None:
    """An asset was deleted."""
    await queries.settle_quota(session, agency_id, reserved=0, used=-freed)


async def purge_now(desk: Desk, upload_id: UUID, *, vacuum: bool = False) -> None:
    """Parts, tail and whole, gone. When the store is away the sweep comes again."""
    async with desk.database.reading() as session:
        upload = await queries.get(session, upload_id)
    if upload is None or upload.purge_after is None:
        return
    try:
        if upload.s3_upload_id:
            await desk.store.abort(keys.arriving(upload_id), upload.s3_upload_id)
        await desk.store.delete_all(keys.quarantine(upload_id))
    except StorageUnreachableError:
        log.warning("purge_postponed", upload_id=str(upload_id))
        return
    if vacuum and desk.vacuum_url:
        await client.vacuum(desk.vacuum_url)
    async with desk.database.writing() as session:
        await queries.note_purged(session, upload_id)


async def sweep(desk: Desk, *, at: datetime) -> None:
    """Ends what has expired, deletes what is due."""
    async with desk.database.reading() as session:
        expired = await queries.expired(session, at=at)
    for upload_id in expired:
        async with desk.database.writing() as session:
            await service.end_unfinished(session, upload_id, reason="expired", at=at)
    async with desk.database.reading() as session:
        due = await queries.to_purge(session, at=at)
    for upload in due:
        marked = upload.reason == "marking-found"
        await purge_now(desk, upload.id, vacuum=marked)


async def call_again(desk: Desk, *, at: datetime) -> None:
    """Complete uploads nobody works on get another job."""
    async with desk.database.reading() as session:
        waiting = await queries.waiting(session, at=at)
    for upload_id in waiting:
        async with desk.database.writing() as session:
            await defer_check(session, upload_id)
