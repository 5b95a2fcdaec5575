"""Agencies for everybody."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response

from content_api.agencies import service
from content_api.agencies.errors import AgencyNotFoundError
from content_api.agencies.schemas import (
    AgencyFilter,
    AgencyListOut,
    AgencyOut,
    NoQuery,
)
from content_api.public.answers import KEEP, answer, next_link
from content_api.public.routes import EVERY_READ, public_pool
from phohien.auth import Anyone
from phohien.problems import problems

router = APIRouter(prefix="/v1/agencies", tags=["agencies"])

CACHE = {"cache-control": f"public, max-age={KEEP}"}


@router.get("", response_model=AgencyListOut, responses=EVERY_READ)
async def list_agencies(
    request: Request, _: Anyone, wanted: Annotated[AgencyFilter, Query()]
) -> Response:
    """Agencies past and present; what one of them signed stays under its name."""
    page = await service.list_agencies(public_pool(request), wanted)
    data = [AgencyOut.model_validate(row) for row in page.rows]
    body = AgencyListOut(data=data, next_cursor=page.next_cursor)
    headers = dict(CACHE)
    if page.next_cursor is not None:
        headers["link"] = next_link(request, "cursor", page.next_cursor)
    return answer(request, body.model_dump_json().encode(), headers)


@router.get(
    "/{code}",
    response_model=AgencyOut,
    responses={**EVERY_READ, **problems(AgencyNotFoundError)},
)
async def get_agency(
    request: Request,
    _: Anyone,
    code: Annotated[str, Path(pattern=r"^[a-z0-9][a-z0-9.-]{1,39}$")],
    __: Annotated[NoQuery, Query()],
) -> Response:
    """One agency, and who followed it."""
    agency = AgencyOut.model_validate(
        await service.get_agency(public_pool(request), code)
    )
    return answer(request, agency.model_dump_json().encode(), CACHE)
