"""The annual report over HTTP: make, write, sign, roll up, freeze, print."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request, Response

from content_api.items.marked import refuse_markings
from content_api.items.service import SEE_ALL, Writer
from content_api.preconditions import IfMatchRequiredError, StaleStateError, etag
from content_api.reports import errors, queries, service, shapes
from content_api.reports.facts.client import SyncClient
from content_api.reports.schemas import (
    FreezeOrder,
    PartDraft,
    PartOut,
    ReportDraft,
    ReportLine,
    ReportList,
    ReportOut,
    RollUpDraft,
    SignOrder,
)
from content_api.reports.snapshots import period_of
from content_api.web import IfMatch, OwnDatabase
from phohien import clock
from phohien.auth import CsrfTokenError, RoleRequiredError, SignedIn, require
from phohien.callers import Caller
from phohien.markings import MarkingFoundError
from phohien.pagination import BadCursorError, Cursor
from phohien.problems import problems
from phohien.web import Reading, Writing

router = APIRouter(prefix="/staff/v1/reports", tags=["reports"])

Coordinator = require("coordinator")
Leader = require("leader")
Editor = require("officer", "leader")
Watcher = require(*SEE_ALL)
Signer = require("leader", "coordinator")
Agency = Annotated[
    str,
    Path(pattern=r"^[a-z0-9][a-z0-9.-]{1,39}$", description="The agency's code."),
]
WRITES = (CsrfTokenError, RoleRequiredError)
REPORT = (*WRITES, errors.ReportNotFoundError, errors.ReportFrozenError)
PART = (*REPORT, errors.ReportPartNotFoundError, errors.ReportOfAnotherAgencyError)
TYPED = (IfMatchRequiredError, StaleStateError, MarkingFoundError)


def sync_client(request: Request) -> SyncClient:
    client = request.app.state.sync
    assert isinstance(client, SyncClient)  # noqa: S101 -- app.state is untyped
    return client


@router.post(
    "",
    status_code=201,
    responses=problems(*WRITES, errors.PeriodGapError, errors.PeriodInvalidError),
)
async def create_report(
    body: ReportDraft,
    response: Response,
    session: Writing,
    caller: Caller = Coordinator,
) -> ReportLine:
    """Open a report: every agency that exists at the end of the period has a part."""
    report = await service.create_report(session, body, Writer(caller, clock.now()))
    response.headers["Location"] = f"/staff/v1/reports/{report.id}"
    return shapes.line(report)


@router.get("", responses=problems(BadCursorError))
async def list_reports(
    session: Reading,
    _: SignedIn,
    cursor: Annotated[str | None, Query(max_length=300)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 20,
) -> ReportList:
    """Reports, the last one first."""
    after = Cursor.decode(cursor) if cursor else None
    rows = await queries.page(session, after=after, limit=limit)
    shown = rows[:limit]
    more = None
    if len(rows) > limit:
        more = Cursor(shown[-1].created_at, shown[-1].id).encode()
    return ReportList(data=[shapes.line(row) for row in shown], next_cursor=more)


@router.get(
    "/{report_id}", responses=problems(RoleRequiredError, errors.ReportNotFoundError)
)
async def get_report(
    report_id: UUID,
    request: Request,
    response: Response,
    database: OwnDatabase,
    _: Caller = Watcher,
) -> ReportOut:
    """The whole report: as it was frozen, or as it would be now."""
    async with database.reading() as session:
        report = await service.report_with_id(session, report_id)
    asked = await shapes.asked_of_sync(sync_client(request), report)
    async with database.snapshot() as session:
        report = await service.report_with_id(session, report_id)
        response.headers["ETag"] = etag(str(report.revision))
        return await shapes.report(session, report, asked)


@router.put("/{report_id}", responses=problems(*REPORT, *TYPED))
async def write_roll_up(  # noqa: PLR0913 -- what FastAPI hands in
    *,
    report_id: UUID,
    body: RollUpDraft,
    response: Response,
    database: OwnDatabase,
    session: Writing,
    if_match: IfMatch = None,
    caller: Caller = Coordinator,
) -> ReportLine:
    """The province's own words, and figures of the targets entered by hand."""
    notes = {f"/sync_figures/{i}/note": s.note for i, s in enumerate(body.sync_figures)}
    texts = {f"/texts/{code}": text for code, text in body.texts.items()}
    await refuse_markings(database, caller, f"report:{report_id}", texts | notes)
    writer = Writer(caller, clock.now(), if_match)
    report = await service.save_roll_up(session, report_id, body, writer)
    response.headers["ETag"] = etag(str(report.revision))
    return shapes.line(report)


