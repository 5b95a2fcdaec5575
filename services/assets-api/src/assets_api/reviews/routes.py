"""`/staff/v1/held-uploads`: what waits for a person, and the two answers there are."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from assets_api.inspection.reasons import REASONS
from assets_api.reviews import queries, service
from assets_api.reviews.errors import UploadNotHeldError, UploadReviewedBySenderError
from assets_api.reviews.schemas import Decided, Decision, HeldPage, HeldUpload
from assets_api.uploads.desk import Desk
from assets_api.uploads.errors import UploadNotFoundError, UploadQuotaExceededError
from assets_api.uploads.tables import Upload
from phohien import auth, clock
from phohien.callers import Caller
from phohien.markings import MarkingFoundError
from phohien.pagination import BadCursorError, Cursor
from phohien.problems import problems, spoken
from phohien.web import Reading, Writing

Reviewer = Annotated[Caller, auth.require("leader", "operator")]
router = APIRouter(prefix="/staff/v1/held-uploads", tags=["uploads"])
PROBLEMS = problems(
    UploadNotFoundError,
    UploadNotHeldError,
    UploadReviewedBySenderError,
    MarkingFoundError,
)


@router.get("", responses=problems(BadCursorError))
async def list_held_uploads(
    caller: Reviewer,
    session: Reading,
    request: Request,
    response: Response,
    cursor: str | None = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
) -> HeldPage:
    """Files that wait for a decision, longest waiting first."""
    after = Cursor.decode(cursor) if cursor is not None else None
    found = await queries.page(
        session, service.agency_seen_by(caller), after=after, limit=limit
    )
    following = found.next.encode() if found.next else None
    if following:
        url = request.url.include_query_params(cursor=following)
        response.headers["link"] = f'<{url.path}?{url.query}>; rel="next"'
    return HeldPage(
        data=[_held(row, spoken(request)) for row in found.items],
        next_cursor=following,
    )


def _held(row: Upload, language: str) -> HeldUpload:
    words = REASONS.get(row.reason)
    return HeldUpload(
        id=row.id,
        agency_code=row.agency_code,
        filename=row.filename,
        size=row.size,
        reason=row.reason,
        detail=words.in_language(language) if words else "",
        facts=row.facts,
        scan=row.scan or None,
        created_by=row.created_by,
        held_at=row.updated_at,
        kept_until=row.purge_after or row.updated_at,
    )


@router.post(
    "/{upload_id}/release", responses=PROBLEMS | problems(UploadQuotaExceededError)
)
async def release_held_upload(
    upload_id: UUID,
    decision: Decision,
    request: Request,
    caller: Reviewer,
    session: Writing,
) -> Decided:
    """Inspect it again without the reason it was held for.

    A file with macros, a password or foreign content is kept for the archive alone: the
    original can be fetched by its agency, nothing of it is published.
    """
    desk = request.app.state.desk
    assert isinstance(desk, Desk)  # noqa: S101 -- app.state is untyped
    await service.release(
        session,
        upload_id,
        note=decision.note,
        caller=caller,
        limits=desk.limits,
        at=clock.now(),
    )
    return Decided(id=upload_id, state="received")


@router.post("/{upload_id}/refuse", responses=PROBLEMS)
async def refuse_held_upload(
    upload_id: UUID, decision: Decision, caller: Reviewer, session: Writing
) -> Decided:
    """Turn the file away; its bytes are deleted after a week."""
    await service.refuse(
        session, upload_id, note=decision.note, caller=caller, at=clock.now()
    )
    return Decided(id=upload_id, state="rejected")
