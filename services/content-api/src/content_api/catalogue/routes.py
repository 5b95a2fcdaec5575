"""The catalogue over HTTP."""

import json
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from content_api.catalogue import service, turtle
from content_api.public.answers import answer, cache_control
from content_api.public.routes import EVERY_READ, public_pool
from content_api.public.schemas import NoQuery
from content_api.web import here
from phohien import clock
from phohien.auth import Anyone

router = APIRouter(prefix="/v1/catalogue", tags=["catalogue"])

JSON_LD = "application/ld+json"
TURTLE = "text/turtle"


@router.get(
    "",
    responses={
        **EVERY_READ,
        200: {
            "content": {
                JSON_LD: {"schema": {"type": "object"}},
                TURTLE: {"schema": {"type": "string"}},
            },
            "description": "The catalogue.",
        },
    },
    response_class=Response,
)
async def get_catalogue(
    request: Request, _: Anyone, __: Annotated[NoQuery, Query()]
) -> Response:
    """DCAT 3 as JSON-LD, or with `Accept: text/turtle` as Turtle.

    A dataset is a content type; its distributions are exports, feeds and the API.
    """
    graph = service.graph(await service.read(public_pool(request)), here(request))
    wants_turtle = TURTLE in request.headers.get("accept", "")
    headers = {
        "cache-control": cache_control([], at=clock.now()),
        "content-type": f"{TURTLE}; charset=utf-8" if wants_turtle else JSON_LD,
        "vary": "Accept",
    }
    if wants_turtle:
        return answer(request, turtle.render(graph).encode(), headers)
    body = json.dumps(graph, ensure_ascii=False, separators=(",", ":"))
    return answer(request, body.encode(), headers)
