"""Texts with a secrecy marking go no further, whatever field they stand in."""

import asyncio
import re
from collections.abc import Mapping

import orjson
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from phohien import audit, auth, markings, problems
from phohien.callers import Caller
from phohien.db import Database
from phohien.errors import AppError
from phohien.markings import MarkingFoundError
from phohien.serving.bodies import Body, texts_in

PREFIX = "/staff/v1/"
WRITES = frozenset({"POST", "PUT", "PATCH", "DELETE"})
# Shorter texts are looked through on the spot.
LONG = 20_000
_PLAIN = re.compile(r"[A-Za-z0-9/._-]{1,200}")


async def refuse_markings(
    database: Database,
    caller: Caller,
    subject: str,
    texts: Mapping[str, str],
    *,
    service: str,
) -> None:
    """Raises MarkingFoundError. That it happened is kept, what it was is not.

    The audit line has its own transaction: the refusal rolls back every other.
    """
    try:
        if sum(map(len, texts.values())) > LONG:
            await asyncio.to_thread(markings.refuse, texts)
        else:
            markings.refuse(texts)
    except MarkingFoundError as refusal:
        await tell(database, caller, subject, refusal, service=service)
        raise


async def tell(
    database: Database,
    caller: Caller,
    subject: str,
    refusal: MarkingFoundError,
    *,
    service: str,
) -> None:
    """A line of the audit, for the security officer."""
    async with database.writing() as session:
        await audit.append(
            session,
            service=service,
            caller=caller,
            action="marking.refused",
            subject=subject,
            detail={
                "kinds": sorted({problem.code for problem in refusal.errors}),
                "places": len(refusal.errors),
                "agency": caller.agency_code,
            },
        )


async def scan(
    request: Request, caller: Caller, content: bytes, *, service: str
) -> None:
    """Every text of a JSON body, also of a route that does not exist yet."""
    try:
        value = orjson.loads(content)
    except orjson.JSONDecodeError:
        return  # the route says so
    texts = {
        pointer: text
        for pointer, text in texts_in(value)
        if not pointer.endswith("/password")
    }
    path, database = request.url.path, request.app.state.database
    assert isinstance(database, Database)  # noqa: S101 -- app.state is untyped
    subject = path if _PLAIN.fullmatch(path) else PREFIX
    await refuse_markings(database, caller, subject, texts, service=service)


async def writer(scope: Scope) -> Caller | None:
    """The person who writes; whoever is not signed in is left to the routes."""
    if (
        scope["type"] != "http"
        or scope["method"] not in WRITES
        or not scope["path"].startswith(PREFIX)
    ):
        return None
    try:
        caller = await auth.caller_of(Request(scope))
    except AppError:
        return None
    return caller if caller is not None and caller.kind == "person" else None


class StaffTexts:
    """ASGI middleware in front of every write of the staff."""

    def __init__(self, app: ASGIApp, service: str) -> None:
        self._app, self._service = app, service

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        caller = await writer(scope)
        if caller is None:
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        body = Body(request.headers, receive)
        try:
            if body.is_json:
                content = await body.read()
                await scan(request, caller, content, service=self._service)
        except AppError as error:
            problem = problems.of_error(error, problems.spoken(request))
            answer = problems.reply(request, problem, error.headers)
            await answer(scope, receive, send)
            return
        await self._app(scope, body.receive, send)
