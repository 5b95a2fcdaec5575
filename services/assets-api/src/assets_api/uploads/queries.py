"""Every statement that touches uploads, their parts and the quotas. Only rows here."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, case, delete, func, literal, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.sql.dml import ReturningUpdate

from assets_api.uploads.tables import OPEN, AgencyQuota, Upload, UploadPart
from phohien.db import ReadSession, WriteSession

LEASE = timedelta(seconds=15)


async def get_of_agency(
    session: ReadSession, upload_id: UUID, agency_id: UUID
) -> Upload | None:
    return await session.scalar(
        select(Upload).where(Upload.id == upload_id, Upload.agency_id == agency_id)
    )


async def get(session: ReadSession, upload_id: UUID) -> Upload | None:
    return await session.get(Upload, upload_id)


async def insert_upload(session: WriteSession, **values: Any) -> Upload:
    statement = insert(Upload).values(**values).returning(Upload)
    row: Upload = (await session.scalars(statement)).one()
    return row


async def take(
    session: WriteSession,
    upload_id: UUID,
    agency_id: UUID,
    *,
    offset: int,
    length: int,
    at: datetime,
) -> Upload | None:
    """A new writer: whoever wrote before can no longer commit.

    None when the agency has no such upload that is open to bytes through this service,
    stands at this offset and has room for so many more.
    """
    statement = (
        update(Upload)
        .where(
            Upload.id == upload_id,
            Upload.agency_id == agency_id,
            Upload.way != "direct",
            Upload.received == offset,
            Upload.size >= offset + length,
            Upload.state.in_(OPEN),
            Upload.expires_at > at,
        )
        .values(
            fence=Upload.fence + 1,
            lease_until=at + LEASE,
            state="receiving",
            updated_at=at,
        )
        .returning(Upload)
    )
    return (await session.scalars(statement)).one_or_none()


async def end_lease(session: WriteSession, upload_id: UUID, *, at: datetime) -> None:
    """Fences off a writer that may still be connected, if there is one."""
    await session.execute(
        update(Upload)
        .where(Upload.id == upload_id, Upload.lease_until > at, Upload.state.in_(OPEN))
        .values(fence=Upload.fence + 1, lease_until=None)
    )


async def change_as_writer(
    session: WriteSession, upload_id: UUID, fence: int, **values: Any
) -> bool:
    """False means a newer writer has taken over, or the upload has ended."""
    return await session.scalar(_changed(upload_id, fence, values)) is not None


def _changed(
    upload_id: UUID, fence: int, values: dict[str, Any]
) -> ReturningUpdate[tuple[UUID]]:
    return (
        update(Upload)
        .where(Upload.id == upload_id, Upload.fence == fence, Upload.state.in_(OPEN))
        .values(**values)
        .returning(Upload.id)
    )


async def add_part(
    session: WriteSession,
    upload_id: UUID,
    fence: int,
    part: tuple[int, str],
    **values: Any,
) -> bool:
    """The same with a part, its number and ETag; one statement for both."""
    number, etag = part
    changed = _changed(upload_id, fence, values).cte("changed")
    statement = insert(UploadPart).from_select(
        ["upload_id", "number", "etag"],
        select(changed.c.id, literal(number), literal(etag)),
    )
    done = await session.scalar(
        statement.on_conflict_do_update(
            index_elements=[UploadPart.upload_id, UploadPart.number],
            set_={"etag": statement.excluded.etag},
        ).returning(UploadPart.number)
    )
    return done is not None


async def forget_parts(session: WriteSession, upload_id: UUID) -> None:
    await session.execute(delete(UploadPart).where(UploadPart.upload_id == upload_id))


async def move(
    session: WriteSession,
    upload_id: UUID,
    *where: ColumnElement[bool],
    come_from: Sequence[str],
    **values: Any,
) -> Upload | None:
    """Change the state once; None when it was no longer in `come_from`."""
    statement = (
        update(Upload)
        .where(Upload.id == upload_id, Upload.state.in_(come_from), *where)
        .values(**values)
        .returning(Upload)
    )
    return (await session.scalars(statement)).one_or_none()


async def waiting(session: ReadSession, *, at: datetime) -> Sequence[UUID]:
    """Complete uploads nobody works on: never begun, or whose worker went away."""
    statement = (
        select(Upload.id)
        .where(
            Upload.state.in_(("received", "checking")),
            func.coalesce(Upload.lease_until, Upload.updated_at) < at,
        )
        .order_by(Upload.updated_at)
        .limit(200)
    )
    return (await session.scalars(statement)).all()


async def expired(session: ReadSession, *, at: datetime) -> Sequence[UUID]:
    statement = (
        select(Upload.id)
        .where(Upload.state.in_(OPEN), Upload.expires_at <= at)
        .limit(200)
    )
    return (await session.scalars(statement)).all()


async def to_purge(session: ReadSession, *, at: datetime) -> Sequence[Upload]:
    statement = (
        select(Upload)
        .where(Upload.purge_after.is_not(None), Upload.purge_after <= at)
        .limit(200)
    )
    return (await session.scalars(statement)).all()


async def note_purged(session: WriteSession, upload_id: UUID) -> None:
    """A held upload without bytes cannot be released: it ends here."""
    held = Upload.state == "held"
    await session.execute(
        update(Upload)
        .where(Upload.id == upload_id)
        .values(
            purge_after=None,
            tail_key="",
            tail_bytes=0,
            s3_upload_id="",
            state=case((held, "rejected"), else_=Upload.state),
            reason=case((held, "review-expired"), else_=Upload.reason),
        )
    )
    await session.execute(delete(UploadPart).where(UploadPart.upload_id == upload_id))


async def quota_for_update(session: WriteSession, agency_id: UUID) -> AgencyQuota:
    await session.execute(
        insert(AgencyQuota).values(agency_id=agency_id).on_conflict_do_nothing()
    )
    statement = (
        select(AgencyQuota).where(AgencyQuota.agency_id == agency_id).with_for_update()
    )
    return (await session.scalars(statement)).one()


async def settle_quota(
    session: WriteSession, agency_id: UUID, *, reserved: int, used: int = 0
) -> None:
    await session.execute(
        update(AgencyQuota)
        .where(AgencyQuota.agency_id == agency_id)
        .values(reserved=AgencyQuota.reserved + reserved, used=AgencyQuota.used + used)
    )
