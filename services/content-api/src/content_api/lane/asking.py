"""One request in the lane: its answer, its refusal, its line in the log."""

from time import monotonic, perf_counter

from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from content_api.lane.errors import quota_used_up
from content_api.lane.front import Front
from content_api.lane.kept.encodings import takes_gzip
from content_api.lane.kept.entries import Entry, Headers
from content_api.lane.limits import Limit
from content_api.lane.plans import Plan
from phohien import logs, problems
from phohien.errors import AppError

OK, NOT_MODIFIED = 200, 304
OTHER = "/v1"


class Asking:
    """Who asks for what, since when, and whether it was taken from the quota."""

    __slots__ = (
        *("caller", "front", "given", "held", "ident", "left", "limit", "paid", "plan"),
        "started",
    )

    def __init__(
        self,
        front: Front,
        plan: Plan | None,
        given: dict[bytes, bytes],
        quota: tuple[Limit, str],
    ) -> None:
        self.started = perf_counter()
        self.front, self.plan, self.given = front, plan, given
        self.limit, self.caller = quota
        self.held: bytes | None = None
        self.paid = False
        self.left = 0.0
        self.ident = ""

    def identify(self) -> str:
        ident = self.given.get(b"x-request-id", b"").decode("latin-1")
        self.ident = logs.ident_for(ident)
        return self.ident

    def has(self, entry: Entry) -> bool:
        """Whether the caller holds this answer already."""
        asked = self.given.get(b"if-none-match")
        if asked is not None:
            self.held = entry.held(asked)
        return self.held is not None

    def pay(self) -> None:
        """Raises QuotaUsedUpError."""
        self.left = self.limit.take(self.caller, monotonic())
        if self.left < 0:
            self.front.counts.limited += 1
            raise quota_used_up(self.limit.retry_after(self.left))
        self.paid = True

    def give_back(self) -> None:
        """Somebody else answers, and takes it again."""
        if self.paid:
            self.limit.give_back(self.caller, monotonic())
            self.paid = False

    async def answer(self, entry: Entry, send: Send) -> None:
        ident = self.ident or self.identify()
        if not self.paid or self.has(entry):
            assert self.held is not None  # noqa: S101 -- unpaid is what is held
            status, body = NOT_MODIFIED, b""
            headers = entry.headers(self.held, gzip=False)
            self.front.counts.not_modified += 1
        else:
            status = OK
            headers, body = self._form(entry)
        more = (
            (b"x-request-id", ident.encode()),
            self.limit.policy,
            self.limit.header(self.left_after(status)),
        )
        start = "http.response.start"
        await send({"type": start, "status": status, "headers": [*headers, *more]})
        await send({"type": "http.response.body", "body": body})
        self._note(status)

    async def refuse(
        self, error: AppError, scope: Scope, receive: Receive, send: Send
    ) -> None:
        """The problem document the routes would have sent."""
        ident, request = self.ident or self.identify(), Request(scope)
        traceparent = self.given.get(b"traceparent", b"").decode("latin-1")
        with logs.answering(ident, logs.trace_in(traceparent)):
            problem = problems.of_error(error, problems.spoken(request))
            response = problems.reply(request, problem, error.headers)
        response.raw_headers += [
            (b"x-request-id", ident.encode()),
            self.limit.policy,
            self.limit.header(self.left_after(problem.status)),
        ]
        await response(scope, receive, send)
        self._note(problem.status)

    def _form(self, entry: Entry) -> tuple[Headers, bytes]:
        assert self.plan is not None  # noqa: S101 -- without one there is no entry
        gzip = takes_gzip(self.given.get(b"accept-encoding", b""))
        body = self.front.body(self.plan, entry, gzip=gzip)
        return entry.headers(None, gzip=gzip), body

    def left_after(self, status: int) -> float:
        """Of the quota; who has the answer already pays nothing."""
        if status != NOT_MODIFIED:
            return self.left
        if self.paid:
            return self.limit.give_back(self.caller, monotonic())
        return self.limit.left(self.caller, monotonic())

    def _note(self, status: int) -> None:
        route = OTHER if self.plan is None else self.plan.route
        seconds = perf_counter() - self.started
        self.front.requests.note("GET", route, status, seconds)
        self.front.lines.note(route, status, self.started, self.ident)
