"""Mergers of agencies over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from content_api.agencies.mergers import errors, queries, service
from content_api.agencies.mergers.schemas import (
    MergerDraft,
    MergerList,
    MergerOrder,
    MergerOut,
    MergerPreview,
)
from content_api.agencies.mergers.tables import AgencyMerger
from content_api.releases.refusals import GateRoleError
from content_api.web import LoginDatabase
from phohien import clock
from phohien.auth import CsrfTokenError, RoleRequiredError, SignedIn, require
from phohien.callers import Caller
from phohien.errors import Text
from phohien.pagination import BadCursorError, Cursor
from phohien.problems import problems
from phohien.web import Reading, Writing

router = APIRouter(prefix="/staff/v1/mergers", tags=["agencies"])

Keeper = require("coordinator", "operator")


@router.post(
    "/preview",
    responses=problems(CsrfTokenError, RoleRequiredError, errors.MergerRefusedError),
)
async def preview_merger(
    body: MergerDraft, session: Reading, people: LoginDatabase, _: Caller = Keeper
) -> MergerPreview:
    """What would move. Nothing is written."""
    async with people.reading() as accounts:
        return await service.preview(session, accounts, body)


@router.post(
    "",
    status_code=201,
    responses=problems(
        CsrfTokenError,
        RoleRequiredError,
        GateRoleError,
        errors.MergerRefusedError,
        errors.MergerUnderWayError,
        errors.MergerPreviewOutdatedError,
    ),
)
async def agree_merger(
    body: MergerOrder, session: Writing, people: LoginDatabase, caller: Caller = Keeper
) -> MergerOut:
    """Agree to it as it was previewed; the worker carries it out on its day."""
    async with people.reading() as accounts:
        seen = await service.preview(session, accounts, body)
    merger = await service.agree(session, body, seen, caller, at=clock.now())
    return _shown(merger)


@router.get("", responses=problems(BadCursorError))
async def list_mergers(
    session: Reading,
    _: SignedIn,
    cursor: Annotated[str | None, Query(max_length=300)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> MergerList:
    """Mergers, the last agreed one first."""
    after = Cursor.decode(cursor) if cursor else None
    rows = await queries.page(session, after=after, rows=limit + 1)
    more = None
    if len(rows) > limit:
        more = Cursor(rows[limit - 1].made_at, rows[limit - 1].id).encode()
    return MergerList(data=[_shown(row) for row in rows[:limit]], next_cursor=more)


# Only an id: /preview is not to be taken for one.
@router.get("/{merger_id:uuid}", responses=problems(errors.MergerNotFoundError))
async def get_merger(merger_id: UUID, session: Reading, _: SignedIn) -> MergerOut:
    """One merger, and how far it is."""
    merger = await queries.get(session, merger_id)
    if merger is None:
        raise errors.MergerNotFoundError(
            Text(vi="Xem /staff/v1/mergers.", en="See /staff/v1/mergers.")
        )
    return _shown(merger)


def _shown(merger: AgencyMerger) -> MergerOut:
    return MergerOut(
        id=merger.id,
        predecessors=merger.predecessor_codes,
        into=merger.into_code,
        effective_on=merger.effective_on,
        basis=merger.basis,
        made_by_name=merger.made_by_name,
        made_at=merger.made_at,
        started_at=merger.started_at,
        done_at=merger.done_at,
        moved=merger.moved,
    )
