"""The statements by which workers take, keep and end an upload. Only rows here."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import case, func, or_, select, update

from assets_api.uploads.tables import Upload, UploadPart
from phohien.db import ReadSession, WriteSession

LEASE = timedelta(seconds=10)
PAUSE = timedelta(seconds=2)
WAITING = ("received", "checking")


async def claim(
    session: WriteSession, upload_id: UUID, *, at: datetime
) -> Upload | None:
    """None when somebody works on it, or when there is nothing to do."""
    statement = (
        update(Upload)
        .where(
            Upload.id == upload_id,
            Upload.state.in_(WAITING),
            or_(Upload.lease_until.is_(None), Upload.lease_until < at),
        )
        .values(
            state="checking",
            fence=Upload.fence + 1,
            attempts=Upload.attempts + 1,
            lease_until=at + LEASE,
            updated_at=at,
        )
        .returning(Upload)
    )
    return (await session.scalars(statement)).one_or_none()


async def renew(
    session: WriteSession, upload_id: UUID, fence: int, *, at: datetime
) -> bool:
    done = await session.scalar(
        update(Upload)
        .where(
            Upload.id == upload_id, Upload.fence == fence, Upload.state == "checking"
        )
        .values(lease_until=at + LEASE)
        .returning(Upload.id)
    )
    return done is not None


async def give_back(
    session: WriteSession, upload_id: UUID, fence: int, *, at: datetime
) -> None:
    """The store is away: not the file's fault, and not for long.

    When the upload's days are over it counts: then somebody has to look.
    """
    fewer = func.greatest(Upload.attempts - 1, 0)
    await session.execute(
        update(Upload)
        .where(
            Upload.id == upload_id, Upload.fence == fence, Upload.state == "checking"
        )
        .values(
            attempts=case((Upload.expires_at > at, fewer), else_=Upload.attempts),
            lease_until=at + PAUSE,
        )
    )


async def finish(
    session: WriteSession, upload: Upload, *, at: datetime, **values: Any
) -> bool:
    """Ends the inspection once; False when another worker has the upload."""
    done = await session.scalar(
        update(Upload)
        .where(
            Upload.id == upload.id,
            Upload.fence == upload.fence,
            Upload.state == "checking",
        )
        .values(lease_until=None, updated_at=at, **values)
        .returning(Upload.id)
    )
    return done is not None


async def parts_of(session: ReadSession, upload_id: UUID) -> Sequence[UploadPart]:
    statement = (
        select(UploadPart)
        .where(UploadPart.upload_id == upload_id)
        .order_by(UploadPart.number)
    )
    return (await session.scalars(statement)).all()
