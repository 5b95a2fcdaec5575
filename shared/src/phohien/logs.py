"""JSON lines on standard output, one for each request."""

import logging
import re
from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from random import getrandbits
from time import perf_counter

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from structlog.contextvars import bound_contextvars

from phohien.metrics import Requests

log = structlog.get_logger()
_REQUEST_ID: ContextVar[str] = ContextVar("request_id", default="")
# A caller's id goes into log lines and headers, so only what is harmless in both.
_SAFE = re.compile(r"[A-Za-z0-9._-]{1,128}")
# W3C Trace Context; what later versions add behind the four parts is not read.
_TRACE_ID: ContextVar[str] = ContextVar("trace_id", default="")
_TRACEPARENT = re.compile(
    r"(?!ff|00(-[^-]*){4})[0-9a-f]{2}-(?!0{32})(?P<trace>[0-9a-f]{32})"
    r"-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(-.*)?"
)


def request_id() -> str:
    """The id of the request being answered; empty outside of one."""
    return _REQUEST_ID.get()


def trace_id() -> str:
    """The caller's trace if there is one, else the id of the request."""
    return _TRACE_ID.get() or _REQUEST_ID.get()


def trace_in(traceparent: str) -> str:
    """The id of the trace a request belongs to; empty when none can be read."""
    found = _TRACEPARENT.fullmatch(traceparent.strip())
    return found["trace"] if found else ""


def ident_for(given: str) -> str:
    """The caller's own id when it is harmless, else a new one."""
    if given and _SAFE.fullmatch(given):
        return given
    return f"{getrandbits(128):032x}"


@contextmanager
def answering(ident: str, trace: str = "") -> Generator[None]:
    """What is told in here, problem documents too, carries these ids."""
    token, traced = _REQUEST_ID.set(ident), _TRACE_ID.set(trace)
    bound = {"trace_id": trace} if trace else {}
    try:
        with bound_contextvars(request_id=ident, **bound):
            yield
    finally:
        _REQUEST_ID.reset(token)
        _TRACE_ID.reset(traced)


def configure(level: str) -> None:
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.dict_tracebacks,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(
            logging.getLevelNamesMapping()[level]
        ),
    )


class RequestLine:
    """What was asked, how it ended and how long it took: told, and counted."""

    def __init__(self, app: ASGIApp, requests: Requests) -> None:
        self._app, self._requests = app, requests

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        ident = ident_for(headers.get("x-request-id") or "")
        trace = trace_in(headers.get("traceparent") or "")
        # For who answers when this is over: a failure that nobody foresaw.
        scope["phohien.request_id"] = ident
        scope["phohien.trace_id"] = trace or ident
        started, status = perf_counter(), 500

        async def note_status(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["x-request-id"] = ident
            await send(message)

        with answering(ident, trace):
            try:
                await self._app(scope, receive, note_status)
            finally:
                seconds = perf_counter() - started
                method = scope["method"]
                route = getattr(scope.get("route"), "path", None)
                self._requests.note(method, route or "none", status, seconds)
                log.info(
                    "request",
                    method=method,
                    route=route,
                    status=status,
                    ms=round(seconds * 1000, 1),
                )
