"""Searching over HTTP."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from content_api.public.answers import carried
from content_api.public.errors import (
    DatabaseUnreachableError,
    NothingToSearchError,
    QueryTooSlowError,
    UnknownLanguageTagError,
)
from content_api.public.routes import public_pool
from content_api.search import reads
from content_api.search.errors import SearchTooDeepError
from content_api.search.finder import Finder
from content_api.search.schemas import FoundList, SearchQuery
from phohien import clock
from phohien.auth import Anyone
from phohien.pagination import BadCursorError
from phohien.problems import problems

router = APIRouter(prefix="/v1/search", tags=["public"])

NOT_MODIFIED: dict[int | str, dict[str, Any]] = {304: {"description": "You have it."}}


def _finder(request: Request) -> Finder:
    finder = request.app.state.finder
    assert isinstance(finder, Finder)  # noqa: S101 -- app.state is untyped
    return finder


@router.get(
    "",
    response_model=FoundList,
    responses={
        **NOT_MODIFIED,
        **problems(QueryTooSlowError, DatabaseUnreachableError),
        **problems(BadCursorError, NothingToSearchError, UnknownLanguageTagError),
        **problems(SearchTooDeepError),
    },
)
async def search_released_items(
    request: Request, _: Anyone, wanted: Annotated[SearchQuery, Query()]
) -> Response:
    """The best matches of all there are, with their number and kinds if asked for.

    `engine` says `database` while there is no index, or it is too far behind: then only
    the best among the newest are found, and nothing is counted.
    """
    read = await reads.search(
        public_pool(request),
        _finder(request),
        wanted,
        pairs=request.query_params.multi_items(),
        at=clock.now(),
    )
    return carried(request, read.done)
