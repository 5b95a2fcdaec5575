"""Differences over HTTP, and what a person decides about them."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request

from asean_sync import cursors
from asean_sync.drift import deciding, service
from asean_sync.drift.classes import Kind
from asean_sync.drift.errors import (
    ContentNotReachedError,
    CorrectionRefusedError,
    DriftClosedError,
    DriftNotFoundError,
    NothingToAdoptError,
    NothingToSendError,
)
from asean_sync.drift.schemas import (
    Adopted,
    DriftDetail,
    DriftList,
    DriftOut,
    SideOut,
)
from asean_sync.evidence.service import vault_of
from asean_sync.pages import SIGNED_IN, Code, Decider, Page, Watcher
from asean_sync.profiles.errors import NoActiveProfileError
from phohien import clock
from phohien.auth import CsrfTokenError
from phohien.callers import Caller
from phohien.db import Database
from phohien.pagination import BadCursorError
from phohien.problems import problems
from phohien.web import Reading, Writing

router = APIRouter(prefix="/staff/v1/sync/drift", tags=["sync"])
DECIDED = (*SIGNED_IN, CsrfTokenError, DriftNotFoundError, DriftClosedError)


@router.get("", responses=problems(*SIGNED_IN, BadCursorError))
async def list_drift(
    *,
    page: Page,
    session: Reading,
    target: Code = None,
    kind: Kind | None = None,
    only_open: Annotated[
        bool, Query(alias="open", description="Without those that are settled.")
    ] = True,
    _: Caller = Watcher,
) -> DriftList:
    """Where targets show something else than was sent, newest first."""
    filters = {"target_code": target, "kind": kind.value if kind else None}
    rows = await service.page(
        session,
        filters={name: value for name, value in filters.items() if value},
        only_open=only_open,
        before=cursors.moment(page.cursor),
        limit=page.rows,
    )
    shown, following = page.cut(
        rows, lambda last: (last.found_at.isoformat(), str(last.id))
    )
    return DriftList(
        data=[DriftOut.model_validate(row) for row in shown], next_cursor=following
    )


@router.get(
    "/{drift_id}",
    responses=problems(*SIGNED_IN, DriftNotFoundError, NoActiveProfileError),
)
async def get_drift(
    drift_id: UUID, request: Request, session: Reading, _: Caller = Watcher
) -> DriftDetail:
    """A difference on three sides: as it was sent, as it is here, as they show it."""
    found = await service.get(session, drift_id)
    one = await deciding.opened(session, vault_of(request.app.state.settings), found)
    return DriftDetail(
        drift=DriftOut.model_validate(found),
        sides=[SideOut.model_validate(side) for side in one.sides],
        adoptable=one.adoptable,
    )


@router.post("/{drift_id}/reassert", responses=problems(*DECIDED, NothingToSendError))
async def reassert_drift(
    drift_id: UUID, session: Writing, caller: Caller = Decider
) -> DriftOut:
    """Send ours again, over what they have."""
    found = await service.get(session, drift_id)
    await deciding.reassert(session, found, caller, clock.now())
    await session.refresh(found)
    return DriftOut.model_validate(found)


@router.post("/{drift_id}/accept", responses=problems(*DECIDED))
async def accept_drift(
    drift_id: UUID, session: Writing, caller: Caller = Decider
) -> DriftOut:
    """Leave it so; of another interface: go on sending to it."""
    found = await service.get(session, drift_id)
    await deciding.leave(session, found, caller, clock.now())
    await session.refresh(found)
    return DriftOut.model_validate(found)


@router.post(
    "/{drift_id}/adopt",
    status_code=201,
    responses=problems(
        *DECIDED,
        NoActiveProfileError,
        NothingToAdoptError,
        CorrectionRefusedError,
        ContentNotReachedError,
    ),
)
async def adopt_drift(
    drift_id: UUID, request: Request, caller: Caller = Decider
) -> Adopted:
    """Take their words over as a draft. Nothing is sent until a leader clears it."""
    settings, database = request.app.state.settings, request.app.state.database
    assert isinstance(database, Database)  # noqa: S101 -- app.state is untyped
    async with database.reading() as session:
        found = await service.get(session, drift_id)
        one = await deciding.opened(session, vault_of(settings), found)
    service.demand_open(found)
    told = await deciding.adopt(
        one, settings.content_url, settings.service_token, caller
    )
    async with database.writing() as session:
        await deciding.note_adopted(session, found, caller, clock.now())
    return Adopted.model_validate(told)
