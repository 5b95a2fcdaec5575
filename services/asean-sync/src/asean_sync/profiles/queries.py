"""Every statement that touches stored profiles."""

from typing import Any

from sqlalchemy import insert, select, update

from asean_sync.profiles.tables import ProfileVersion
from phohien.db import ReadSession, WriteSession


async def version_of(
    session: ReadSession, target_code: str, version: int
) -> ProfileVersion | None:
    return await session.scalar(
        select(ProfileVersion).where(
            ProfileVersion.target_code == target_code,
            ProfileVersion.version == version,
        )
    )


async def active(session: ReadSession, target_code: str) -> ProfileVersion | None:
    return await session.scalar(
        select(ProfileVersion).where(
            ProfileVersion.target_code == target_code,
            ProfileVersion.state == "active",
        )
    )


async def retire(session: WriteSession, target_code: str) -> None:
    await session.execute(
        update(ProfileVersion)
        .where(
            ProfileVersion.target_code == target_code, ProfileVersion.state == "active"
        )
        .values(state="retired")
    )


async def add(session: WriteSession, row: dict[str, Any]) -> None:
    await session.execute(insert(ProfileVersion).values(row))


async def revive(
    session: WriteSession, target_code: str, version: int, row: dict[str, Any]
) -> None:
    await session.execute(
        update(ProfileVersion)
        .where(
            ProfileVersion.target_code == target_code,
            ProfileVersion.version == version,
        )
        .values(row)
    )
