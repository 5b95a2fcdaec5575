"""The registers over HTTP: rows kept by hand, and who is in charge."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, ConfigDict

from content_api.items.aggregates.bodies import strings
from content_api.items.marked import refuse_markings
from content_api.items.service import Writer
from content_api.preconditions import IfMatchRequiredError, StaleStateError, etag
from content_api.registers import cursors, errors, queries, service
from content_api.registers.schemas import (
    DATA,
    TITLES,
    EntryDraft,
    EntryList,
    EntryOut,
    PublicationLine,
    PublicationList,
    Register,
    RegisterList,
    RegisterOut,
)
from content_api.web import IfMatch, OwnDatabase
from phohien import clock
from phohien.auth import CsrfTokenError, RoleRequiredError, SignedIn, require
from phohien.callers import Caller
from phohien.markings import MarkingFoundError
from phohien.pagination import BadCursorError
from phohien.problems import problems
from phohien.web import Reading, Writing

router = APIRouter(prefix="/staff/v1", tags=["registers"])

Keeper = require("officer", "leader", "coordinator")
Agency = Annotated[str | None, Query(pattern=r"^[a-z0-9][a-z0-9.-]{1,39}$")]
CursorToken = Annotated[str | None, Query(max_length=300)]
Limit = Annotated[int, Query(ge=1, le=200)]
READS = (errors.EntryNotFoundError, errors.RegisterRestrictedError)
WRITES = (
    CsrfTokenError,
    RoleRequiredError,
    MarkingFoundError,
    errors.RegisterRestrictedError,
    errors.RegisterOfAnotherAgencyError,
    errors.EntryRefusedError,
    errors.AgencyUnknownError,
)
EDITS = (*WRITES, errors.EntryNotFoundError, IfMatchRequiredError, StaleStateError)


@router.get("/registers")
async def list_registers(_: SignedIn) -> RegisterList:
    """The registers kept by hand, and what a row of each holds."""
    data = [
        RegisterOut(
            name=register,
            title=TITLES[register],
            restricted=register in service.RESTRICTED,
            json_schema=DATA[register].model_json_schema(),
        )
        for register in Register
    ]
    return RegisterList(data=data, next_cursor=None)


@router.get(
    "/registers/{register}/entries",
    responses=problems(errors.RegisterRestrictedError, BadCursorError),
)
async def list_register_entries(
    *,
    register: Register,
    session: Reading,
    caller: SignedIn,
    agency: Agency = None,
    cursor: CursorToken = None,
    limit: Limit = 50,
) -> EntryList:
    """Rows of your agency, or of all for whoever keeps the whole in view."""
    own = service.demand_reader(register, caller)
    rows = await queries.page_of_entries(
        session,
        register,
        agency=own if own is not None else agency,
        after=cursors.decode(cursor) if cursor else None,
        limit=limit,
    )
    shown = rows[:limit]
    more = None
    if len(rows) > limit:
        more = cursors.encode(shown[-1].on_date, shown[-1].id)
    return EntryList(
        data=[EntryOut.model_validate(row) for row in shown], next_cursor=more
    )


@router.post(
    "/registers/{register}/entries", status_code=201, responses=problems(*WRITES)
)
async def add_register_entry(
    *,
    register: Register,
    body: EntryDraft,
    response: Response,
    database: OwnDatabase,
    session: Writing,
    caller: Caller = Keeper,
) -> EntryOut:
    """A new row; `data` is what the register asks for."""
    await refuse_markings(database, caller, f"register:{register}", texts_of(body))
    writer = Writer(caller, clock.now())
    entry = await service.add_entry(session, register, body, writer)
    path = f"/staff/v1/registers/{register}/entries/{entry.id}"
    response.headers["Location"] = path
    response.headers["ETag"] = etag(str(entry.revision))
    return EntryOut.model_validate(entry)


@router.get(
    "/registers/{register}/entries/{entry_id}",
    responses=problems(*READS, errors.RegisterOfAnotherAgencyError),
)
async def get_register_entry(
    register: Register,
    entry_id: UUID,
    response: Response,
    session: Reading,
    caller: SignedIn,
) -> EntryOut:
    """One row."""
    entry = await service.entry_for_reader(session, register, entry_id, caller)
    response.headers["ETag"] = etag(str(entry.revision))
    return EntryOut.model_validate(entry)


@router.put("/registers/{register}/entries/{entry_id}", responses=problems(*EDITS))
async def replace_register_entry(  # noqa: PLR0913 -- what FastAPI hands in
    *,
    register: Register,
    entry_id: UUID,
    body: EntryDraft,
    response: Response,
    database: OwnDatabase,
    session: Writing,
    if_match: IfMatch = None,
    caller: Caller = Keeper,
) -> EntryOut:
    """The whole row anew."""
    await refuse_markings(database, caller, f"register:{register}", texts_of(body))
    writer = Writer(caller, clock.now(), if_match)
    entry = await service.replace_entry(session, register, entry_id, body, writer)
    response.headers["ETag"] = etag(str(entry.revision))
    return EntryOut.model_validate(entry)


@router.delete(
    "/registers/{register}/entries/{entry_id}",
    status_code=204,
    responses=problems(*EDITS),
)
async def remove_register_entry(
    register: Register,
    entry_id: UUID,
    session: Writing,
    if_match: IfMatch = None,
    caller: Caller = Keeper,
) -> None:
    """The row is no longer counted; the audit trail keeps that it was there."""
    writer = Writer(caller, clock.now(), if_match)
    await service.remove_entry(session, register, entry_id, writer)


class PublicationFilter(BaseModel):
    """A page of the publications of the hub."""

    model_config = ConfigDict(extra="forbid")

    agency: Agency = None
    cursor: Annotated[str | None, Query(pattern=r"^[a-z0-9-]{1,100}$")] = None
    limit: Limit = 100


@router.get("/publications")
async def list_publications(
    session: Reading,
    caller: SignedIn,
    wanted: Annotated[PublicationFilter, Query()],
) -> PublicationList:
    """Publications in the hub, drafts included; others are in their register."""
    own = service.demand_reader(Register.PUBLICATIONS, caller)
    rows = await queries.publications(
        session,
        agency=own if own is not None else wanted.agency,
        after=wanted.cursor or "",
        limit=wanted.limit + 1,
    )
    shown = rows[: wanted.limit]
    data = [
        PublicationLine(
            key=row["key"],
            title=row["title"],
            agency_code=row["agency_code"],
            kind=row["fields"].get("kind") or "other",
            languages=list(row["fields"].get("languages") or ()),
            copies=str((row["fields"].get("print_run") or {}).get("value") or ""),
            licence=(row["fields"].get("licence") or {}).get("number") or "",
            released=row["released"],
        )
        for row in shown
    ]
    more = shown[-1]["key"] if len(rows) > len(shown) else None
    return PublicationList(data=data, next_cursor=more)


def texts_of(body: EntryDraft) -> dict[str, str]:
    """Every text of a row, for the marking scan."""
    return dict(strings(body.data, "/data"))
