"""`POST /staff/v1/uploads/whole`: the bytes are the body."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Query, Request, Response

from assets_api.desks import AtDesk
from assets_api.storage.errors import StorageUnreachableError
from assets_api.telling import tells_of_markings
from assets_api.uploads import errors as refusals
from assets_api.uploads.answering import PREFIX, Sender, told
from assets_api.uploads.declaration import Declaration, clean_name
from assets_api.uploads.schemas import UploadOut
from assets_api.versions.errors import (
    UploadReplacesNothingError,
    UploadReplacesWithdrawnError,
)
from assets_api.whole import errors as failures
from assets_api.whole import service
from assets_api.whole.digest import sha256_of
from assets_api.whole.schemas import WholeQuery
from phohien.markings import MarkingFoundError
from phohien.problems import problems

router = APIRouter(prefix=PREFIX, tags=["uploads"])
FORMS = ("multipart/",)
UNSAID = ("application/x-www-form-urlencoded", "application/octet-stream")
"""What curl says when nobody tells it anything says nothing about the file."""


@router.post(
    "/whole",
    status_code=HTTPStatus.CREATED,
    dependencies=[Depends(tells_of_markings, scope="function")],
    responses=problems(
        failures.UploadFormBodyError,
        failures.UploadLengthRequiredError,
        failures.UploadDigestError,
        failures.UploadCutError,
        failures.UploadWholeTooLargeError,
        refusals.UploadChecksumMismatchError,
        refusals.UploadEmptyError,
        refusals.UploadBundleReplacesError,
        refusals.UploadQuotaExceededError,
        refusals.UploadTypeNotAcceptedError,
        refusals.UploadAgencyRequiredError,
        UploadReplacesNothingError,
        UploadReplacesWithdrawnError,
        MarkingFoundError,
        StorageUnreachableError,
    ),
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {"*/*": {"schema": {"type": "string", "format": "binary"}}},
        }
    },
)
async def send_whole(
    request: Request,
    response: Response,
    caller: Sender,
    desk: AtDesk,
    query: Annotated[WholeQuery, Query()],
    content_digest: Annotated[str | None, Header()] = None,
) -> UploadOut:
    """One file of at most 25 MiB as the body of one request.

    `Content-Digest: sha-256=:…:` is compared with what arrives. The answer is the
    upload; its inspection follows, see `/status`. With 200 your agency has the file.
    """
    digest = sha256_of(content_digest)
    body = service.Body(_length(request), digest, request.receive)
    declared = Declaration(
        filename=clean_name(query.filename),
        filetype=_filetype(request),
        sha256=digest.hex() if digest else "",
        replaces=query.replaces,
        bundle=query.bundle,
        way="whole",
    )
    upload = await service.take(desk, declared, body, caller=caller)
    if upload.state == "ready":
        response.status_code = HTTPStatus.OK
    response.headers["location"] = f"{PREFIX}/{upload.id}"
    return told(request, upload)


def _length(request: Request) -> int:
    given = request.headers.get("content-length", "")
    if not given.isascii() or not given.isdigit():
        raise failures.UploadLengthRequiredError
    return int(given)


def _filetype(request: Request) -> str:
    given = request.headers.get("content-type", "").strip().lower()
    if given.startswith(FORMS):
        raise failures.UploadFormBodyError
    return "" if given.partition(";")[0].strip() in UNSAID else clean_name(given)
