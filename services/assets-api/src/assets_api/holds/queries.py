"""Every statement that touches holds. Only rows here."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select, update

from assets_api.assets.tables import AssetVersion
from assets_api.holds.tables import Hold
from phohien.db import ReadSession, WriteSession


def standing(today: date) -> ColumnElement[bool]:
    return and_(
        Hold.lifted_at.is_(None), or_(Hold.until.is_(None), Hold.until >= today)
    )


async def insert(session: WriteSession, **values: Any) -> Hold:
    hold = Hold(**values)
    session.add(hold)
    await session.flush()
    return hold


async def of_asset(session: ReadSession, asset_id: UUID) -> Sequence[Hold]:
    statement = (
        select(Hold)
        .where(Hold.asset_id == asset_id)
        .order_by(Hold.placed_at, Hold.id)
        .execution_options(populate_existing=True)
    )
    return (await session.scalars(statement)).all()


async def find(session: ReadSession, asset_id: UUID, hold_id: UUID) -> Hold | None:
    return await session.scalar(
        select(Hold).where(Hold.id == hold_id, Hold.asset_id == asset_id)
    )


async def lift(session: WriteSession, hold_id: UUID, **values: Any) -> bool:
    done = await session.scalar(
        update(Hold)
        .where(Hold.id == hold_id, Hold.lifted_at.is_(None))
        .values(store="pending", **values)
        .returning(Hold.id)
    )
    return done is not None


async def to_settle(session: ReadSession, *, today: date) -> Sequence[UUID]:
    """Assets of which the store has something to be told."""
    over = ~standing(today)
    statement = (
        select(Hold.asset_id)
        .where(or_(Hold.store == "pending", and_(over, Hold.store != "ended")))
        .distinct()
        .limit(50)
    )
    return (await session.scalars(statement)).all()


async def hashes_of(session: ReadSession, asset_id: UUID) -> Sequence[str]:
    statement = select(AssetVersion.sha256).where(AssetVersion.asset_id == asset_id)
    return (await session.scalars(statement)).all()


async def standing_on(
    session: ReadSession, sha256: str, *, today: date
) -> Sequence[Hold]:
    """Of whichever asset these are the bytes."""
    statement = (
        select(Hold)
        .join(AssetVersion, AssetVersion.asset_id == Hold.asset_id)
        .where(AssetVersion.sha256 == sha256, standing(today))
    )
    return (await session.scalars(statement)).all()


async def note_store(
    session: WriteSession, asset_id: UUID, *, store: str, today: date
) -> None:
    over = ~standing(today)
    of_it = Hold.asset_id == asset_id
    await session.execute(update(Hold).where(of_it, over).values(store="ended"))
    await session.execute(
        update(Hold).where(of_it, standing(today)).values(store=store)
    )
