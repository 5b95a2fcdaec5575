"""`/staff/v1/assets/{id}/consents`: the people shown, and their word."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends

from assets_api.assets.errors import (
    AgencyRequiredError,
    AssetNotFoundError,
    AssetWithdrawnError,
)
from assets_api.consents import errors as failures
from assets_api.consents import service
from assets_api.consents.schemas import (
    ConsentEnd,
    ConsentIn,
    ConsentOut,
    ConsentsOut,
    PeopleIn,
)
from assets_api.telling import tells_of_markings
from phohien import auth, clock
from phohien.callers import Caller
from phohien.markings import MarkingFoundError
from phohien.problems import problems
from phohien.web import Reading, Writing

Editor = Annotated[Caller, auth.require("officer", "leader", "coordinator")]
router = APIRouter(
    prefix="/staff/v1/assets/{asset_id}/consents",
    tags=["consents"],
    dependencies=[Depends(tells_of_markings, scope="function")],
    responses=problems(AssetNotFoundError, AgencyRequiredError),
)


@router.get("")
async def list_consents(
    asset_id: UUID, caller: auth.SignedIn, session: Reading
) -> ConsentsOut:
    """Who is shown, what they agreed to, and until when."""
    return await service.consents_of(session, asset_id, caller=caller, at=clock.now())


@router.put("", responses=problems(AssetWithdrawnError, failures.PeopleAreShownError))
async def say_people(
    asset_id: UUID, said: PeopleIn, caller: Editor, session: Writing
) -> ConsentsOut:
    """Say whether somebody can be recognised in the picture."""
    return await service.say_people(
        session, asset_id, said.people, caller=caller, at=clock.now()
    )


@router.post(
    "",
    status_code=HTTPStatus.CREATED,
    responses=problems(
        AssetWithdrawnError,
        failures.ConsentOverError,
        failures.ConsentEvidenceUnknownError,
        failures.TerritoryUnknownError,
        MarkingFoundError,
    ),
)
async def record_consent(
    asset_id: UUID, consent: ConsentIn, caller: Editor, session: Writing
) -> ConsentOut:
    """Write down what a person shown in the picture has agreed to."""
    return await service.record(
        session, asset_id, consent, caller=caller, at=clock.now()
    )


@router.post(
    "/{consent_id}/withdraw",
    responses=problems(
        failures.ConsentNotFoundError, failures.ConsentWithdrawnError, MarkingFoundError
    ),
)
async def withdraw_consent(
    asset_id: UUID,
    consent_id: UUID,
    end: ConsentEnd,
    caller: Editor,
    session: Writing,
) -> ConsentsOut:
    """The person has changed their mind: the picture is withdrawn everywhere, now."""
    return await service.withdraw(
        session, asset_id, consent_id, end, caller=caller, at=clock.now()
    )
