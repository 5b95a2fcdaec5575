"""Delegations over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from content_api.delegations import errors, queries, service
from content_api.delegations.schemas import (
    DelegationDraft,
    DelegationList,
    DelegationOut,
)
from content_api.items.service import SEE_ALL
from content_api.web import LoginDatabase
from phohien.auth import CsrfTokenError, RoleRequiredError, SignedIn, require
from phohien.callers import Caller
from phohien.pagination import BadCursorError, Cursor
from phohien.problems import problems

router = APIRouter(prefix="/staff/v1/delegations", tags=["delegations"])

Delegator = require("leader", "coordinator")


@router.post(
    "",
    status_code=201,
    responses=problems(
        CsrfTokenError,
        RoleRequiredError,
        errors.DelegationForbiddenError,
        errors.DelegationNotFoundError,
        errors.DelegationOverlapsError,
        errors.DelegationRefusedError,
    ),
)
async def create_delegation(
    body: DelegationDraft, database: LoginDatabase, caller: Caller = Delegator
) -> DelegationOut:
    """While a leader is away, a colleague signs for them. It works within 5 seconds."""
    async with database.writing() as session:
        row = await service.delegate(session, body, caller)
    return DelegationOut.model_validate(dict(row))


@router.get("", responses=problems(BadCursorError))
async def list_delegations(
    database: LoginDatabase,
    caller: SignedIn,
    cursor: Annotated[str | None, Query(max_length=300)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> DelegationList:
    """Delegations of your agency, or all for the province, newest first."""
    async with database.reading() as session:
        rows = await queries.page(
            session,
            agency=None if caller.has(*SEE_ALL) else caller.agency_code,
            after=Cursor.decode(cursor) if cursor else None,
            rows=limit + 1,
        )
    shown = rows[:limit]
    more = None
    if len(rows) > limit:
        more = Cursor(shown[-1]["made_at"], shown[-1]["id"]).encode()
    lines = [DelegationOut.model_validate(dict(row)) for row in shown]
    return DelegationList(data=lines, next_cursor=more)


@router.post(
    "/{delegation_id}/end",
    responses=problems(
        CsrfTokenError,
        errors.DelegationForbiddenError,
        errors.DelegationNotFoundError,
    ),
)
async def end_delegation(
    delegation_id: UUID, database: LoginDatabase, caller: SignedIn
) -> DelegationOut:
    """The leader is back, the deputy will not, or the coordinator says so."""
    async with database.writing() as session:
        row = await service.end(session, delegation_id, caller)
    return DelegationOut.model_validate(dict(row))
