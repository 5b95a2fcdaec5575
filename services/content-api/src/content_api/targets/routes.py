"""Targets and entitlements for staff."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from content_api.agencies.errors import AgencyNotFoundError
from content_api.public.answers import next_link
from content_api.targets import errors, keeping, queries
from content_api.targets.keeping import Actor
from content_api.targets.schemas import (
    EndOrder,
    EntitlementDraft,
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
from content_api.targets.tables import Entitlement
from content_api.types.errors import ContentTypeNotFoundError
from phohien import clock
from phohien.auth import CsrfTokenError, RoleRequiredError, SignedIn, require
from phohien.callers import Caller
from phohien.problems import problems
from phohien.web import Reading, Writing

router = APIRouter(prefix="/staff/v1", tags=["targets"])

Keeper = require("coordinator", "operator")


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
    data = [_shown(row, code) for row, code in page]
    return EntitlementListOut(data=data, next_cursor=cursor)


@router.post(
    "/entitlements",
    status_code=201,
    responses=problems(
        CsrfTokenError,
        RoleRequiredError,
        AgencyNotFoundError,
        ContentTypeNotFoundError,
        errors.EntitlementOverlapsError,
        errors.EntitlementRefusedError,
    ),
)
async def create_entitlement(
    body: EntitlementDraft, session: Writing, caller: Caller = Keeper
) -> EntitlementOut:
    """Let an agency have a type offered to a target, from a day on, by a clause."""
    row, code = await keeping.entitle(session, body, Actor(caller, clock.now()))
    return _shown(row, code)


@router.post(
    "/entitlements/{entitlement_id}/end",
    responses=problems(
        CsrfTokenError,
        RoleRequiredError,
        errors.EntitlementNotFoundError,
        errors.EntitlementRefusedError,
    ),
)
async def end_entitlement(
    entitlement_id: UUID, body: EndOrder, session: Writing, caller: Caller = Keeper
) -> EntitlementOut:
    """From that day nothing more is nominated; what is offered stays offered."""
    actor = Actor(caller, clock.now())
    row, code = await keeping.end(session, entitlement_id, body.on, actor)
    return _shown(row, code)


def _shown(row: Entitlement, code: str) -> EntitlementOut:
    return EntitlementOut(
        id=row.id,
        agency_code=code,
        type=row.type,
        target_code=row.target_code,
        manner=Manner(row.manner),
        clause=row.clause,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        note=row.note,
    )
