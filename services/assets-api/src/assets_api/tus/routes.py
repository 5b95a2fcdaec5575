"""tus 1.0 over HTTP. Every answer, refusals too, says which version speaks."""

from collections.abc import Callable, Coroutine
from datetime import datetime
from email.utils import format_datetime
from http import HTTPStatus
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Header, Request, Response
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from typing_extensions import override

from assets_api.desks import AtDesk
from assets_api.telling import tells_of_markings
from assets_api.tus import headers as tus
from assets_api.uploads import errors as failures
from assets_api.uploads import service
from assets_api.uploads.answering import PREFIX, Sender, told
from assets_api.uploads.desk import Desk
from assets_api.uploads.schemas import (
    CreationHeaders,
    PieceHeaders,
    TusHeaders,
    UploadOut,
)
from assets_api.uploads.tables import Upload
from assets_api.versions.errors import (
    UploadReplacesNothingError,
    UploadReplacesWithdrawnError,
)
from phohien import auth, clock, problems
from phohien.errors import AppError
from phohien.web import Reading, Writing

CHECKSUM_MISMATCH = 460


class TusRoute(APIRoute):
    """Adds tus's own header and status to whatever a route answers."""

    @override
    def get_route_handler(
        self,
    ) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        original = super().get_route_handler()

        async def handler(request: Request) -> Response:
            try:
                response = await original(request)
            except failures.UploadChecksumMismatchError as error:
                problem = problems.of_error(error, problems.spoken(request))
                response = problems.reply(
                    request,
                    problem.model_copy(update={"status": CHECKSUM_MISMATCH}),
                    error.headers,
                )
            except AppError as error:
                error.headers.setdefault("tus-resumable", tus.VERSION)
                raise
            response.headers["tus-resumable"] = tus.VERSION
            return response

        return handler


def _refuse_other_versions(headers: TusHeaders) -> None:
    if headers.tus_resumable != tus.VERSION:
        raise failures.UploadTusVersionError


router = APIRouter(prefix=PREFIX, tags=["uploads"], route_class=TusRoute)


def _expires(at: datetime) -> str:
    return format_datetime(at, usegmt=True)


@router.options("", status_code=HTTPStatus.NO_CONTENT)
async def describe_uploads(_: auth.Anyone, desk: AtDesk) -> Response:
    """Which version and extensions of tus are spoken, and the largest file."""
    return _described(desk)


def _described(desk: Desk) -> Response:
    return Response(
        status_code=HTTPStatus.NO_CONTENT,
        headers={
            "tus-version": tus.VERSION,
            "tus-extension": tus.EXTENSIONS,
            "tus-max-size": str(desk.limits.file),
            "tus-checksum-algorithm": tus.CHECKSUMS,
        },
    )


@router.options(
    "/{upload_id:uuid}",
    status_code=HTTPStatus.NO_CONTENT,
    responses=problems.problems(failures.UploadNotFoundError),
)
async def describe_upload(upload_id: UUID, _: auth.Anyone, desk: AtDesk) -> Response:  # noqa: ARG001 -- the same answer for each
    """As for the collection."""
    return _described(desk)


@router.post(
    "",
    status_code=HTTPStatus.CREATED,
    response_model=UploadOut,
    dependencies=[Depends(tells_of_markings, scope="function")],
    responses=problems.problems(
        failures.UploadHeaderError,
        failures.UploadExtensionRefusedError,
        failures.UploadTusVersionError,
        failures.UploadBodyTypeError,
        failures.UploadEmptyError,
        failures.UploadBundleReplacesError,
        failures.UploadFileTooLargeError,
        failures.UploadQuotaExceededError,
        failures.UploadTypeNotAcceptedError,
        failures.UploadAgencyRequiredError,
        UploadReplacesNothingError,
        UploadReplacesWithdrawnError,
    ),
)
async def create_upload(
    request: Request,
    headers: Annotated[CreationHeaders, Header()],
    caller: Sender,
    desk: AtDesk,
) -> Response:
    """Declare a file, and perhaps send its first bytes.

    `Upload-Length` is needed; `Upload-Metadata` takes filename, filetype and sha256. A
    file your agency has already is answered with 200 and its `asset_id`. With
    `replaces`, the id of an asset, the file becomes that asset's next version.
    """
    _refuse_other_versions(headers)
    if headers.upload_defer_length is not None:
        raise failures.UploadExtensionRefusedError("Upload-Defer-Length")
    if headers.upload_concat is not None:
        raise failures.UploadExtensionRefusedError("Upload-Concat")
    carries = _carries_bytes(request)
    if not carries and _length(request):
        raise failures.UploadBodyTypeError
    size = tus.whole_number("Upload-Length", headers.upload_length)
    declared = tus.declaration(headers.upload_metadata)
    digest = tus.checksum(headers.upload_checksum)
    async with desk.database.writing() as session:
        upload = await service.create_upload(
            session,
            caller=caller,
            size=size,
            declared=declared,
            limits=desk.limits,
            at=clock.now(),
        )
    offset = upload.received
    if upload.state == "created" and carries:
        patch = service.Patch(upload.id, 0, _length(request), digest)
        offset, upload = await service.receive(
            desk, patch, request.receive, caller=caller
        )
    return _created(request, upload, offset)