@router.post(
    "/{report_id}/freeze",
    responses=problems(
        *REPORT,
        StaleStateError,
        errors.PartsUnsignedError,
        errors.PeriodNotOverError,
    ),
)
async def freeze_report(
    report_id: UUID,
    body: FreezeOrder,
    request: Request,
    database: OwnDatabase,
    caller: Caller = Coordinator,
) -> ReportLine:
    """Keep the report as it was read, with its SHA-256; it never changes again."""
    async with database.reading() as session:
        report = await service.report_with_id(session, report_id)
        period = period_of(report)
    asked = await sync_client(request).figures(period)
    writer = Writer(caller, clock.now())
    async with database.writing() as session:
        report = await service.freeze(session, report_id, body, writer, sync=asked)
        return shapes.line(report)


@router.get(
    "/{report_id}/parts/{agency}",
    responses=problems(
        errors.ReportNotFoundError,
        errors.ReportPartNotFoundError,
        errors.ReportOfAnotherAgencyError,
    ),
)
async def get_report_part(
    report_id: UUID,
    agency: Agency,
    response: Response,
    database: OwnDatabase,
    caller: SignedIn,
) -> PartOut:
    """One agency's part: as its leader signed it, or as it would be now."""
    service.may_read(agency, caller)
    async with database.snapshot() as session:
        report = await service.report_with_id(session, report_id)
        part = await service.part_of(session, report_id, agency)
        response.headers["ETag"] = etag(str(part.revision))
        return await shapes.part(session, report, part)


@router.put(
    "/{report_id}/parts/{agency}",
    responses=problems(*PART, *TYPED, errors.PartSignedError),
)
async def write_report_part(  # noqa: PLR0913 -- what FastAPI hands in
    *,
    report_id: UUID,
    agency: Agency,
    body: PartDraft,
    response: Response,
    database: OwnDatabase,
    session: Writing,
    if_match: IfMatch = None,
    caller: Caller = Editor,
) -> PartOut:
    """What your agency writes under the headings; `If-Match` is the part's ETag."""
    texts = {f"/texts/{code}": text for code, text in body.texts.items()}
    await refuse_markings(database, caller, f"report:{report_id}", texts)
    writer = Writer(caller, clock.now(), if_match)
    part = await service.save_part(session, report_id, agency, body, writer)
    report = await service.report_with_id(session, report_id)
    response.headers["ETag"] = etag(str(part.revision))
    return await shapes.part(session, report, part)


@router.post(
    "/{report_id}/parts/{agency}/sign",
    responses=problems(
        *PART, StaleStateError, errors.PartSignedError, errors.PeriodNotOverError
    ),
)
async def sign_report_part(
    report_id: UUID,
    agency: Agency,
    body: SignOrder,
    session: Writing,
    caller: Caller = Leader,
) -> PartOut:
    """The agency's leader signs the texts and numbers with this hash."""
    writer = Writer(caller, clock.now())
    part = await service.sign_part(session, report_id, agency, body, writer)
    report = await service.report_with_id(session, report_id)
    return await shapes.part(session, report, part)


@router.post(
    "/{report_id}/parts/{agency}/reopen",
    responses=problems(*PART, errors.PartNotSignedError),
)
async def reopen_report_part(
    report_id: UUID, agency: Agency, session: Writing, caller: Caller = Signer
) -> PartOut:
    """Take the signature back, so that the part can be corrected."""
    writer = Writer(caller, clock.now())
    part = await service.reopen_part(session, report_id, agency, writer)
    report = await service.report_with_id(session, report_id)
    return await shapes.part(session, report, part)
