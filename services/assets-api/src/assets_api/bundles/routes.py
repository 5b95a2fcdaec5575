"""What became of each line of a bundle."""

from uuid import UUID

from fastapi import APIRouter, Request

from assets_api.bundles import service
from assets_api.bundles.errors import UploadNotBundleError
from assets_api.bundles.schemas import BundleReport, LineOut
from assets_api.bundles.tables import BundleLine
from assets_api.inspection.reasons import REASONS
from assets_api.uploads.answering import PREFIX
from assets_api.uploads.errors import UploadAgencyRequiredError, UploadNotFoundError
from assets_api.uploads.tables import Upload
from phohien import auth, problems
from phohien.web import Reading

router = APIRouter(prefix=PREFIX, tags=["uploads"])


@router.get(
    "/{upload_id:uuid}/lines",
    responses=problems.problems(
        UploadNotFoundError, UploadNotBundleError, UploadAgencyRequiredError
    ),
)
async def report_of_bundle(
    upload_id: UUID, request: Request, caller: auth.SignedIn, session: Reading
) -> BundleReport:
    """Every line of the list in the ZIP: its upload, or why it became none."""
    bundle, lines = await service.report(session, upload_id, caller=caller)
    language = problems.spoken(request)
    return BundleReport(
        state=bundle.state,
        states=dict(service.states_of(lines)),
        data=[_line(line, member, language) for line, member in lines],
    )


def _line(line: BundleLine, member: Upload | None, language: str) -> LineOut:
    reason = line.refusal if member is None else member.reason
    words = REASONS.get(reason)
    return LineOut(
        number=line.number,
        filename=line.filename,
        state="refused" if member is None else member.state,
        reason=reason or None,
        type=f"/problems/upload-{reason}" if reason else None,
        detail=words.in_language(language) if words else None,
        upload_id=line.member_id,
        asset_id=member.asset_id if member else None,
    )
