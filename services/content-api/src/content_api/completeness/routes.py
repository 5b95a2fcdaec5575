"""Completeness and freshness over HTTP, for staff."""

from typing import Annotated

from fastapi import APIRouter, Query

from content_api.completeness import service
from content_api.completeness.schemas import (
    AgencyCount,
    AgencyCountList,
    CompletenessLine,
    CompletenessList,
    FactsQuery,
    ItemCompleteness,
    ReportQuery,
    StaleFactList,
)
from content_api.items.errors import ItemNotFoundError, ItemOfAnotherAgencyError
from content_api.items.routes import Key
from phohien import clock
from phohien.auth import SignedIn
from phohien.pagination import BadCursorError
from phohien.problems import problems
from phohien.web import Reading

router = APIRouter(prefix="/staff/v1", tags=["completeness"])


@router.get("/completeness")
async def report_completeness(
    session: Reading, caller: SignedIn, query: Annotated[ReportQuery, Query()]
) -> CompletenessList:
    """How far each language is, by type, agency or target."""
    rows = await service.report(session, query, caller, on=clock.day_of(clock.now()))
    lines = [CompletenessLine.model_validate(row) for row in rows]
    return CompletenessList(data=lines, next_cursor=None)


@router.get(
    "/items/{key}/completeness",
    responses=problems(ItemNotFoundError, ItemOfAnotherAgencyError),
)
async def item_completeness(
    key: Key, session: Reading, caller: SignedIn
) -> ItemCompleteness:
    """What one item lacks in each language."""
    return await service.of_item(session, key, caller, on=clock.day_of(clock.now()))


@router.get("/stale-facts", responses=problems(BadCursorError))
async def list_stale_facts(
    session: Reading, caller: SignedIn, query: Annotated[FactsQuery, Query()]
) -> StaleFactList:
    """Facts past their clock, the oldest first."""
    today = clock.day_of(clock.now())
    found = await service.stale_facts(session, query, caller, today=today)
    return StaleFactList(data=found.rows, next_cursor=found.next_cursor)


@router.get("/stale-facts/agencies")
async def count_stale_facts(
    session: Reading, caller: SignedIn, query: Annotated[FactsQuery, Query()]
) -> AgencyCountList:
    """How many facts each agency should look at again."""
    today = clock.day_of(clock.now())
    rows = await service.facts_by_agency(session, query, caller, today=today)
    counts = [AgencyCount.model_validate(row) for row in rows]
    return AgencyCountList(data=counts, next_cursor=None)
