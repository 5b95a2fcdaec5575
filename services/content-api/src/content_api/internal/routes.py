"""Service to service; a proxy never passes these on."""

from uuid import UUID

from fastapi import APIRouter

from content_api.internal.schemas import (
    AssetUsage,
    AssetUse,
    AssetWithdrawal,
    AssetWithdrawn,
)
from content_api.items.derived import service as derived
from content_api.items.derived.values import MEDIUM
from content_api.items.service import SERVICE
from content_api.releases import service as releases
from content_api.web import OwnDatabase
from phohien import audit, clock
from phohien.auth import ServiceOnly

router = APIRouter(prefix="/internal/v1", tags=["internal"])
USES = 500


@router.get("/assets/{asset_id}/usage")
async def get_asset_usage(
    asset_id: UUID, database: OwnDatabase, _: ServiceOnly
) -> AssetUsage:
    """Items whose present revision names this asset, drafts of every agency included.

    assets-api asks before it deletes one.
    """
    async with database.reading() as session:
        found = await derived.citing(session, {str(asset_id)}, None, limit=USES)
    named = {one.key: one for one in found if one.kind == MEDIUM}
    return AssetUsage(
        data=[
            AssetUse(
                key=one.key,
                title=one.title,
                agency_code=one.agency_code,
                languages=dict(one.languages),
                targets=list(one.targets),
            )
            for one in named.values()
        ]
    )


@router.post("/withdrawals")
async def withdraw_asset(
    body: AssetWithdrawal, database: OwnDatabase, caller: ServiceOnly
) -> AssetWithdrawn:
    """Take down every released language that shows this version of an asset.

    Asking again does nothing more, so the caller repeats until it has this answer.
    """
    at, reason = clock.now(), body.reason_class
    asset, version = body.asset_id, body.asset_version_id
    async with database.writing() as session:
        await releases.end_asset(session, asset, version, reason=reason, at=at)
    async with database.writing() as session:
        withdrawn = await releases.withdraw_asset(
            session, asset, version, reason=reason, at=at
        )
        if withdrawn:
            await audit.append(
                session,
                service=SERVICE,
                caller=caller,
                action="asset.withdrawn",
                subject=f"asset:{asset}",
                detail={
                    "version": str(version),
                    "reason": reason,
                    "languages": withdrawn,
                },
            )
    return AssetWithdrawn.model_validate({"withdrawn": withdrawn})
