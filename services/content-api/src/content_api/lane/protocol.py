"""What the lane keeps or computes, written by the server's protocol as bytes.

What the lane cannot answer goes uvicorn's own way.
"""

from typing import Any, ClassVar

import structlog
from starlette.requests import Request
from structlog.contextvars import bind_contextvars
from typing_extensions import override
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware
from uvicorn.protocols.http.httptools_impl import (
    HttpToolsProtocol,
    RequestResponseCycle,
)

from content_api.lane.asking import Asking
from content_api.lane.at_once import AtOnce
from content_api.lane.errors import unreadable
from phohien import problems
from phohien.errors import AppError
from phohien.serving.at_once import AtOnceProtocol

log = structlog.get_logger()
BAD_LINE = b"HTTP/1.1 400 Bad Request\r\n"
FORWARDED = b"x-forwarded-for"


class LaneFirst(AtOnceProtocol):
    """One connection; `at_once` is what the lane of this process knows."""

    at_once: ClassVar[AtOnce]

    @override
    def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:
        parts: list[bytes] | Asking | None = None
        if self.may_write(cycle, app):
            scope: Any = cycle.scope
            host, date = host_of(scope, app), self.server_state.default_headers
            parts = self.at_once.parts(scope, host, date)
        if parts is None:
            super()._start_asgi_task(cycle, app)
        elif isinstance(parts, Asking):
            task = self.loop.create_task(self._compute(cycle, app, parts))
            task.add_done_callback(self.tasks.discard)
            self.tasks.add(task)
        else:
            self.write(cycle, parts)

    @override
    def send_400_response(self, msg: str) -> None:
        """A problem document instead of a line of text."""
        request = Request({"type": "http", "headers": self.headers or []})
        problem = problems.of_error(unreadable(), problems.spoken(request))
        reply = problems.reply(request, problem, {"connection": "close"})
        lines = [*self.server_state.default_headers, *reply.raw_headers]
        head = b"".join(b"%b: %b\r\n" % line for line in lines)
        self.transport.writelines([BAD_LINE, head, b"\r\n", bytes(reply.body)])
        self.transport.close()

    async def _compute(
        self, cycle: RequestResponseCycle, app: Any, asking: Asking
    ) -> None:
        bind_contextvars(request_id=asking.identify())
        parts, date = None, self.server_state.default_headers
        try:
            parts = await self.at_once.computed(asking, date)
        except AppError as error:
            scope: Any = cycle.scope
            receive: Any = cycle.receive
            send: Any = cycle.send
            await asking.refuse(error, scope, receive, send)
            return
        except Exception as error:  # noqa: BLE001 -- the application is asked, and says why
            log.warning("lane_failed", error=repr(error))
        if parts is not None and not self.flow.write_paused:
            self.write(cycle, parts)
        else:
            asking.give_back()
            await cycle.run_asgi(app)


def protocol_with(at_once: AtOnce) -> type[HttpToolsProtocol]:
    """For `uvicorn.run(…, http=…)`."""
    return type("LaneProtocol", (LaneFirst,), {"at_once": at_once})


def host_of(scope: Any, app: object) -> str:
    """Who asks, as uvicorn tells the application."""
    client = scope["client"]
    host = str(client[0]) if client else ""
    for name, value in scope["headers"]:
        if name == FORWARDED and isinstance(app, ProxyHeadersMiddleware):
            trusted = app.trusted_hosts
            if host in trusted:
                told, _ = trusted.get_trusted_client_address(value.decode("latin-1"))
                return told or host
    return host
