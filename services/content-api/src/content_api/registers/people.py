"""Who is in charge, over HTTP: one leader and one officer an agency, dated."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from content_api.items.service import SEE_ALL, Writer
from content_api.registers import errors, queries, service
from content_api.registers.schemas import (
    Appointment,
    DutyEnd,
    PersonInChargeList,
    PersonInChargeOut,
    Proposal,
    ProposalList,
    Vacancy,
    VacancyList,
)
from content_api.web import LoginDatabase
from phohien import clock
from phohien.auth import CsrfTokenError, RoleRequiredError, SignedIn, require
from phohien.callers import Caller
from phohien.problems import problems
from phohien.schemas import Day
from phohien.web import Reading, Writing

router = APIRouter(prefix="/staff/v1/people-in-charge", tags=["registers"])

Keeper = require("leader", "coordinator", "operator")
Agency = Annotated[str | None, Query(pattern=r"^[a-z0-9][a-z0-9.-]{1,39}$")]
OnDay = Annotated[Day | None, Query(description="A day; today when it is left out.")]
WRITES = (
    CsrfTokenError,
    RoleRequiredError,
    errors.RegisterOfAnotherAgencyError,
    errors.DutyHeldError,
    errors.AgencyUnknownError,
)


@router.get("")
async def list_people_in_charge(
    session: Reading, _: SignedIn, on: OnDay = None, agency: Agency = None
) -> PersonInChargeList:
    """Who holds which duty on a day."""
    day = on or clock.day_of(clock.now())
    rows = await queries.people_on(session, day, agency)
    return PersonInChargeList(
        data=[PersonInChargeOut.model_validate(row) for row in rows], next_cursor=None
    )


@router.post("", status_code=201, responses=problems(*WRITES))
async def appoint_person(
    body: Appointment, session: Writing, caller: Caller = Keeper
) -> PersonInChargeOut:
    """From that day on; whoever held the duty hands it over."""
    person = await service.appoint(session, body, Writer(caller, clock.now()))
    return PersonInChargeOut.model_validate(person)


@router.post(
    "/{person_id}/end", responses=problems(*WRITES, errors.PersonNotFoundError)
)
async def end_duty(
    person_id: UUID, body: DutyEnd, session: Writing, caller: Caller = Keeper
) -> PersonInChargeOut:
    """The duty is vacant from that day on."""
    writer = Writer(caller, clock.now())
    person = await service.dismiss(session, person_id, body.valid_to, writer)
    return PersonInChargeOut.model_validate(person)


@router.get("/vacancies")
async def list_vacancies(
    session: Reading, _: SignedIn, on: OnDay = None, agency: Agency = None
) -> VacancyList:
    """Agencies without their one leader or one officer on a day."""
    day = on or clock.day_of(clock.now())
    rows = await service.vacancies(session, day, agency)
    data = [
        Vacancy(
            agency_code=row["agency"], agency_name=row["agency_name"], duty=row["duty"]
        )
        for row in rows
    ]
    return VacancyList(data=data, next_cursor=None)


@router.get("/proposals", responses=problems(RoleRequiredError))
async def list_proposals(
    database: LoginDatabase, caller: Caller = Keeper, agency: Agency = None
) -> ProposalList:
    """Accounts whose roles say they could hold a duty."""
    wanted = agency if caller.has(*SEE_ALL) else caller.agency_code
    async with database.reading() as session:
        rows = await queries.proposals(session, wanted)
    return ProposalList(
        data=[Proposal.model_validate(dict(row)) for row in rows], next_cursor=None
    )
