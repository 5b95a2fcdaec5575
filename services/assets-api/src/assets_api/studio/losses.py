"""The statements about sources that were lost. Only rows here."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, exists, literal, select, update
from sqlalchemy.dialects.postgresql import insert

from assets_api.assets.tables import Asset, AssetVersion, Rendition
from assets_api.looks.tables import Appearance
from assets_api.renditions.presets import MEZZANINE
from assets_api.studio.tables import Restoration
from phohien.db import WriteSession

MOST_ATTEMPTS = 8


@dataclass(frozen=True, slots=True)
class Lost:
    """A version whose sources have to be made again, and its original."""

    version_id: UUID
    attempts: int
    sha256: str
    format: str


async def ask(session: WriteSession, version_id: UUID, *, at: datetime) -> None:
    await session.execute(
        insert(Restoration)
        .values(version_id=version_id, asked_at=at, next_attempt_at=at)
        .on_conflict_do_nothing()
    )


async def ask_for_unseen(session: WriteSession, *, at: datetime, limit: int) -> None:
    """Pictures that came in before anything was noted of what they look like."""
    unseen = (
        select(Rendition.version_id, literal(at, Restoration.asked_at.type))
        .join(AssetVersion, AssetVersion.id == Rendition.version_id)
        .join(Asset, Asset.id == AssetVersion.asset_id)
        .where(
            Rendition.preset == MEZZANINE,
            Asset.withdrawn_at.is_(None),
            ~exists().where(Appearance.version_id == Rendition.version_id),
            ~exists().where(Restoration.version_id == Rendition.version_id),
        )
        .limit(limit)
        .subquery()
    )
    found = select(unseen.c[0], unseen.c[1], unseen.c[1])
    await session.execute(
        insert(Restoration)
        .from_select(["version_id", "asked_at", "next_attempt_at"], found)
        .on_conflict_do_nothing()
    )


async def claim(session: WriteSession, *, at: datetime, again: datetime) -> Lost | None:
    """The one that has waited longest; tried again later when nothing comes of it."""
    due = (
        select(Restoration.version_id)
        .where(Restoration.next_attempt_at <= at, Restoration.attempts < MOST_ATTEMPTS)
        .order_by(Restoration.next_attempt_at)
        .limit(1)
        .with_for_update(skip_locked=True)
        .scalar_subquery()
    )
    row = (
        await session.execute(
            update(Restoration)
            .where(
                Restoration.version_id == due, AssetVersion.id == Restoration.version_id
            )
            .values(attempts=Restoration.attempts + 1, next_attempt_at=again)
            .returning(
                Restoration.version_id,
                Restoration.attempts,
                AssetVersion.sha256,
                AssetVersion.format,
            )
        )
    ).first()
    return None if row is None else Lost(*row)


async def settled(session: WriteSession, version_id: UUID) -> None:
    await session.execute(
        delete(Restoration).where(Restoration.version_id == version_id)
    )