def _carries_bytes(request: Request) -> bool:
    return request.headers.get("content-type", "") == tus.BODY_TYPE


def _length(request: Request) -> int | None:
    given = request.headers.get("content-length")
    return None if given is None else tus.whole_number("Content-Length", given)


def _created(request: Request, upload: Upload, offset: int) -> Response:
    known = upload.state == "ready"
    return JSONResponse(
        told(request, upload, offset=offset).model_dump(mode="json"),
        status_code=HTTPStatus.OK if known else HTTPStatus.CREATED,
        headers={
            "location": f"{PREFIX}/{upload.id}",
            "upload-offset": str(offset),
            "upload-expires": _expires(upload.expires_at),
        },
    )


@router.head(
    "/{upload_id:uuid}",
    # An answer without a body has no media type.
    response_class=Response,
    responses=problems.problems(
        failures.UploadTusVersionError,
        failures.UploadNotFoundError,
        failures.UploadGoneError,
    ),
)
async def stand_of_upload(
    upload_id: UUID,
    headers: Annotated[TusHeaders, Header()],
    caller: Sender,
    desk: AtDesk,
) -> Response:
    """Where to go on. An older connection can commit nothing after this answer."""
    _refuse_other_versions(headers)
    upload = await service.stand(desk, upload_id, caller=caller)
    told_before = {"upload-metadata": upload.metadata_} if upload.metadata_ else {}
    return Response(
        headers={
            "upload-offset": str(upload.received),
            "upload-length": str(upload.size),
            "upload-expires": _expires(upload.expires_at),
            "cache-control": "no-store",
            **told_before,
        }
    )


@router.patch(
    "/{upload_id:uuid}",
    status_code=HTTPStatus.NO_CONTENT,
    responses=problems.problems(
        failures.UploadNotFoundError,
        failures.UploadGoneError,
        failures.UploadOffsetMismatchError,
        failures.UploadTakenOverError,
        failures.UploadTooManyBytesError,
        failures.UploadBodyTypeError,
        failures.UploadTusVersionError,
    ),
)
async def send_bytes(
    upload_id: UUID,
    request: Request,
    headers: Annotated[PieceHeaders, Header()],
    caller: Sender,
    desk: AtDesk,
) -> Response:
    """The bytes from `Upload-Offset` on. A newer request takes the upload over."""
    _refuse_other_versions(headers)
    if not _carries_bytes(request):
        raise failures.UploadBodyTypeError
    offset = tus.whole_number("Upload-Offset", headers.upload_offset)
    digest = tus.checksum(headers.upload_checksum)
    patch = service.Patch(upload_id, offset, _length(request), digest)
    offset, upload = await service.receive(desk, patch, request.receive, caller=caller)
    return Response(
        status_code=HTTPStatus.NO_CONTENT,
        headers={
            "upload-offset": str(offset),
            "upload-expires": _expires(upload.expires_at),
        },
    )


@router.delete(
    "/{upload_id:uuid}",
    status_code=HTTPStatus.NO_CONTENT,
    responses=problems.problems(
        failures.UploadNotFoundError,
        failures.UploadGoneError,
        failures.UploadBusyError,
        failures.UploadTusVersionError,
    ),
)
async def cancel_upload(
    upload_id: UUID,
    headers: Annotated[TusHeaders, Header()],
    caller: Sender,
    session: Writing,
) -> Response:
    """Give the upload up; its bytes are deleted and its space is free."""
    _refuse_other_versions(headers)
    await service.cancel_upload(session, upload_id, caller=caller, at=clock.now())
    return Response(status_code=HTTPStatus.NO_CONTENT)


@router.get(
    "/{upload_id:uuid}/status",
    responses=problems.problems(failures.UploadNotFoundError),
)
async def status_of_upload(
    upload_id: UUID, request: Request, caller: auth.SignedIn, session: Reading
) -> UploadOut:
    """How far the upload is, and why it was refused. Asking disturbs nobody."""
    upload = await service.find_upload(session, upload_id, caller=caller)
    return told(request, upload)
