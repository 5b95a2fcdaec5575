"""The server's protocol, which writes answers that are ready as bytes.

For each request uvicorn starts a task, and looks at each header of an answer; for bytes
that are ready that is more work than the answer itself. What is ready is written the
moment its request is read. Whatever else, or asked for in any but the plainest way,
goes uvicorn's own way.
"""

from collections.abc import Sequence
from typing import Any, Protocol

from starlette.types import Scope
from typing_extensions import override
from uvicorn.protocols.http.httptools_impl import (
    HttpToolsProtocol,
    RequestResponseCycle,
)

Headers = list[tuple[bytes, bytes]]


class Ready(Protocol):
    def parts(self, scope: Scope, date: Headers) -> list[bytes] | None:
        """Head and body; `date` is what the server adds by itself."""


class ServerLines:
    """The server's own headers as bytes; it has another list every second."""

    __slots__ = ("_known", "_lines")

    def __init__(self) -> None:
        self._known: object = None
        self._lines = b""

    def of(self, headers: Headers) -> bytes:
        if self._known is not headers:
            self._lines = lines(headers)
            self._known = headers
        return self._lines


def lines(headers: Sequence[tuple[bytes, bytes]]) -> bytes:
    return b"".join(b"%b: %b\r\n" % header for header in headers)


class AtOnceProtocol(HttpToolsProtocol):
    """One connection."""

    def may_write(self, cycle: RequestResponseCycle, app: Any) -> bool:
        """One at a time: whoever sends many at once is answered by tasks."""
        usual = cycle.keep_alive and not self.pipeline and app is self.app
        return usual and not self.flow.write_paused

    def write(self, cycle: RequestResponseCycle, parts: list[bytes]) -> None:
        cycle.response_started = cycle.response_complete = True
        if cycle.disconnected or self.transport.is_closing():
            return
        self.transport.writelines(parts)
        self.on_response_complete()
        # The process ends: uvicorn took note of it while this was computed.
        if not cycle.keep_alive:
            self.transport.close()


def protocol_with(ready: Ready) -> type[HttpToolsProtocol]:
    """For `uvicorn.run(…, http=…)`."""

    class ReadyFirst(AtOnceProtocol):
        @override
        def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:
            parts = None
            if self.may_write(cycle, app):
                scope: Any = cycle.scope
                parts = ready.parts(scope, self.server_state.default_headers)
            if parts is None:
                super()._start_asgi_task(cycle, app)
            else:
                self.write(cycle, parts)

    return ReadyFirst
