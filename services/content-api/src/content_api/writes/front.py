"""In front of every write of the staff, whichever route it goes to.

A text with a secrecy marking goes no further, whatever field it stands in, also of a
route that does not exist yet. A POST with an Idempotency-Key is carried out once.
"""

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from content_api.items.service import SERVICE
from content_api.writes import repeating
from content_api.writes.answers import SUCCESS, Held
from content_api.writes.repeating import HEADER, SECRET, Claim, Named
from content_api.writes.tables import KeptAnswer
from phohien import problems
from phohien.callers import Caller
from phohien.db import Database
from phohien.errors import AppError
from phohien.serving import scanning
from phohien.serving.bodies import Body

REPLAYED = "idempotency-replayed"


class StaffWrites:
    """ASGI middleware; whoever is not signed in is left to the routes."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        caller = await scanning.writer(scope)
        if caller is None:
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        try:
            await self._write(request, caller, Body(request.headers, receive), send)
        except AppError as error:
            problem = problems.of_error(error, problems.spoken(request))
            answer = problems.reply(request, problem, error.headers)
            await answer(scope, receive, send)

    async def _write(
        self, request: Request, caller: Caller, body: Body, send: Send
    ) -> None:
        database = request.app.state.database
        assert isinstance(database, Database)  # noqa: S101 -- app.state is untyped
        if body.is_json:
            await scanning.scan(request, caller, await body.read(), service=SERVICE)
        given = request.headers.get(HEADER)
        if request.method != "POST" or given is None:
            await self._app(request.scope, body.receive, send)
            return
        named = Named(
            caller_id=caller.id,
            key=repeating.key_of(given),
            request=f"{request.url.path}?{request.url.query}",
            body_sha256=body.sha256 if body.is_json else "",
        )
        begun = await repeating.begin(database, named)
        if isinstance(begun, Claim):
            await self._carry_out(request, begun, body, send)
        else:
            await _again(request, begun, named, body, send)

    async def _carry_out(
        self, request: Request, claim: Claim, body: Body, send: Send
    ) -> None:
        held = Held(send)
        request.state.before_commit = claim.note
        try:
            await self._app(request.scope, body.receive, held.send)
        finally:
            if held.status in SUCCESS:
                secret = request.url.path.startswith(SECRET)
                sha256 = {"body_sha256": body.sha256}
                await claim.keep(held.kept(secret=secret) | sha256)
            else:
                await claim.let_go()
        await held.let_out()


async def _again(
    request: Request, held: KeptAnswer, named: Named, body: Body, send: Send
) -> None:
    """The first answer once more, for the same request."""
    await body.drain()
    same = Named(named.caller_id, named.key, named.request, body.sha256)
    kept = repeating.judge(held, same)
    headers = {**(kept.headers or {}), REPLAYED: "true"}
    answer = Response(kept.body, status_code=kept.status or 200, headers=headers)
    await answer(request.scope, body.receive, send)
