"""The change log over HTTP: pages, long polls, a stream of events, and roots."""

from typing import Annotated, Any

from fastapi import APIRouter, Header, Query, Request
from fastapi.responses import Response, StreamingResponse

from content_api.feeds.stream import service
from content_api.feeds.stream.bell import Bell
from content_api.feeds.stream.errors import TooManyFollowersError
from content_api.feeds.stream.schemas import FollowQuery, Root, RootQuery
from content_api.public.answers import REVALIDATE, answer, carried
from content_api.public.choice import choose
from content_api.public.errors import UnknownLanguageTagError
from content_api.public.reads import change_page
from content_api.public.routes import EVERY_READ, public_pool
from content_api.public.schemas import ChangeList
from content_api.public.service import list_changes as changes_after
from phohien.auth import Anyone
from phohien.problems import problems

router = APIRouter(prefix="/v1/changes", tags=["changes"])

EVENTS = "text/event-stream"
STREAM: dict[int | str, dict[str, Any]] = {
    200: {"content": {EVENTS: {"schema": {"type": "string"}}}}
}
LastEventId = Annotated[
    str | None,
    Header(
        alias="Last-Event-ID",
        max_length=19,
        pattern=r"^\d*$",
        description="`id` of the last event that was read; wins over `since`.",
    ),
]


def _bell(request: Request) -> Bell:
    bell = request.app.state.bell
    assert isinstance(bell, Bell)  # noqa: S101 -- app.state is untyped
    return bell


@router.get(
    "",
    response_model=ChangeList,
    responses={**EVERY_READ, **STREAM, **problems(TooManyFollowersError)},
)
async def list_changes(
    request: Request,
    _: Anyone,
    wanted: Annotated[FollowQuery, Query()],
    last_event_id: LastEventId = None,
) -> Response:
    """What was released, corrected and withdrawn, in order and without a gap.

    With `wait` the answer comes as soon as there is a line after `since`. With
    `Accept: text/event-stream` lines are told one by one for as long as one listens.
    """
    pool = public_pool(request)
    if EVENTS in request.headers.get("accept", ""):
        bell = _bell(request)
        bell.refuse_crowd()
        since = min(int(last_event_id or wanted.since), 2**63 - 1)
        return StreamingResponse(
            service.tell(pool, bell, since),
            media_type=EVENTS,
            headers={
                "cache-control": "no-store",
                "vary": "Accept",
                "x-accel-buffering": "no",
            },
        )
    if wanted.wait:
        page = await service.await_changes(
            pool, _bell(request), wanted.since, limit=wanted.limit, wait=wanted.wait
        )
    else:
        page = await changes_after(pool, wanted.since, limit=wanted.limit)
    pairs = request.query_params.multi_items()
    return carried(request, change_page(page, pairs=pairs))


@router.get(
    "/root",
    response_model=Root,
    responses={**EVERY_READ, **problems(UnknownLanguageTagError)},
)
async def get_root(
    request: Request, _: Anyone, wanted: Annotated[RootQuery, Query()]
) -> Response:
    """What a portal that missed nothing holds of one language: a proof in one request.

    Count and digests follow from the lines up to `seq` alone: a portal that has read
    the log to there computes the same from what it holds.
    """
    lang = choose(wanted.locale, None).first
    roots = request.app.state.roots
    assert isinstance(roots, service.Roots)  # noqa: S101 -- app.state is untyped
    root = await roots.of(public_pool(request), lang)
    headers = {"cache-control": REVALIDATE, "content-language": lang}
    return answer(request, root.model_dump_json().encode(), headers)
