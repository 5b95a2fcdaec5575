"""What is said of a file's rights; and the manifest that content-api binds to."""

from uuid import UUID

from fastapi import APIRouter, Request

from assets_api.assets import reading
from assets_api.assets import service as assets
from assets_api.assets.errors import (
    AgencyRequiredError,
    AssetNotFoundError,
    UnknownLanguageError,
)
from assets_api.assets.schemas import Blocker, Manifest
from assets_api.rights import renewing, service
from assets_api.rights.schemas import RightsOut
from assets_api.uploads.desk import Desk
from phohien import auth, languages
from phohien.problems import problems
from phohien.web import Reading

WORTH_WAITING = 64 * 1024 * 1024
"""Bytes of forms that are written anew while content-api waits."""

PENDING = Blocker(
    code="rights-pending",
    detail="Đang ghi thông tin bản quyền vào tệp; hãy thử lại sau ít phút.",
)
router = APIRouter(prefix="/staff/v1/assets", tags=["assets"])
internal = APIRouter(prefix="/internal/v1/assets", tags=["internal"])


@router.get(
    "/{asset_id}/rights", responses=problems(AssetNotFoundError, AgencyRequiredError)
)
async def get_rights(
    asset_id: UUID, caller: auth.SignedIn, session: Reading
) -> RightsOut:
    """Whose the file is, what its public forms say, and what it says of itself."""
    agency_id = assets.agency_of(caller)
    return await service.rights_of(session, asset_id, agency_id=agency_id)


@internal.get(
    "/{asset_id}/manifest",
    responses=problems(AssetNotFoundError, UnknownLanguageError),
)
async def get_manifest(
    asset_id: UUID, lang: str, request: Request, _: auth.ServiceOnly
) -> Manifest:
    """What a release of this asset in `lang` would show, and what stands in its way.

    Forms that do not say yet what their agency says are written anew first.
    """
    known = languages.resolve(lang)
    if known is None:
        raise UnknownLanguageError(lang)
    desk = request.app.state.desk
    assert isinstance(desk, Desk)  # noqa: S101 -- app.state is untyped
    written = await renewing.renew(desk, asset_id, most=WORTH_WAITING)
    async with desk.database.reading() as session:
        found = await reading.manifest_of(session, asset_id, known)
    if written:
        return found
    return found.model_copy(update={"blockers": [*found.blockers, PENDING]})
