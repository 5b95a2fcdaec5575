"""The report as files, the lists behind its numbers, and the template, over HTTP."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from content_api.items.marked import refuse_markings
from content_api.items.service import SEE_ALL
from content_api.reports import errors, printing, service, shapes
from content_api.reports.documents import docx
from content_api.reports.documents.files import MEDIA_TYPES, written
from content_api.reports.routes import Agency, sync_client
from content_api.reports.schemas import (
    FactFilter,
    FactList,
    Format,
    ListName,
    TemplateOut,
)
from content_api.web import OwnDatabase
from phohien import clock
from phohien.auth import CsrfTokenError, RoleRequiredError, SignedIn, require
from phohien.callers import Caller
from phohien.errors import Text
from phohien.markings import MarkingFoundError
from phohien.pagination import BadCursorError
from phohien.problems import problems
from phohien.web import Reading, Writing

router = APIRouter(prefix="/staff/v1", tags=["reports"])

Watcher = require(*SEE_ALL)
Keeper = require("coordinator", "operator")
DOCX = MEDIA_TYPES[Format.DOCX]
BINARY: dict[str, Any] = {"schema": {"type": "string", "format": "binary"}}
FILES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The file.",
        "content": dict.fromkeys(MEDIA_TYPES.values(), BINARY)
        | {MEDIA_TYPES[Format.JSON]: {"schema": {"type": "object"}}},
    }
}
TEMPLATE_FILE: dict[int | str, dict[str, Any]] = {
    200: {"description": "The template.", "content": {DOCX: BINARY}}
}
BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "A DOCX of at most 2 MiB.",
        "content": {DOCX: BINARY, "application/octet-stream": BINARY},
    }
}
READS = (errors.ReportNotFoundError, errors.ReportOfAnotherAgencyError)


@router.get(
    "/reports/{report_id}/document",
    response_class=Response,
    responses={
        **FILES,
        **problems(
            RoleRequiredError, errors.ReportNotFoundError, errors.TemplateRefusedError
        ),
    },
)
async def print_report(
    report_id: UUID,
    request: Request,
    database: OwnDatabase,
    format: Format = Format.DOCX,  # noqa: A002 -- its name on the wire
    _: Caller = Watcher,
) -> Response:
    """The whole report as DOCX, XLSX or JSON; the JSON is what the SHA-256 is of."""
    async with database.reading() as session:
        report = await service.report_with_id(session, report_id)
        template = await printing.newest(session)
    asked = await shapes.asked_of_sync(sync_client(request), report)
    async with database.snapshot() as session:
        content, _hash = await shapes.content_of(session, report, asked)
    made = await written(content, format, template.document, report.snapshot)
    return _file(made, format, f"bao-cao-{report.period_to.isoformat()}")


@router.get(
    "/reports/{report_id}/parts/{agency}/document",
    response_class=Response,
    responses={
        **FILES,
        **problems(*READS, errors.ReportPartNotFoundError, errors.TemplateRefusedError),
    },
)
async def print_report_part(
    report_id: UUID,
    agency: Agency,
    database: OwnDatabase,
    caller: SignedIn,
    format: Format = Format.DOCX,  # noqa: A002 -- its name on the wire
) -> Response:
    """One agency's part as DOCX, XLSX or JSON."""
    service.may_read(agency, caller)
    async with database.snapshot() as session:
        report = await service.report_with_id(session, report_id)
        part = await service.part_of(session, report_id, agency)
        template = await printing.newest(session)
        content, _hash = await shapes.content_of_part(session, report, part)
    made = await written(content, format, template.document, part.snapshot)
    return _file(made, format, f"bao-cao-{agency}-{report.period_to.isoformat()}")


@router.get(
    "/reports/{report_id}/lists/{name}", responses=problems(*READS, BadCursorError)
)
async def list_report_facts(
    report_id: UUID,
    name: ListName,
    database: OwnDatabase,
    caller: SignedIn,
    wanted: Annotated[FactFilter, Query()],
) -> FactList:
    """The rows behind a number: the same filters as its line, `total` is the number."""
    agency = wanted.agency
    if not caller.has(*SEE_ALL):
        agency = agency or caller.agency_code
        service.may_read(agency, caller)
    async with database.snapshot() as session:
        report = await service.report_with_id(session, report_id)
        content, _hash = await shapes.content_of(session, report, None)
    return shapes.fact_page(content["facts"].get(name, []), wanted, agency)


@router.get(
    "/report-template",
    response_class=Response,
    responses=TEMPLATE_FILE,
)
async def download_report_template(
    session: Reading,
    _: SignedIn,
    *,
    default: Annotated[
        bool, Query(description="The one this software came with.")
    ] = False,
) -> Response:
    """The template that reports are printed with."""
    template = printing.default() if default else await printing.newest(session)
    return _file(template.document, Format.DOCX, "mau-bao-cao")


@router.put(
    "/report-template",
    openapi_extra=BODY,
    responses=problems(
        CsrfTokenError,
        RoleRequiredError,
        errors.TemplateRefusedError,
        errors.TemplateTooLargeError,
        MarkingFoundError,
    ),
)
async def replace_report_template(
    request: Request,
    database: OwnDatabase,
    session: Writing,
    filename: Annotated[
        str, Query(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f/\\\\]+$")
    ] = docx.DEFAULT_NAME,
    caller: Caller = Keeper,
) -> TemplateOut:
    """The office's own template. It is filled in on trial before it is taken."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > docx.MOST_BYTES:
            raise errors.TemplateTooLargeError(
                Text(
                    vi="Mẫu lớn hơn 2 MiB; hãy bớt ảnh trong mẫu.",
                    en="The template is over 2 MiB; take pictures out of it.",
                )
            )
    document = bytes(body)
    docx.look_at(document)
    texts = {"/filename": filename, **docx.words_of(document)}
    await refuse_markings(database, caller, "report-template", texts)
    return await printing.replace(session, document, filename, caller, at=clock.now())


def _file(made: bytes, kind: Format, name: str) -> Response:
    return Response(
        made,
        media_type=MEDIA_TYPES[kind],
        headers={
            "content-disposition": f'attachment; filename="{name}.{kind}"',
            "cache-control": "private, no-store",
            "x-content-type-options": "nosniff",
        },
    )
