"""Nominations over HTTP: the coordinator proposes, the approver decides."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from content_api.items.errors import ItemNotFoundError
from content_api.items.routes import Word
from content_api.nominations import errors, queries, service
from content_api.nominations.queries import Line
from content_api.nominations.schemas import (
    NominationDraft,
    NominationList,
    NominationOut,
    Rejection,
)
from content_api.nominations.service import Actor
from content_api.releases.refusals import GateRoleError
from content_api.types.errors import ContentRefusedError
from phohien import clock
from phohien.auth import CsrfTokenError, RoleRequiredError, SignedIn, require
from phohien.callers import Caller
from phohien.pagination import BadCursorError, Cursor
from phohien.problems import problems
from phohien.web import Reading, Writing

router = APIRouter(prefix="/staff/v1/nominations", tags=["nominations"])

Coordinator = require("coordinator")
Approver = require("approver")
DECISION = (
    CsrfTokenError,
    RoleRequiredError,
    errors.NominationNotFoundError,
    errors.NominationDecidedError,
)


class State(StrEnum):
    NOMINATED = "nominated"
    APPROVED = "approved"
    REJECTED = "rejected"


@router.post(
    "",
    status_code=201,
    responses=problems(
        CsrfTokenError,
        RoleRequiredError,
        ItemNotFoundError,
        ContentRefusedError,
        errors.NotEntitledError,
        errors.NotReleasedError,
    ),
)
async def nominate_item(
    body: NominationDraft, session: Writing, caller: Caller = Coordinator
) -> NominationList:
    """Propose released languages of an item for a target."""
    lines = await service.nominate(session, body, Actor(caller, clock.now()))
    return NominationList(data=_lines(lines), next_cursor=None)


@router.get("", responses=problems(BadCursorError))
async def list_nominations(
    *,
    session: Reading,
    _: SignedIn,
    state: State | None = None,
    target: Word = None,
    cursor: Annotated[str | None, Query(max_length=300)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> NominationList:
    """Nominations and the offers they became, newest first."""
    after = Cursor.decode(cursor) if cursor else None
    rows = await queries.page(
        session, state=state, target=target, after=after, limit=limit
    )
    shown = rows[:limit]
    more = None
    if len(rows) > limit:
        last = shown[-1][0]
        more = Cursor(last.nominated_at, last.id).encode()
    return NominationList(data=_lines(shown), next_cursor=more)


@router.post(
    "/{nomination_id}/approve",
    responses=problems(
        *DECISION,
        GateRoleError,
        errors.NotEntitledError,
        errors.NominatorMayNotApproveError,
        errors.NominationOutdatedError,
        errors.TargetClosedError,
    ),
)
async def approve_nomination(
    nomination_id: UUID, session: Writing, caller: Caller = Approver
) -> NominationOut:
    """Offer it to the target, exactly as it was nominated."""
    line = await service.approve(session, nomination_id, Actor(caller, clock.now()))
    return _lines([line])[0]


@router.post("/{nomination_id}/reject", responses=problems(*DECISION))
async def reject_nomination(
    nomination_id: UUID, body: Rejection, session: Writing, caller: Caller = Approver
) -> NominationOut:
    """Decline it, with a reason for the coordinator."""
    actor = Actor(caller, clock.now())
    line = await service.reject(session, nomination_id, body.note, actor)
    return _lines([line])[0]


def _lines(rows: Sequence[Line]) -> list[NominationOut]:
    return [
        NominationOut(
            id=row.id,
            key=row.key,
            lang=row.lang,
            target_code=row.target_code,
            closure_hash=row.closure_hash,
            state=row.state,
            nominated_at=row.nominated_at,
            decided_at=row.decided_at,
            note=row.note,
            offer_id=offer_id,
            offered_hash=offered_hash,
        )
        for row, offer_id, offered_hash in rows
    ]
