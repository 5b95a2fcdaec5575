"""Packages over HTTP: what a person fetches, carries, and brings a receipt for."""

from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import FileResponse

from asean_sync import cursors
from asean_sync.packages import queries, service
from asean_sync.packages.errors import (
    NoPackageFolderError,
    PackageElsewhereError,
    PackageNotFoundError,
    ReceiptRefusedError,
    ReceiptThereError,
)
from asean_sync.packages.schemas import (
    EntryOut,
    PackageDetail,
    PackageList,
    PackageOut,
    Stamped,
    StampedDraft,
)
from asean_sync.pages import SIGNED_IN, Code, Decider, Page, Watcher
from phohien.auth import CsrfTokenError
from phohien.callers import Caller
from phohien.pagination import BadCursorError
from phohien.problems import problems
from phohien.web import Reading, Writing

router = APIRouter(prefix="/staff/v1/sync/packages", tags=["sync"])


@router.get("", responses=problems(*SIGNED_IN, BadCursorError))
async def list_packages(
    *,
    page: Page,
    session: Reading,
    target: Code = None,
    _: Caller = Watcher,
) -> PackageList:
    """What was packed for targets without a line, and which receipts are missing."""
    rows = await queries.page(
        session, code=target, before=cursors.moment(page.cursor), limit=page.rows
    )
    shown, following = page.cut(
        rows, lambda last: (last["made_at"].isoformat(), str(last["id"]))
    )
    data = [PackageOut.model_validate(dict(row)) for row in shown]
    return PackageList(data=data, next_cursor=following)


@router.get("/{package_id}", responses=problems(*SIGNED_IN, PackageNotFoundError))
async def get_package(
    package_id: UUID, session: Reading, _: Caller = Watcher
) -> PackageDetail:
    """A package, each change in it, and what was decided on it."""
    found = await service.get(session, package_id)
    entries = await queries.entries(session, package_id)
    return PackageDetail(
        id=found.id,
        name=found.name,
        sha256=found.sha256,
        receipt=found.receipt,
        entries=[EntryOut.model_validate(one) for one in entries],
    )


@router.get(
    "/{package_id}/file",
    response_class=FileResponse,
    responses={
        200: {"content": {"application/zip": {}}},
        **problems(
            *SIGNED_IN,
            PackageNotFoundError,
            PackageElsewhereError,
            NoPackageFolderError,
        ),
    },
)
async def get_package_file(
    package_id: UUID, request: Request, session: Writing, caller: Caller = Decider
) -> FileResponse:
    """The zip file itself, to be carried there; that it was fetched is on record."""
    folder = request.app.state.settings.package_folder
    found, place = await service.fetched(session, package_id, folder, caller)
    return FileResponse(
        place,
        media_type="application/zip",
        filename=place.name,
        headers={"repr-digest": service.repr_digest(found)},
    )


@router.post(
    "/{package_id}/receipt",
    responses=problems(
        *SIGNED_IN,
        CsrfTokenError,
        PackageNotFoundError,
        ReceiptThereError,
        ReceiptRefusedError,
    ),
)
async def stamp_package(
    package_id: UUID, body: StampedDraft, session: Writing, caller: Caller = Decider
) -> Stamped:
    """A person was there: what was stamped decides on every object of the package."""
    found = await service.stamp(session, package_id, body, caller)
    decided = await queries.decided(session, package_id)
    return Stamped(
        name=found.name,
        receipt_sha256=found.receipt_sha256 or "",
        accepted=decided.get("accepted", 0),
        refused=decided.get("refused", 0),
    )


@router.get(
    "/{package_id}/receipt",
    response_class=Response,
    responses={
        200: {"content": {"application/pdf": {}, "image/jpeg": {}, "image/png": {}}},
        **problems(*SIGNED_IN, PackageNotFoundError),
    },
)
async def get_scan(package_id: UUID, session: Reading, _: Caller = Watcher) -> Response:
    """The scan of the stamped receipt, as it was uploaded."""
    found = await service.scan(session, package_id)
    return Response(
        found.content,
        media_type=found.mime,
        headers={
            "content-disposition": f'attachment; filename="{found.sha256[:16]}"',
            "x-content-type-options": "nosniff",
        },
    )
