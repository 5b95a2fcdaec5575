"""How an upload begins, goes on and ends."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import case

from assets_api.inspection import sniffing
from assets_api.streams.body import Receive
from assets_api.streams.spool import Spool
from assets_api.uploads import queries
from assets_api.uploads.declaration import Declaration
from assets_api.uploads.desk import Desk, Limits
from assets_api.uploads.errors import (
    UploadAgencyRequiredError,
    UploadBundleReplacesError,
    UploadBusyError,
    UploadEmptyError,
    UploadFileTooLargeError,
    UploadGoneError,
    UploadNotFoundError,
    UploadOffsetMismatchError,
    UploadOtherWayError,
    UploadQuotaExceededError,
    UploadTakenOverError,
    UploadTooManyBytesError,
    UploadTypeNotAcceptedError,
)
from assets_api.uploads.receiving import Writer
from assets_api.uploads.tables import OPEN, Upload
from assets_api.versions import service as versions
from phohien import audit, clock, markings
from phohien.callers import Caller
from phohien.db import ReadSession, WriteSession

SERVICE = "assets-api"
LAST_WRITES = timedelta(seconds=90)


def agency_of(caller: Caller, *, named: str = "") -> UUID:
    """The agency whose files the caller handles; naming another one is refused."""
    if caller.agency_id is None or named not in ("", caller.agency_code):
        raise UploadAgencyRequiredError
    return caller.agency_id


async def create_upload(
    session: WriteSession,
    *,
    caller: Caller,
    size: int,
    declared: Declaration,
    limits: Limits,
    at: datetime,
) -> Upload:
    """Reserves the space; an upload of a file the agency has already is born ready."""
    agency_id = agency_of(caller, named=declared.agency)
    if size == 0:
        raise UploadEmptyError
    if not sniffing.could_be_accepted(declared.filename, declared.filetype):
        raise UploadTypeNotAcceptedError
    markings.refuse({"/filename": declared.filename})
    if declared.replaces is not None:
        if declared.bundle:
            raise UploadBundleReplacesError
        await versions.refuse_target(session, declared.replaces, agency_id=agency_id)
    known = await _known(session, declared, agency_id=agency_id, size=size)
    if known is None:
        await reserve(session, agency_id, size, limits)
    if size > limits.file:
        raise UploadFileTooLargeError(limits.file)
    return await queries.insert_upload(
        session,
        agency_id=agency_id,
        agency_code=caller.agency_code,
        created_by=caller.username,
        filename=declared.filename,
        filetype=declared.filetype,
        declared_sha256=declared.sha256,
        metadata_=declared.metadata,
        bundle=declared.bundle,
        way=declared.way,
        size=size,
        part_size=limits.part_size(size),
        state="created" if known is None else "ready",
        received=0 if known is None else size,
        asset_id=known,
        replaces=declared.replaces,
        created_at=at,
        updated_at=at,
        expires_at=at + limits.lifetime,
    )


async def _known(
    session: ReadSession, declared: Declaration, *, agency_id: UUID, size: int
) -> UUID | None:
    """What the agency has already. A ZIP to be unpacked is no asset itself."""
    if declared.bundle:
        return None
    return await versions.find_known(
        session,
        declared.sha256,
        agency_id=agency_id,
        replaces=declared.replaces,
        size=size,
    )


async def reserve(
    session: WriteSession, agency_id: UUID, size: int, limits: Limits
) -> None:
    """The row lock makes twenty creations at once queue up here."""
    quota = await queries.quota_for_update(session, agency_id)
    limit = limits.quota if quota.limit_bytes is None else quota.limit_bytes
    free = max(limit - quota.reserved - quota.used, 0)
    if size > free:
        raise UploadQuotaExceededError(limit=limit, free=free)
    await queries.settle_quota(session, agency_id, reserved=size)


async def find_upload(
    session: ReadSession, upload_id: UUID, *, caller: Caller
) -> Upload:
    """Another agency's upload is as unknown as none."""
    upload = await queries.get_of_agency(session, upload_id, agency_of(caller))
    if upload is None:
        raise UploadNotFoundError
    return upload


