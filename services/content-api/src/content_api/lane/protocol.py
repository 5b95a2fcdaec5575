"""The server's protocol, which writes kept answers the moment their request is read.

For each request uvicorn starts a task, and looks at each header of an answer; for bytes
that are ready that is more work than the answer itself. What is not kept, or not asked
for in the plainest way, goes uvicorn's own way.
"""

from typing import Any

from typing_extensions import override
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware
from uvicorn.protocols.http.httptools_impl import (
    HttpToolsProtocol,
    RequestResponseCycle,
)

from content_api.lane.at_once import AtOnce

FORWARDED = b"x-forwarded-for"


def protocol_with(at_once: AtOnce) -> type[HttpToolsProtocol]:
    """For `uvicorn.run(…, http=…)`."""

    class KeptFirst(HttpToolsProtocol):
        @override
        def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:
            parts = None
            # One at a time: whoever sends many at once is answered by tasks.
            usual = cycle.keep_alive and not self.pipeline and app is self.app
            if usual and not self.flow.write_paused:
                scope: Any = cycle.scope
                host, date = host_of(scope, app), self.server_state.default_headers
                parts = at_once.parts(scope, host, date)
            if parts is None:
                super()._start_asgi_task(cycle, app)
                return
            cycle.response_started = cycle.response_complete = True
            self.transport.writelines(parts)
            self.on_response_complete()

    return KeptFirst


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
