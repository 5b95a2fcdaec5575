"""OAI-PMH over HTTP: the same answers to GET and to a form sent by POST."""

from importlib.resources import files
from typing import Any
from urllib.parse import parse_qsl

from fastapi import APIRouter, Request
from fastapi.responses import Response

from content_api.oai import service
from content_api.oai.envelopes import Repository
from content_api.oai.service import Provider
from content_api.public.routes import EVERY_READ, public_pool
from content_api.web import OwnDatabase, here
from phohien.auth import Anyone
from phohien.callers import Caller
from phohien.db import Database
from phohien.errors import Text, TooLargeError
from phohien.problems import problems

router = APIRouter(prefix="/v1/oai", tags=["oai-pmh"])

MOST_BYTES = 16_384
XML = "text/xml"
ANSWER: dict[int | str, dict[str, Any]] = {
    200: {"content": {XML: {"schema": {"type": "string"}}}, "description": "OAI-PMH."}
}


class HarvestTooLargeError(TooLargeError):
    title = "A request of a harvester is shorter than this"
    title_vi = "Yêu cầu thu hoạch dữ liệu quá dài"


@router.get("", responses={**EVERY_READ, **ANSWER}, response_class=Response)
async def harvest(request: Request, database: OwnDatabase, caller: Anyone) -> Response:
    """OAI-PMH 2.0: `verb=Identify` says who we are; its arguments are the protocol's.

    A set `target:<code>` holds what was offered to that target, and takes its key.
    """
    pairs = request.query_params.multi_items()
    return await _answer(request, pairs, database, caller)


@router.post(
    "",
    responses={**EVERY_READ, **ANSWER, **problems(HarvestTooLargeError)},
    response_class=Response,
)
async def harvest_by_form(
    request: Request, database: OwnDatabase, caller: Anyone
) -> Response:
    """The same, its arguments in the body as a form."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BYTES:
            raise HarvestTooLargeError(
                Text(
                    vi="Chỉ gửi các tham số của OAI-PMH.",
                    en="Send the arguments of OAI-PMH, and nothing else.",
                )
            )
    text = body.decode("utf-8", "replace")
    pairs = parse_qsl(text, keep_blank_values=True)
    return await _answer(request, pairs, database, caller)


@router.get(
    "/phohien.xsd",
    responses={200: {"content": {XML: {"schema": {"type": "string"}}}}},
    response_class=Response,
)
async def get_item_schema(_: Anyone) -> Response:
    """The XML schema of the format `phohien`."""
    schema = files("content_api.oai").joinpath("data", "phohien.xsd").read_bytes()
    return Response(schema, media_type=XML)


async def _answer(
    request: Request,
    pairs: list[tuple[str, str]],
    database: Database,
    caller: Caller | None,
) -> Response:
    settings = request.app.state.settings
    email = settings.admin_email or f"oai@{settings.domain}"
    repository = Repository(here(request), settings.domain, email)
    provider = Provider(public_pool(request), database, repository, caller)
    body = await service.answer(provider, pairs)
    return Response(body, media_type=XML, headers={"cache-control": "no-store"})
