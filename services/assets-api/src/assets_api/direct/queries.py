"""Statements about uploads whose bytes go past this service. Only rows here."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, update

from assets_api.uploads.tables import OPEN, Upload
from phohien.db import WriteSession


async def note_begun(
    session: WriteSession,
    upload_id: UUID,
    *,
    s3_upload_id: str,
    at: datetime,
    expires_at: datetime,
) -> str | None:
    """The multipart upload that counts: the first one named. None when it has ended."""
    statement = (
        update(Upload)
        .where(Upload.id == upload_id, Upload.state.in_(OPEN), Upload.expires_at > at)
        .values(
            s3_upload_id=func.coalesce(
                func.nullif(Upload.s3_upload_id, ""), s3_upload_id
            ),
            state="receiving",
            updated_at=at,
            expires_at=expires_at,
        )
        .returning(Upload.s3_upload_id)
    )
    counts: str | None = await session.scalar(statement)
    return counts


async def hold(
    session: WriteSession, upload_id: UUID, *, at: datetime, lease: timedelta
) -> bool:
    """While its parts are joined nothing of the upload is swept away."""
    done = await session.scalar(
        update(Upload)
        .where(Upload.id == upload_id, Upload.state.in_(OPEN), Upload.expires_at > at)
        .values(fence=Upload.fence + 1, lease_until=at + lease, updated_at=at)
        .returning(Upload.id)
    )
    return done is not None


async def receive(session: WriteSession, upload_id: UUID, *, at: datetime) -> bool:
    """All bytes are in the store. False when the upload had ended or was received."""
    done = await session.scalar(
        update(Upload)
        .where(Upload.id == upload_id, Upload.state.in_(OPEN))
        .values(state="received", received=Upload.size, lease_until=None, updated_at=at)
        .returning(Upload.id)
    )
    return done is not None
