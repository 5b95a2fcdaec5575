"""Targets and entitlements for staff."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from content_api.public.answers import next_link
from content_api.targets import queries
from content_api.targets.schemas import (
    EntitlementFilter,
    EntitlementListOut,
    EntitlementOut,
    FollowPolicy,
    Manner,
    TargetFilter,
    TargetListOut,
    TargetNameOut,
    TargetOut,
)
from phohien.auth import SignedIn
from phohien.web import Reading

router = APIRouter(prefix="/staff/v1", tags=["targets"])


@router.get("/targets")
async def list_targets(
    session: Reading, _: SignedIn, wanted: Annotated[TargetFilter, Query()]
) -> TargetListOut:
    """Where items may be offered, closed targets included unless `on` is given."""
    data = [
        TargetOut(
            code=target.code,
            name=TargetNameOut(vi=target.name_vi, en=target.name_en),
            follow_policy=FollowPolicy(target.follow_policy),
            valid_from=target.valid_from,
            valid_to=target.valid_to,
        )
        for target in await queries.all_targets(session, on=wanted.on)
    ]
    return TargetListOut(data=data, next_cursor=None)


@router.get("/entitlements")
async def list_entitlements(
    request: Request,
    response: Response,
    session: Reading,
    _: SignedIn,
    wanted: Annotated[EntitlementFilter, Query()],
) -> EntitlementListOut:
    """Which agency may have which type offered to which target, and why."""
    rows = await queries.page_of_entitlements(session, wanted)
    page = rows[: wanted.limit]
    cursor = page[-1][0].id if len(rows) > len(page) else None
    if cursor is not None:
        response.headers["link"] = next_link(request, "cursor", str(cursor))
    data = [
        EntitlementOut(
            agency_code=code,
            type=row.type,
            target_code=row.target_code,
            manner=Manner(row.manner),
            clause=row.clause,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            note=row.note,
        )
        for row, code in page
    ]
    return EntitlementListOut(data=data, next_cursor=cursor)
