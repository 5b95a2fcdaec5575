"""A refused marking is told to the security officer, by a line of the audit."""

from collections.abc import AsyncIterator

from fastapi import Request

from phohien import audit, auth
from phohien.db import Database
from phohien.markings import MarkingFoundError

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
        async with database.writing() as session:
            await audit.append(
                session,
                service=SERVICE,
                caller=caller,
                action="marking.refused",
                subject=request.scope["route"].path,
                detail={
                    "kinds": sorted({problem.code for problem in refusal.errors}),
                    "places": len(refusal.errors),
                    "agency": caller.agency_code,
                },
            )
        raise
