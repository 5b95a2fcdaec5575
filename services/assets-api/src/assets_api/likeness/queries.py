"""Every statement that compares pictures. Only rows here."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import BIGINT, cast, func, literal, select, update
from sqlalchemy.dialects.postgresql import BIT

from assets_api.assets.tables import Asset, AssetVersion
from phohien.db import WriteSession

BITS = 64
MOST = 10


async def put(session: WriteSession, asset_id: UUID, dhash: int) -> None:
    """On the latest version, which is the one that has just come."""
    latest = select(func.max(AssetVersion.number)).where(
        AssetVersion.asset_id == asset_id
    )
    await session.execute(
        update(AssetVersion)
        .where(
            AssetVersion.asset_id == asset_id,
            AssetVersion.number == latest.scalar_subquery(),
        )
        .values(dhash=dhash)
    )


async def alike(
    session: WriteSession, asset_id: UUID, agency_id: UUID, dhash: int, *, most: int
) -> Sequence[UUID]:
    """Other assets of the same agency, the most alike first."""
    differing = AssetVersion.dhash.op("#", return_type=BIGINT)(literal(dhash, BIGINT))
    distance = func.bit_count(cast(differing, BIT(BITS)))
    # The few that are alike are found first: only they are looked up by agency.
    near = (
        select(AssetVersion.asset_id, func.min(distance).label("distance"))
        .where(AssetVersion.dhash.is_not(None), distance <= most)
        .group_by(AssetVersion.asset_id)
        .subquery()
    )
    statement = (
        select(Asset.id)
        .join(near, near.c.asset_id == Asset.id)
        .where(
            Asset.agency_id == agency_id,
            Asset.id != asset_id,
            Asset.withdrawn_at.is_(None),
        )
        .order_by(near.c.distance, Asset.id)
        .limit(MOST)
    )
    return (await session.scalars(statement)).all()
