"""The ASGI application in front of the routes.

It answers the five hot reads itself and passes everything else on; what it computes
comes from the functions the routes call.
"""

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from structlog.contextvars import bind_contextvars

from content_api.lane.asking import Asking
from content_api.lane.dressing import Dressing, plainly_asked
from content_api.lane.front import Front
from content_api.lane.kept.watch import Watch
from content_api.lane.plans import Plan
from content_api.public.forms.media_types import takes_json
from phohien.errors import AppError

log = structlog.get_logger()
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
PUBLIC = "/v1/"
EVENTS = b"text/event-stream"


class Dispatcher:
    """Middleware outside all other; `front` is what the process knows."""

    def __init__(self, app: ASGIApp, front: Front) -> None:
        self._app, self._front = app, front

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        watch = self._front.watch
        if scope["type"] != "http" or watch is None:
            await self._app(scope, receive, send)
        elif scope["method"] == "GET" and scope["path"].startswith(PUBLIC):
            await self._read(watch, scope, receive, send)
        elif scope["method"] in SAFE:
            await self._app(scope, receive, send)
        else:
            await self._write(watch, scope, receive, send)

    async def _write(
        self, watch: Watch, scope: Scope, receive: Receive, send: Send
    ) -> None:
        """Whoever is told of a write finds it in this process's next answer."""

        async def settled(message: Message) -> None:
            if message["type"] == "http.response.start":
                await watch.settle()
            await send(message)

        await self._app(scope, receive, settled)

    async def _read(
        self, watch: Watch, scope: Scope, receive: Receive, send: Send
    ) -> None:
        front, headers = self._front, scope["headers"]
        given: dict[bytes, bytes] = dict(headers)
        client = scope["client"]
        limit, caller, known = front.caller(given, client[0] if client else "")
        # A header sent twice is unusual enough for the routes.
        plan = (
            self.plan_of(scope, given) if known and len(given) == len(headers) else None
        )
        asking = Asking(front, plan, given, (limit, caller))
        entry = None
        try:
            entry = None if plan is None else front.kept(plan, given)
            if entry is None or not asking.has(entry):
                asking.pay()
            if entry is None and plan is not None:
                # The server gives each request a context of its own.
                bind_contextvars(request_id=asking.identify())
                entry = await front.computed(plan, given)
        except AppError as error:
            await asking.refuse(error, scope, receive, send)
            return
        except Exception as error:  # noqa: BLE001 -- the routes are asked, and say why
            log.warning("lane_failed", error=repr(error))
        if entry is not None:
            await asking.answer(entry, send)
            return
        front.counts.passed_on += 1
        dressing = Dressing(scope, send, quota=(limit, caller))
        plain = plainly_asked(scope, given.get(b"if-none-match"))
        await self._app(plain, receive, dressing.sender(watch))

    def plan_of(self, scope: Scope, given: dict[bytes, bytes]) -> Plan | None:
        accept = given.get(b"accept")
        if scope["root_path"]:
            return None
        if accept is not None and (EVENTS in accept or not takes_json(accept)):
            return None
        endings = self._front.endings
        if endings and endings.of(scope["path"], scope["query_string"]):
            return None
        language = given.get(b"accept-language")
        return self._front.plans.of(scope["path"], scope["query_string"], language)
