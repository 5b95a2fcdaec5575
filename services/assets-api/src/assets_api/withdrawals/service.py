"""The day after its rights end, an asset goes: here at once, there as soon as heard."""

from datetime import datetime
from zoneinfo import ZoneInfo

import httpx
import structlog

from assets_api.assets import service as assets
from assets_api.withdrawals import client, queries
from phohien import audit, clock
from phohien.db import Database

HERE = ZoneInfo("Asia/Ho_Chi_Minh")
RIGHTS = "rights"
log = structlog.get_logger()


async def end_rights(database: Database, *, at: datetime) -> None:
    """One transaction an asset: withdrawn here, and the message to send."""
    async with database.reading() as session:
        ended = await assets.with_ended_rights(
            session, today=at.astimezone(HERE).date()
        )
    for asset_id in ended:
        async with database.writing() as session:
            versions = await assets.withdraw_asset(session, asset_id, at=at)
            for version_id in versions:
                await queries.add(
                    session,
                    asset_id=asset_id,
                    version_id=version_id,
                    reason_class=RIGHTS,
                    at=at,
                )
            await audit.append(
                session,
                service=assets.SERVICE,
                caller="tick",
                action="asset.withdrawn",
                subject=f"asset:{asset_id}",
                detail={"reason": RIGHTS},
            )


async def send_due(database: Database, http: httpx.AsyncClient) -> None:
    """Until content-api says it has heard."""
    async with database.reading() as session:
        waiting = await queries.due(session, at=clock.now())
    for message in waiting:
        heard = await client.withdraw(
            http,
            asset_id=message.asset_id,
            version_id=message.asset_version_id,
            reason_class=message.reason_class,
        )
        async with database.writing() as session:
            if heard:
                await queries.acknowledge(session, message.id, at=clock.now())
            else:
                log.warning("withdrawal_unheard", asset_id=str(message.asset_id))
                await queries.postpone(session, message.id, at=clock.now())