async def stand(desk: Desk, upload_id: UUID, *, caller: Caller) -> Upload:
    """Where to go on. The answer holds: an older writer can commit nothing after it."""
    async with desk.database.reading() as session:
        await find_upload(session, upload_id, caller=caller)
    await desk.handover.ask(upload_id)
    at = clock.now()
    async with desk.database.writing() as session:
        await queries.end_lease(session, upload_id, at=at)
        upload = await find_upload(session, upload_id, caller=caller)
    if upload.state == "expired" or (upload.state in OPEN and upload.expires_at <= at):
        raise UploadGoneError
    if upload.state == "receiving":
        desk.counts.resumes += 1
    return upload


@dataclass(frozen=True, slots=True)
class Patch:
    """One request that brings bytes."""

    upload_id: UUID
    offset: int
    length: int | None
    digest: bytes | None


async def receive(
    desk: Desk, patch: Patch, body: Receive, *, caller: Caller
) -> tuple[int, Upload]:
    """The offset after this request, and the upload as it was when it began."""
    taken = await _taken(desk, patch, caller=caller)
    with (
        desk.handover.turn(patch.upload_id) as turn,
        Spool(desk.room, desk.scratch) as spool,
    ):
        writer = Writer(desk, taken, spool)
        await writer.recover_tail()
        try:
            await writer.receive(body, patch.digest, stop=turn.stop)
        except UploadTakenOverError:
            desk.counts.takeovers += 1
            raise
    return writer.offset, taken


async def _taken(desk: Desk, patch: Patch, *, caller: Caller) -> Upload:
    """The upload with a new fence; why not is asked for when it could not be had."""
    at, agency_id = clock.now(), agency_of(caller)
    async with desk.database.writing() as session:
        taken = await queries.take(
            session,
            patch.upload_id,
            agency_id,
            offset=patch.offset,
            length=patch.length or 0,
            at=at,
        )
        if taken is None:
            upload = await find_upload(session, patch.upload_id, caller=caller)
            _refuse_patch(upload, patch, at=at)
            raise UploadOffsetMismatchError(upload.received)
    return taken


def refuse_ended(upload: Upload, *, at: datetime) -> None:
    if upload.state == "expired" or (upload.state in OPEN and upload.expires_at <= at):
        raise UploadGoneError
    if upload.state not in OPEN:
        raise UploadBusyError(upload.received)


def _refuse_patch(upload: Upload, patch: Patch, *, at: datetime) -> None:
    if upload.way == "direct":
        raise UploadOtherWayError
    refuse_ended(upload, at=at)
    if upload.received != patch.offset:
        raise UploadOffsetMismatchError(upload.received)
    _refuse_length(upload, patch)


def _refuse_length(upload: Upload, patch: Patch) -> None:
    if patch.length is not None and patch.offset + patch.length > upload.size:
        raise UploadTooManyBytesError(upload.size)


async def cancel_upload(
    session: WriteSession, upload_id: UUID, *, caller: Caller, at: datetime
) -> None:
    """Ends an upload that is not being inspected; its bytes go with the next sweep."""
    upload = await find_upload(session, upload_id, caller=caller)
    if upload.state == "expired":
        raise UploadGoneError
    if upload.state in ("rejected", "held"):
        # What is held has an end of its own: nobody needs to decide about it any more.
        words = {"state": "expired", "reason": "cancelled"}
        ended = await queries.move(
            session,
            upload_id,
            come_from=(upload.state,),
            purge_after=at,
            **(words if upload.state == "held" else {}),
        )
    else:
        ended = await end_unfinished(
            session, upload_id, reason="cancelled", at=at, received=True
        )
    if ended is None:
        raise UploadBusyError(upload.received)
    await audit.append(
        session,
        service=SERVICE,
        caller=caller,
        action="upload.cancelled",
        subject=f"upload:{upload_id}",
    )


async def end_unfinished(
    session: WriteSession,
    upload_id: UUID,
    *,
    reason: str,
    at: datetime,
    received: bool = False,
) -> Upload | None:
    """Expired or cancelled: the space is free again. None when it had moved on."""
    ended = await queries.move(
        session,
        upload_id,
        come_from=(*OPEN, "received") if received else OPEN,
        state="expired",
        reason=reason,
        fence=Upload.fence + 1,
        lease_until=None,
        # A writer that is still connected gives up at its next commit.
        purge_after=case((Upload.lease_until > at, at + LAST_WRITES), else_=at),
        updated_at=at,
    )
    if ended is not None:
        await queries.settle_quota(session, ended.agency_id, reserved=-ended.size)
    return ended
