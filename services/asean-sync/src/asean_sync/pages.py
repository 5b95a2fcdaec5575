"""What every list of this service has in common."""

from collections.abc import Callable, Sequence
from typing import Annotated, TypeVar

from fastapi import Depends, Query, Request, Response

from asean_sync import cursors
from phohien.auth import RoleRequiredError, SignInRequiredError, require

Row = TypeVar("Row")

Limit = Annotated[int, Query(ge=1, le=200, description="Rows on a page.")]
CursorToken = Annotated[
    str | None,
    Query(max_length=600, description="`next_cursor` of the page before."),
]
Code = Annotated[str | None, Query(max_length=63, description="Code of a target.")]

# What everybody is refused with who may not see or do something.
SIGNED_IN = (SignInRequiredError, RoleRequiredError)
Watcher = require("operator", "approver", "coordinator", "auditor")
Decider = require("operator", "approver")


class PageAsked:
    """The part of a list that somebody asked for."""

    def __init__(
        self,
        request: Request,
        response: Response,
        cursor: CursorToken = None,
        limit: Limit = 50,
    ) -> None:
        self._request, self._response = request, response
        self.cursor, self._limit = cursor, limit
        self.rows = limit + 1
        """One more than is shown, to know whether another page follows."""

    def cut(
        self, rows: Sequence[Row], place: Callable[[Row], tuple[str, ...]]
    ) -> tuple[Sequence[Row], str | None]:
        """The rows to show, and the cursor behind the last; `Link` says it too."""
        shown = rows[: self._limit]
        if len(rows) <= self._limit:
            return shown, None
        following = cursors.encode(*place(shown[-1]))
        url = self._request.url.include_query_params(cursor=following)
        self._response.headers["link"] = f'<{url.path}?{url.query}>; rel="next"'
        return shown, following


Page = Annotated[PageAsked, Depends()]
