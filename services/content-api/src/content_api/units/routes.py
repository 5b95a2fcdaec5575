"""Administrative units for everybody."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response

from content_api.public.answers import KEEP, answer, next_link
from content_api.public.routes import EVERY_READ, public_pool
from content_api.units import service
from content_api.units.errors import UnitNotFoundError
from content_api.units.schemas import NoQuery, UnitFilter, UnitListOut, UnitOut
from phohien.auth import Anyone
from phohien.problems import problems

router = APIRouter(prefix="/v1/units", tags=["units"])

CACHE = {"cache-control": f"public, max-age={KEEP}"}


@router.get("", response_model=UnitListOut, responses=EVERY_READ)
async def list_units(
    request: Request, _: Anyone, wanted: Annotated[UnitFilter, Query()]
) -> Response:
    """Units by present or former name; "thuy anh" finds "Thuỵ Anh"."""
    page = await service.list_units(public_pool(request), wanted)
    data = [UnitOut.model_validate(row) for row in page.rows]
    body = UnitListOut(data=data, next_cursor=page.next_cursor)
    headers = dict(CACHE)
    if page.next_cursor is not None:
        headers["link"] = next_link(request, "cursor", page.next_cursor)
    return answer(request, body.model_dump_json().encode(), headers)


@router.get(
    "/{code}",
    response_model=UnitOut,
    responses={**EVERY_READ, **problems(UnitNotFoundError)},
)
async def get_unit(
    request: Request,
    _: Anyone,
    code: Annotated[str, Path(pattern=r"^[0-9]{2,5}$")],
    __: Annotated[NoQuery, Query()],
) -> Response:
    """One unit, with the former units it was made from and what it became.

    A code that no unit carries any more answers with the unit it stood for; the day it
    ended is `valid_to`, and `successors` has the present units.
    """
    unit = UnitOut.model_validate(await service.get_unit(public_pool(request), code))
    return answer(request, unit.model_dump_json().encode(), CACHE)
