"""Every statement that touches stored profiles."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, literal, select, update

from asean_sync.profiles.tables import ProfileVersion
from phohien.db import ReadSession, WriteSession


async def lock(session: WriteSession, target_code: str) -> None:
    """One change at a time to the profiles of a target."""
    key = func.hashtextextended(literal("sync.profile:").concat(target_code), 0)
    await session.execute(select(func.pg_advisory_xact_lock(key)))


async def version_of(
    session: ReadSession, target_code: str, version: int
) -> ProfileVersion | None:
    return await session.scalar(
        select(ProfileVersion).where(
            ProfileVersion.target_code == target_code,
            ProfileVersion.version == version,
        )
    )


async def one(session: ReadSession, profile_id: UUID) -> ProfileVersion | None:
    return await session.scalar(
        select(ProfileVersion).where(ProfileVersion.id == profile_id)
    )


async def active(session: ReadSession, target_code: str) -> ProfileVersion | None:
    return await session.scalar(
        select(ProfileVersion).where(
            ProfileVersion.target_code == target_code,
            ProfileVersion.state == "active",
        )
    )


async def page(
    session: ReadSession,
    *,
    target_code: str | None,
    after: tuple[str, int] | None,
    limit: int,
) -> Sequence[ProfileVersion]:
    statement = (
        select(ProfileVersion)
        .order_by(ProfileVersion.target_code, ProfileVersion.version.desc())
        .limit(limit)
    )
    if target_code is not None:
        statement = statement.where(ProfileVersion.target_code == target_code)
    if after is not None:
        code, version = after
        same = (ProfileVersion.target_code == code) & (ProfileVersion.version < version)
        statement = statement.where((ProfileVersion.target_code > code) | same)
    return (await session.scalars(statement)).all()


async def retire(session: WriteSession, target_code: str) -> None:
    await session.execute(
        update(ProfileVersion)
        .where(
            ProfileVersion.target_code == target_code, ProfileVersion.state == "active"
        )
        .values(state="retired")
    )


async def add(session: WriteSession, row: dict[str, Any]) -> UUID:
    added: UUID | None = await session.scalar(
        insert(ProfileVersion).values(row).returning(ProfileVersion.id)
    )
    assert added is not None  # noqa: S101 -- an insert returns its row
    return added


async def change(session: WriteSession, profile_id: UUID, row: dict[str, Any]) -> None:
    await session.execute(
        update(ProfileVersion).where(ProfileVersion.id == profile_id).values(row)
    )
