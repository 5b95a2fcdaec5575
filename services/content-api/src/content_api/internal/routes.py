"""Service to service; a proxy never passes these on."""

from fastapi import APIRouter

from content_api.internal.schemas import AssetWithdrawal, AssetWithdrawn
from content_api.items.service import SERVICE
from content_api.releases import service as releases
from phohien import audit, clock
from phohien.auth import ServiceOnly
from phohien.web import Writing

router = APIRouter(prefix="/internal/v1", tags=["internal"])


@router.post("/withdrawals")
async def withdraw_asset(
    body: AssetWithdrawal, session: Writing, caller: ServiceOnly
) -> AssetWithdrawn:
    """Take down every released language that shows this version of an asset.

    Asking again does nothing more, so the caller repeats until it has this answer.
    """
    withdrawn = await releases.withdraw_asset(
        session,
        body.asset_id,
        body.asset_version_id,
        reason=body.reason_class,
        at=clock.now(),
    )
    if withdrawn:
        await audit.append(
            session,
            service=SERVICE,
            caller=caller,
            action="asset.withdrawn",
            subject=f"asset:{body.asset_id}",
            detail={
                "version": str(body.asset_version_id),
                "reason": body.reason_class,
                "languages": withdrawn,
            },
        )
    return AssetWithdrawn.model_validate({"withdrawn": withdrawn})
