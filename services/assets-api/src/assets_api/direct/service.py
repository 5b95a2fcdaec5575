"""A file in parts that never pass this service; it is inspected all the same."""

from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from assets_api.direct import queries
from assets_api.direct.door import DirectDoor
from assets_api.direct.errors import (
    UploadDirectNotOfferedError,
    UploadPartNumberError,
    UploadPartsChangedError,
    UploadPartsMissingError,
)
from assets_api.direct.presigning import Signed
from assets_api.direct.schemas import DirectDraft, PartWanted
from assets_api.storage import keys
from assets_api.storage.direct import JoinedPart, SentPart
from assets_api.storage.errors import ObjectChangedError, ObjectMissingError
from assets_api.uploads import service as uploads
from assets_api.uploads.declaration import Declaration, clean_name
from assets_api.uploads.desk import Desk
from assets_api.uploads.errors import UploadGoneError, UploadOtherWayError
from assets_api.uploads.queue import defer_check
from assets_api.uploads.tables import OPEN, Upload
from phohien import clock
from phohien.callers import Caller

JOINING = timedelta(minutes=2)
"""Stores may take their time over thousands of parts."""


@dataclass(frozen=True, slots=True)
class Counter:
    """Where programs with files to send are served."""

    desk: Desk
    door: DirectDoor


async def declare(counter: Counter, draft: DirectDraft, *, caller: Caller) -> Upload:
    """Reserves the space, where the store takes no other bytes than were signed."""
    if not await counter.door.is_open():
        raise UploadDirectNotOfferedError
    async with counter.desk.database.writing() as session:
        return await uploads.create_upload(
            session,
            caller=caller,
            size=draft.size,
            declared=Declaration(
                filename=clean_name(draft.filename),
                filetype=clean_name(draft.filetype),
                sha256=draft.sha256 or "",
                replaces=draft.replaces,
                bundle=draft.bundle,
                way="direct",
            ),
            limits=counter.desk.limits,
            at=clock.now(),
        )


def parts_in(upload: Upload) -> int:
    return -(-upload.size // upload.part_size)


def length_of(upload: Upload, number: int) -> int:
    """All parts are equal but the last."""
    return min(upload.part_size, upload.size - (number - 1) * upload.part_size)


async def sign_parts(
    counter: Counter, upload_id: UUID, wanted: Sequence[PartWanted], *, caller: Caller
) -> dict[int, Signed]:
    """By number. Asking keeps the upload from expiring."""
    upload = await _open_upload(counter.desk, upload_id, caller=caller)
    _refuse_numbers(upload, wanted)
    session_id = await _begun(counter.desk, upload)
    return {
        part.number: counter.door.part(
            keys.arriving(upload.id),
            session_id,
            number=part.number,
            length=length_of(upload, part.number),
            sha256=bytes.fromhex(part.sha256),
        )
        for part in wanted
    }


async def stored_parts(
    counter: Counter, upload_id: UUID, *, caller: Caller
) -> Mapping[int, SentPart]:
    upload = await _open_upload(counter.desk, upload_id, caller=caller)
    if not upload.s3_upload_id:
        return {}
    try:
        return await counter.desk.store.sent(
            keys.arriving(upload.id), upload.s3_upload_id
        )
    except ObjectMissingError:
        # Joined a moment ago, by a request whose answer was lost.
        return {}


async def complete(
    counter: Counter, upload_id: UUID, parts: Sequence[PartWanted], *, caller: Caller
) -> Upload:
    """Joins the parts and has the file inspected. Twice is once."""
    desk = counter.desk
    upload = await _find(desk, upload_id, caller=caller)
    if upload.state in OPEN:
        _refuse_numbers(upload, parts)
        async with desk.database.writing() as session:
            held = await queries.hold(session, upload.id, at=clock.now(), lease=JOINING)
        if held:
            await _join(desk, upload, {part.number: part.sha256 for part in parts})
            async with desk.database.writing() as session:
                if await queries.receive(session, upload.id, at=clock.now()):
                    await defer_check(session, upload.id)
    # Received by this request or by its twin; or it has ended.
    done = await _find(desk, upload_id, caller=caller)
    if done.state in (*OPEN, "expired"):
        raise UploadGoneError
    return done


async def _join(desk: Desk, upload: Upload, sums: Mapping[int, str]) -> None:
    key = keys.arriving(upload.id)
    try:
        sent: Mapping[int, SentPart] = {}
        if upload.s3_upload_id:
            sent = await desk.store.sent(key, upload.s3_upload_id)
        _refuse_gaps(upload, sent, sums)
        joined = {
            number: JoinedPart(part.etag, _base64(sums[number]))
            for number, part in sent.items()
        }
        await desk.store.join(key, upload.s3_upload_id, joined)
    except ObjectChangedError as error:
        raise UploadPartsChangedError from error
    except ObjectMissingError as error:
        # Either joined before the answer was lost, or no longer there at all.
        whole = await desk.store.head(key)
        if whole is None or whole.size != upload.size:
            raise UploadGoneError from error


def _refuse_gaps(
    upload: Upload, sent: Mapping[int, SentPart], sums: Mapping[int, str]
) -> None:
    missing = [
        number
        for number in range(1, parts_in(upload) + 1)
        if number not in sent
        or number not in sums
        or sent[number].size != length_of(upload, number)
    ]
    if missing:
        raise UploadPartsMissingError(missing)


def _base64(sha256: str) -> str:
    return b64encode(bytes.fromhex(sha256)).decode()


def _refuse_numbers(upload: Upload, wanted: Sequence[PartWanted]) -> None:
    most, seen = parts_in(upload), set[int]()
    for place, part in enumerate(wanted):
        if part.number > most or part.number in seen:
            raise UploadPartNumberError(place, most)
        seen.add(part.number)


async def _find(desk: Desk, upload_id: UUID, *, caller: Caller) -> Upload:
    async with desk.database.reading() as session:
        upload = await uploads.find_upload(session, upload_id, caller=caller)
    if upload.way != "direct":
        raise UploadOtherWayError
    return upload


async def _open_upload(desk: Desk, upload_id: UUID, *, caller: Caller) -> Upload:
    upload = await _find(desk, upload_id, caller=caller)
    uploads.refuse_ended(upload, at=clock.now())
    return upload


async def _begun(desk: Desk, upload: Upload) -> str:
    """The store's name for this upload; of two requests at once one's counts."""
    key, begun = keys.arriving(upload.id), upload.s3_upload_id
    if not begun:
        begun = await desk.store.begin_direct(key)
    at = clock.now()
    async with desk.database.writing() as session:
        counts = await queries.note_begun(
            session,
            upload.id,
            s3_upload_id=begun,
            at=at,
            expires_at=at + desk.limits.lifetime,
        )
    if counts != begun:
        await desk.store.abort(key, begun)
    if counts is None:
        raise UploadGoneError
    return counts
