"""The history of an asset, for its agency."""

from uuid import UUID

from fastapi import APIRouter

from assets_api.assets import service as assets
from assets_api.assets.errors import AgencyRequiredError, AssetNotFoundError
from assets_api.versions import queries
from assets_api.versions.schemas import AssetVersionList, AssetVersionOut
from phohien import auth
from phohien.problems import problems
from phohien.web import Reading

router = APIRouter(prefix="/staff/v1/assets", tags=["assets"])


@router.get(
    "/{asset_id}/versions", responses=problems(AssetNotFoundError, AgencyRequiredError)
)
async def list_versions(
    asset_id: UUID, caller: auth.SignedIn, session: Reading
) -> AssetVersionList:
    """Every state the asset has had, who sent it, and which one is public now."""
    await assets.find_asset(session, asset_id, agency_id=assets.agency_of(caller))
    found = await queries.history(session, asset_id)
    return AssetVersionList(data=[AssetVersionOut(**row) for row in found])
