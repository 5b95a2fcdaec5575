"""Held uploads: who may decide, and what a decision does.

A file that is released goes through the whole inspection again; the one reason it was
held for is waived. If that reason lies in the file itself, the original is kept for the
archive and nothing of it is ever shown.
"""

from datetime import datetime, timedelta
from uuid import UUID

from assets_api.reviews import queries
from assets_api.reviews.errors import UploadNotHeldError, UploadReviewedBySenderError
from assets_api.uploads.desk import Limits
from assets_api.uploads.errors import UploadNotFoundError
from assets_api.uploads.queue import defer_check
from assets_api.uploads.service import SERVICE, agency_of, reserve
from assets_api.uploads.tables import Upload
from phohien import audit, markings
from phohien.callers import Caller
from phohien.db import ReadSession, WriteSession

KEEP_REFUSED = timedelta(days=7)


def agency_seen_by(caller: Caller) -> UUID | None:
    """An operator looks after every agency, a leader after their own."""
    return None if "operator" in caller.roles else agency_of(caller)


async def release(
    session: WriteSession,
    upload_id: UUID,
    *,
    note: str,
    caller: Caller,
    limits: Limits,
    at: datetime,
) -> None:
    upload = await _decidable(session, upload_id, caller=caller)
    markings.refuse({"/note": note})
    await reserve(session, upload.agency_id, upload.size, limits)
    done = await queries.decide(
        session,
        upload_id,
        at=at,
        state="received",
        waived=upload.reason,
        reason="",
        facts=[],
        attempts=0,
        expires_at=at + limits.lifetime,
        purge_after=None,
        decided_by=caller.username,
        decision_note=note,
    )
    if not done:
        raise UploadNotHeldError
    await defer_check(session, upload_id)
    await _note(session, upload, "upload.released", caller=caller, note=note)


async def refuse(
    session: WriteSession, upload_id: UUID, *, note: str, caller: Caller, at: datetime
) -> None:
    upload = await _decidable(session, upload_id, caller=caller)
    markings.refuse({"/note": note})
    done = await queries.decide(
        session,
        upload_id,
        at=at,
        state="rejected",
        reason="review-refused",
        purge_after=at + KEEP_REFUSED,
        decided_by=caller.username,
        decision_note=note,
    )
    if not done:
        raise UploadNotHeldError
    await _note(session, upload, "upload.refused", caller=caller, note=note)


async def _decidable(
    session: ReadSession, upload_id: UUID, *, caller: Caller
) -> Upload:
    upload = await queries.find(session, upload_id, agency_seen_by(caller))
    if upload is None:
        raise UploadNotFoundError
    if upload.state != "held":
        raise UploadNotHeldError
    if upload.created_by == caller.username:
        raise UploadReviewedBySenderError
    return upload


async def _note(
    session: WriteSession, upload: Upload, action: str, *, caller: Caller, note: str
) -> None:
    await audit.append(
        session,
        service=SERVICE,
        caller=caller,
        action=action,
        subject=f"upload:{upload.id}",
        detail={
            "sent_by": upload.created_by,
            "held_for": upload.reason,
            "note": note,
            "agency": upload.agency_code,
        },
    )
