"""Links and banners: set once here, served to every portal."""

import json
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from content_api.public.answers import answer, cache_control
from content_api.public.choice import choose
from content_api.public.errors import (
    DatabaseUnreachableError,
    QueryTooSlowError,
    UnknownLanguageTagError,
)
from content_api.public.routes import public_pool
from content_api.registers import links
from phohien import clock
from phohien.auth import Anyone
from phohien.problems import problems
from phohien.schemas import Out

router = APIRouter(prefix="/v1", tags=["public"])

Placement = Literal["banner_top", "banner_side", "footer", "menu", "partners"]


class LinkOut(Out):
    key: str
    locale: str
    title: str
    caption: str | None
    url: str
    new_window: bool
    position: int | None
    image: dict[str, object] | None = Field(
        description="The first medium of the link: url, alt, width, height."
    )


class LinkList(Out):
    placement: str
    data: list[LinkOut]
    next_cursor: str | None


class PlacementQuery(BaseModel):
    model_config = ConfigDict(extra="forbid")

    locale: str | None = Field(default=None, max_length=35)


@router.get(
    "/placements/{placement}",
    response_model=LinkList,
    responses={
        304: {"description": "You have it."},
        **problems(
            QueryTooSlowError, DatabaseUnreachableError, UnknownLanguageTagError
        ),
    },
)
async def get_placement(
    request: Request,
    _: Anyone,
    placement: Placement,
    wanted: Annotated[PlacementQuery, Query()],
) -> Response:
    """Links and banners at one place of a page, in the order they are shown."""
    pool = public_pool(request)
    choice = choose(wanted.locale, request.headers.get("accept-language"))
    at = clock.now()
    shown = await links.shown(pool, placement, choice.chain, at=at)
    body = json.dumps(
        {"placement": placement, "data": shown.rows, "next_cursor": None},
        ensure_ascii=False,
    )
    headers = {
        "cache-control": cache_control(shown.ends, at=at),
        "vary": "Accept-Language",
    }
    return answer(request, body.encode(), headers)
