"""The day after its rights end, an asset goes: here at once, there as soon as heard."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import httpx
import structlog

from assets_api.assets import service as assets
from assets_api.withdrawals import client, queries
from phohien import audit, clock
from phohien.callers import Caller
from phohien.db import Database, WriteSession

HERE = ZoneInfo("Asia/Ho_Chi_Minh")
RIGHTS = "rights"
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class End:
    """Why an asset is withdrawn, and by whom; `reason` is a class content-api knows."""

    reason: str
    by: Caller | str
    note: str = ""


async def end_rights(database: Database, *, at: datetime) -> None:
    """One transaction an asset: withdrawn here, and the message to send."""
    async with database.reading() as session:
        ended = await assets.with_ended_rights(
            session, today=at.astimezone(HERE).date()
        )
    for asset_id in ended:
        async with database.writing() as session:
            await withdraw(session, asset_id, End(RIGHTS, by="tick"), at=at)


async def withdraw(
    session: WriteSession, asset_id: UUID, end: End, *, at: datetime
) -> bool:
    """For ever, on every address. False when it had been withdrawn before."""
    versions = await assets.withdraw_asset(session, asset_id, at=at)
    for version_id in versions:
        await queries.add(
            session,
            asset_id=asset_id,
            version_id=version_id,
            reason_class=end.reason,
            at=at,
        )
    if versions:
        await audit.append(
            session,
            service=assets.SERVICE,
            caller=end.by,
            action="asset.withdrawn",
            subject=f"asset:{asset_id}",
            detail={"reason": end.reason, **({"note": end.note} if end.note else {})},
        )
    return bool(versions)


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
