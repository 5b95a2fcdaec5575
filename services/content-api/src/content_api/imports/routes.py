"""Imports over HTTP: upload, look, confirm, undo."""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from content_api.imports import handing_back, queries, service, shapes
from content_api.imports.bundles.sending import CREDENTIALS, Post
from content_api.imports.errors import (
    FileTooLargeError,
    HeaderNotFoundError,
    ImportHasErrorsError,
    ImportIsStaleError,
    ImportNotFoundError,
    ImportStateError,
    ImportTouchedError,
    WorkbookRefusedError,
    refused,
)
from content_api.imports.preview import Asked, Desk, Upload, preview
from content_api.imports.schemas import (
    Action,
    ConfirmOrder,
    ImportList,
    ImportOut,
    ImportQuery,
    ImportRowList,
)
from content_api.imports.understanding.drafts import Defaults
from content_api.items.errors import ItemOfAnotherAgencyError
from content_api.items.service import SEE_ALL, Writer, demand_own
from content_api.settings import Settings
from content_api.spreadsheets.reading.bundles.opening import may_be_one
from content_api.spreadsheets.reading.errors import UnreadableError
from content_api.types.errors import ContentRefusedError, ContentTypeNotFoundError
from content_api.web import OwnDatabase
from phohien import clock
from phohien.auth import CsrfTokenError, RoleRequiredError, SignedIn, require
from phohien.callers import Caller
from phohien.errors import Text
from phohien.markings import MarkingFoundError
from phohien.pagination import BadCursorError, Cursor
from phohien.problems import problems, spoken
from phohien.web import Reading, Writing

router = APIRouter(prefix="/staff/v1/imports", tags=["imports"])

Editor = require("officer", "leader")
MOST_BYTES = 25 << 20
MOST_BUNDLE = 200 << 20
ZIP = b"PK\x03\x04"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KINDS = (
    XLSX,
    "application/vnd.ms-excel",
    "application/vnd.oasis.opendocument.spreadsheet",
    "text/csv",
    "application/zip",
    "application/octet-stream",
)
BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "The file itself, at most 25 MiB, or a zip of it and the files"
        " its rows name, at most 200 MiB; what it is, its bytes say.",
        "content": {
            kind: {"schema": {"type": "string", "format": "binary"}} for kind in KINDS
        },
    }
}
WORKBOOK: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "A workbook.",
        "content": {XLSX: {"schema": {"type": "string", "format": "binary"}}},
    }
}
READS = (ImportNotFoundError, ItemOfAnotherAgencyError)
WRITES = (CsrfTokenError, RoleRequiredError, *READS, ImportStateError)


@router.post(
    "",
    status_code=201,
    openapi_extra=BODY,
    responses=problems(
        CsrfTokenError,
        RoleRequiredError,
        ItemOfAnotherAgencyError,
        ContentTypeNotFoundError,
        FileTooLargeError,
        WorkbookRefusedError,
        HeaderNotFoundError,
        MarkingFoundError,
    ),
)
async def preview_import(
    request: Request,
    response: Response,
    database: OwnDatabase,
    wanted: Annotated[ImportQuery, Query()],
    caller: Caller = Editor,
) -> ImportOut:
    """Read a workbook and show what it would do. Nothing is written to any item."""
    agency = wanted.agency or caller.agency_code
    demand_own(agency, caller)
    asked = Asked(
        type=wanted.type,
        agency_code=agency,
        sheet=wanted.sheet,
        defaults=Defaults(wanted.fi_category, wanted.as_of, wanted.source),
    )
    async with _received(request) as (path, folder):
        upload = Upload(path, folder, wanted.filename)
        desk = Desk(database, caller, _post(request))
        run_id = await preview(desk, upload, asked, at=clock.now())
    response.headers["Location"] = f"/staff/v1/imports/{run_id}"
    async with database.reading() as session:
        run = await service.run_for_reader(session, run_id, caller)
        rows = await queries.rows_of(session, run_id)
        return shapes.whole(run, rows, spoken(request))


