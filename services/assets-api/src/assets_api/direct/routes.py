"""For programs on good lines: their bytes go to the store, only words come here."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response

from assets_api.desks import AtDesk
from assets_api.direct import errors as failures
from assets_api.direct import service
from assets_api.direct.door import DirectDoor
from assets_api.direct.schemas import (
    DirectDraft,
    DirectOut,
    PartsSent,
    PartsWanted,
    SignedPart,
    SignedParts,
    StoredPartOut,
    StoredParts,
)
from assets_api.direct.service import Counter
from assets_api.storage.errors import StorageUnreachableError
from assets_api.telling import tells_of_markings
from assets_api.uploads import errors as refusals
from assets_api.uploads.answering import PREFIX, Sender, told
from assets_api.uploads.schemas import UploadOut
from assets_api.uploads.tables import Upload
from assets_api.versions.errors import (
    UploadReplacesNothingError,
    UploadReplacesWithdrawnError,
)
from phohien.markings import MarkingFoundError
from phohien.problems import problems

router = APIRouter(prefix=PREFIX, tags=["uploads"])


def _counter(request: Request, desk: AtDesk) -> Counter:
    door = request.app.state.direct
    assert isinstance(door, DirectDoor)  # noqa: S101 -- app.state is untyped
    return Counter(desk, door)


AtCounter = Annotated[Counter, Depends(_counter)]
KNOWN = (
    refusals.UploadNotFoundError,
    refusals.UploadAgencyRequiredError,
    refusals.UploadGoneError,
    refusals.UploadOtherWayError,
    StorageUnreachableError,
)


@router.post(
    "/direct",
    status_code=HTTPStatus.CREATED,
    dependencies=[Depends(tells_of_markings, scope="function")],
    responses=problems(
        failures.UploadDirectNotOfferedError,
        refusals.UploadEmptyError,
        refusals.UploadBundleReplacesError,
        refusals.UploadFileTooLargeError,
        refusals.UploadQuotaExceededError,
        refusals.UploadTypeNotAcceptedError,
        refusals.UploadAgencyRequiredError,
        UploadReplacesNothingError,
        UploadReplacesWithdrawnError,
        MarkingFoundError,
    ),
)
async def declare_direct_upload(
    draft: DirectDraft,
    request: Request,
    response: Response,
    caller: Sender,
    counter: AtCounter,
) -> DirectOut:
    """Declare a file that goes to the store in parts.

    Refused where no store is open to programs or where it would take other bytes than
    were signed: use tus there. A file your agency has already is answered with 200.
    """
    upload = await service.declare(counter, draft, caller=caller)
    if upload.state == "ready":
        response.status_code = HTTPStatus.OK
    response.headers["location"] = f"{PREFIX}/{upload.id}"
    return _out(request, upload)


def _out(request: Request, upload: Upload) -> DirectOut:
    return DirectOut(
        **told(request, upload).model_dump(),
        part_size=upload.part_size,
        parts=service.parts_in(upload),
    )


@router.post(
    "/{upload_id:uuid}/parts:presign",
    responses=problems(
        *KNOWN, refusals.UploadBusyError, failures.UploadPartNumberError
    ),
)
async def presign_parts(
    upload_id: UUID, wanted: PartsWanted, caller: Sender, counter: AtCounter
) -> SignedParts:
    """One address for each part, good for these bytes alone and for an hour.

    A part may be sent, and an address asked for, as often as a line needs.
    """
    signed = await service.sign_parts(counter, upload_id, wanted.parts, caller=caller)
    return SignedParts(
        data=[
            SignedPart(
                number=number,
                url=one.url,
                headers=dict(one.headers),
                expires_at=one.expires_at,
            )
            for number, one in signed.items()
        ]
    )


@router.get(
    "/{upload_id:uuid}/parts", responses=problems(*KNOWN, refusals.UploadBusyError)
)
async def list_parts(
    upload_id: UUID, caller: Sender, counter: AtCounter
) -> StoredParts:
    """The parts the store has; what is not here is still to be sent."""
    stored = await service.stored_parts(counter, upload_id, caller=caller)
    return StoredParts(
        data=[
            StoredPartOut(number=number, size=part.size)
            for number, part in sorted(stored.items())
        ]
    )


@router.post(
    "/{upload_id:uuid}/complete",
    responses=problems(
        *KNOWN,
        failures.UploadPartNumberError,
        failures.UploadPartsMissingError,
        failures.UploadPartsChangedError,
    ),
)
async def complete_upload(
    upload_id: UUID,
    sent: PartsSent,
    request: Request,
    caller: Sender,
    counter: AtCounter,
) -> UploadOut:
    """All parts are there: join them and inspect the file. Asked twice, done once."""
    upload = await service.complete(counter, upload_id, sent.parts, caller=caller)
    return told(request, upload)
