"""What every list of this service has in common."""

from typing import Annotated

from fastapi import Query, Request, Response

from phohien.auth import require

Limit = Annotated[int, Query(ge=1, le=200, description="Rows on a page.")]
CursorToken = Annotated[
    str | None,
    Query(max_length=600, description="`next_cursor` of the page before."),
]
Code = Annotated[str | None, Query(max_length=63, description="Code of a target.")]

Watcher = require("operator", "approver", "coordinator", "auditor")
Decider = require("operator", "approver")


def link_next(request: Request, response: Response, cursor: str | None) -> None:
    """`Link: <…>; rel="next"`, as lists have it everywhere."""
    if cursor is not None:
        url = request.url.include_query_params(cursor=cursor)
        path = f"{url.path}?{url.query}"
        response.headers["link"] = f'<{path}>; rel="next"'