@router.get("", responses=problems(BadCursorError))
async def list_imports(
    session: Reading,
    caller: SignedIn,
    cursor: Annotated[str | None, Query(max_length=300)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 20,
) -> ImportList:
    """Imports of your agency, the last one first."""
    page = await queries.page_of_runs(
        session,
        agency_code=None if caller.has(*SEE_ALL) else caller.agency_code,
        after=Cursor.decode(cursor) if cursor else None,
        limit=limit,
    )
    return ImportList(
        data=[shapes.line(run) for run in page.items],
        next_cursor=page.next.encode() if page.next else None,
    )


@router.get("/{import_id}", responses=problems(*READS))
async def get_import(
    import_id: UUID, request: Request, session: Reading, caller: SignedIn
) -> ImportOut:
    """One import: what it does, and what is to be repaired."""
    run = await service.run_for_reader(session, import_id, caller)
    rows = await queries.rows_of(session, import_id)
    return shapes.whole(run, rows, spoken(request))


@router.get("/{import_id}/rows", responses=problems(*READS))
async def list_import_rows(  # noqa: PLR0913 -- the filters of a list
    *,
    import_id: UUID,
    request: Request,
    session: Reading,
    caller: SignedIn,
    action: Action | None = None,
    cursor: Annotated[int, Query(ge=0, le=2_000_000_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> ImportRowList:
    """Row by row, with what changes and what is wrong."""
    run = await service.run_for_reader(session, import_id, caller)
    rows = await queries.rows_of(
        session, import_id, action=action, after=cursor, limit=limit + 1
    )
    shown = rows[:limit]
    return ImportRowList(
        data=[shapes.row(row, run, spoken(request)) for row in shown],
        next_cursor=str(shown[-1].number) if len(rows) > limit else None,
    )


@router.get(
    "/{import_id}/workbook",
    response_class=Response,
    responses={**WORKBOOK, **problems(*READS, WorkbookRefusedError)},
)
async def get_marked_workbook(
    import_id: UUID, request: Request, database: OwnDatabase, caller: SignedIn
) -> Response:
    """Your workbook with red cells, comments and a column LỖI."""
    async with database.reading() as session:
        run = await service.run_for_reader(session, import_id, caller, workbook=True)
        marks = await handing_back.marks_of(session, run, spoken(request))
    with tempfile.TemporaryDirectory(prefix="phohien-") as folder:
        try:
            made = await handing_back.marked_workbook(run.workbook, marks, Path(folder))
        except UnreadableError as exc:
            raise refused(exc) from exc
    name = f"loi-{run.id}.xlsx"
    headers = {
        "content-disposition": f'attachment; filename="{name}"',
        "cache-control": "private, no-store",
    }
    return Response(made, media_type=XLSX, headers=headers)


@router.post(
    "/{import_id}/confirm",
    responses=problems(
        *WRITES, ImportHasErrorsError, ImportIsStaleError, ContentRefusedError
    ),
)
async def confirm_import(
    import_id: UUID,
    body: ConfirmOrder,
    request: Request,
    session: Writing,
    caller: Caller = Editor,
) -> ImportOut:
    """Make drafts of the rows, all in one transaction. Again changes nothing."""
    run = await service.confirm(
        session,
        import_id,
        Writer(caller, clock.now()),
        province=request.app.state.settings.province,
        skip_errors=body.skip_errors,
    )
    rows = await queries.rows_of(session, import_id)
    return shapes.whole(run, rows, spoken(request))


@router.post("/{import_id}/undo", responses=problems(*WRITES, ImportTouchedError))
async def undo_import(
    import_id: UUID, request: Request, session: Writing, caller: Caller = Editor
) -> ImportOut:
    """Take an import back as one unit, when nobody worked on its drafts since."""
    run = await service.undo(session, import_id, Writer(caller, clock.now()))
    rows = await queries.rows_of(session, import_id)
    return shapes.whole(run, rows, spoken(request))


def _post(request: Request) -> Post:
    """Files of a bundle go to assets-api in the name of whoever uploads them."""
    settings = request.app.state.settings
    assert isinstance(settings, Settings)  # noqa: S101 -- app.state is untyped
    given = {name: request.headers.get(name) for name in CREDENTIALS}
    shown = {name: value for name, value in given.items() if value is not None}
    return Post(settings.assets_url, shown)


@asynccontextmanager
async def _received(request: Request) -> AsyncIterator[tuple[Path, Path]]:
    """The body as a file in a folder of its own; both are gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="phohien-") as name:
        folder = Path(name)
        path = folder / "upload"
        size, head = 0, b""
        with path.open("wb") as file:
            async for chunk in request.stream():
                size += len(chunk)
                head = (head + chunk[: len(ZIP)])[: len(ZIP)]
                if size > (MOST_BUNDLE if head == ZIP else MOST_BYTES):
                    raise _too_large()
                await asyncio.to_thread(file.write, chunk)
        if size > MOST_BYTES and not may_be_one(path):
            raise _too_large()
        yield path, folder


def _too_large() -> FileTooLargeError:
    return FileTooLargeError(
        Text(
            vi="Tệp lớn hơn 25 MiB (gói nén: 200 MiB). Chỉ giữ trang tính cần nhập rồi"
            " tải lên lại.",
            en="The file is over 25 MiB (a bundle: 200 MiB). Keep only the sheet to"
            " import.",
        )
    )
