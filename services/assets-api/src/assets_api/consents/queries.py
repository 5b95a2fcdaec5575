"""Every statement that touches consents. Only rows here."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Date, cast, func, select, update

from assets_api.assets.tables import Asset
from assets_api.consents.tables import Consent
from phohien.clock import HERE
from phohien.db import ReadSession, WriteSession


async def asset_for_update(session: WriteSession, asset_id: UUID) -> Asset:
    """Two consents of one picture are weighed one after the other."""
    statement = select(Asset).where(Asset.id == asset_id).with_for_update()
    return (
        await session.scalars(statement.execution_options(populate_existing=True))
    ).one()


async def insert(session: WriteSession, **values: Any) -> Consent:
    consent = Consent(**values)
    session.add(consent)
    await session.flush()
    return consent


async def of_asset(session: ReadSession, asset_id: UUID) -> Sequence[Consent]:
    statement = (
        select(Consent)
        .where(Consent.asset_id == asset_id)
        .order_by(Consent.created_at, Consent.id)
        .execution_options(populate_existing=True)
    )
    return (await session.scalars(statement)).all()


async def withdraw(
    session: WriteSession, asset_id: UUID, consent_id: UUID, **values: Any
) -> bool | None:
    """None: there is no such consent; False: it was withdrawn before."""
    found = await session.scalar(
        select(Consent.id).where(Consent.id == consent_id, Consent.asset_id == asset_id)
    )
    if found is None:
        return None
    done = await session.scalar(
        update(Consent)
        .where(Consent.id == consent_id, Consent.withdrawn_at.is_(None))
        .values(**values)
        .returning(Consent.id)
    )
    return done is not None


async def settle(
    session: WriteSession, asset_id: UUID, *, at: datetime, **values: Any
) -> None:
    """What follows for the asset; whoever is editing it has to look again."""
    await session.execute(
        update(Asset)
        .where(Asset.id == asset_id)
        .values(updated_at=at, revision=Asset.revision + 1, **values)
    )


async def to_weigh(session: ReadSession, *, today: date) -> Sequence[UUID]:
    """Assets whose day has passed, or where a consent began since they were weighed."""
    weighed = cast(func.timezone(HERE.key, Asset.updated_at), Date)
    begun = (
        select(Consent.asset_id)
        .join(Asset, Asset.id == Consent.asset_id)
        .where(
            Asset.withdrawn_at.is_(None),
            Asset.consent_gap != "",
            Consent.withdrawn_at.is_(None),
            Consent.valid_from <= today,
            Consent.valid_from > weighed,
        )
    )
    over = select(Asset.id).where(
        Asset.withdrawn_at.is_(None), Asset.consent_until < today
    )
    return (await session.scalars(over.union(begun).limit(200))).all()
