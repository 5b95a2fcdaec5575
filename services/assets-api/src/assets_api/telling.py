"""A refused marking is told to the security officer, by a line of the audit."""

from collections.abc import AsyncIterator

from fastapi import Request

from phohien import auth
from phohien.db import Database
from phohien.markings import MarkingFoundError
from phohien.serving import scanning

SERVICE = "assets-api"


async def tells_of_markings(request: Request) -> AsyncIterator[None]:
    """A dependency of routers. The refusal rolls back every other transaction."""
    try:
        yield
    except MarkingFoundError as refusal:
        caller = await auth.caller_of(request)
        database = request.app.state.database
        assert isinstance(database, Database)  # noqa: S101 -- app.state is untyped
        assert caller is not None  # noqa: S101 -- nobody else reaches a scan
        subject = request.scope["route"].path
        await scanning.tell(database, caller, subject, refusal, service=SERVICE)
        raise
