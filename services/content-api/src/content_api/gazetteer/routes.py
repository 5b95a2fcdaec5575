"""Items that follow the units they name, over HTTP."""

from collections.abc import Sequence
from uuid import UUID

from fastapi import APIRouter, Response

from content_api.gazetteer import service
from content_api.gazetteer.errors import (
    ChoiceRefusedError,
    RemapAmbiguousError,
    RemapIsStaleError,
    RemapNotFoundError,
    RemapStateError,
    RemapTouchedError,
)
from content_api.gazetteer.schemas import (
    BecameOut,
    PlaceOut,
    RemapIn,
    RemapItemOut,
    RemapOrder,
    RemapOut,
)
from content_api.gazetteer.tables import UnitRemap, UnitRemapItem
from content_api.items.errors import ItemOfAnotherAgencyError, LanguageReleasedError
from content_api.items.service import Writer
from phohien import clock
from phohien.auth import CsrfTokenError, RoleRequiredError, require
from phohien.callers import Caller
from phohien.problems import problems
from phohien.web import Reading, Writing

router = APIRouter(prefix="/staff/v1/units/remaps", tags=["units"])

Mover = require("officer", "leader", "operator", "coordinator")
WRITES = (CsrfTokenError, RoleRequiredError, ItemOfAnotherAgencyError)
READS = (RemapNotFoundError, RoleRequiredError, ItemOfAnotherAgencyError)


@router.post("", status_code=201, responses=problems(*WRITES))
async def preview_remap(
    body: RemapIn, response: Response, session: Writing, caller: Caller = Mover
) -> RemapOut:
    """Which items name a unit that ended, and what each place would become.

    Nothing is written to any item. At most 5,000 items are looked at in one go.
    """
    at = clock.now()
    run = await service.preview(session, body, caller, at=at, day=clock.day_of(at))
    response.headers["Location"] = f"/staff/v1/units/remaps/{run.id}"
    return _shown(*await service.remap_for_reader(session, run.id, caller))


@router.get("/{remap_id}", responses=problems(*READS))
async def get_remap(
    remap_id: UUID, session: Reading, caller: Caller = Mover
) -> RemapOut:
    """One re-mapping, with its items."""
    return _shown(*await service.remap_for_reader(session, remap_id, caller))


@router.post(
    "/{remap_id}/confirm",
    responses=problems(
        *WRITES,
        RemapNotFoundError,
        RemapStateError,
        RemapAmbiguousError,
        RemapIsStaleError,
        ChoiceRefusedError,
        LanguageReleasedError,
    ),
)
async def confirm_remap(
    remap_id: UUID, body: RemapOrder, session: Writing, caller: Caller = Mover
) -> RemapOut:
    """A new revision of every item, all or none; the leader clears them as ever.

    What is released stays as it is until then. Again changes nothing.
    """
    await service.confirm(session, remap_id, body, Writer(caller, clock.now()))
    return _shown(*await service.remap_for_reader(session, remap_id, caller))


@router.post(
    "/{remap_id}/undo",
    responses=problems(*WRITES, RemapNotFoundError, RemapStateError, RemapTouchedError),
)
async def undo_remap(
    remap_id: UUID, session: Writing, caller: Caller = Mover
) -> RemapOut:
    """Every item says again what it said, when nobody worked on one since."""
    await service.undo(session, remap_id, Writer(caller, clock.now()))
    return _shown(*await service.remap_for_reader(session, remap_id, caller))


def _shown(run: UnitRemap, rows: Sequence[UnitRemapItem]) -> RemapOut:
    ambiguous = sum(row.ambiguous for row in rows)
    return RemapOut(
        id=run.id,
        agency_code=run.agency_code,
        day=run.day,
        state=run.state,
        counts={
            "items": len(rows),
            "plain": len(rows) - ambiguous,
            "ambiguous": ambiguous,
            "applied": sum(row.applied_hash is not None for row in rows),
        },
        became={
            code: BecameOut.model_validate(told) for code, told in run.became.items()
        },
        items=[
            RemapItemOut(
                item_key=row.item_key,
                agency_code=row.agency_code,
                title=row.title,
                ambiguous=row.ambiguous,
                places=[PlaceOut.model_validate(place) for place in row.places],
                applied_hash=row.applied_hash,
            )
            for row in rows
        ],
        created_at=run.created_at,
        confirmed_at=run.confirmed_at,
        undone_at=run.undone_at,
    )
