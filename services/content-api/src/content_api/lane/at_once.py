"""Answers of the lane as bytes for the wire: no message, no header seen twice."""

from time import monotonic, perf_counter

from starlette.types import Scope

from content_api.lane.asking import Asking
from content_api.lane.dispatcher import Dispatcher
from content_api.lane.front import Front
from content_api.lane.kept.encodings import takes_gzip
from content_api.lane.kept.entries import Entry, Headers
from content_api.lane.plans import Plan
from phohien import logs
from phohien.serving.at_once import ServerLines

OK, NOT_MODIFIED = 200, 304
OK_LINE = b"HTTP/1.1 200 OK\r\n"
NOT_MODIFIED_LINE = b"HTTP/1.1 304 Not Modified\r\n"
# The tag that is held, since when, the caller's own header values, the server's lines.
Shown = tuple[bytes | None, float, tuple[bytes, ...], Headers]
REST = b"%b%b%bx-request-id: %b\r\n%b: %b\r\n%b: %b\r\n\r\n"


class AtOnce:
    """Says what the dispatcher would, or nothing: then the dispatcher is asked."""

    __slots__ = ("_date", "_dispatcher", "_front")

    def __init__(self, dispatcher: Dispatcher, front: Front) -> None:
        self._dispatcher, self._front = dispatcher, front
        self._date = ServerLines()

    def parts(
        self, scope: Scope, host: str, date: Headers
    ) -> list[bytes] | Asking | None:
        """Head and body, while the answer is kept and the quota lasts.

        Else who asks for what, if the lane can compute it.
        """
        front = self._front
        started, headers = perf_counter(), scope["headers"]
        given: dict[bytes, bytes] = dict(headers)
        plain = scope["method"] == "GET" and len(given) == len(headers)
        if front.watch is None or not plain:
            return None
        limit, caller, known = front.caller(given, host)
        plan = self._dispatcher.plan_of(scope, given) if known else None
        if plan is None:
            return None
        entry = front.kept(plan, given)
        if entry is None:
            return Asking(front, plan, given, (limit, caller))
        asked = given.get(b"if-none-match")
        held = None if asked is None else entry.held(asked)
        now = monotonic()
        left = limit.take(caller, now) if held is None else limit.left(caller, now)
        if left < 0:
            return None
        ident = logs.ident_for(given.get(b"x-request-id", b"").decode("latin-1"))
        mine = (ident.encode(), *limit.policy, *limit.header(left))
        return self._written(plan, given, entry, (held, started, mine, date))

    async def computed(self, asking: Asking, date: Headers) -> list[bytes] | None:
        """Head and body; None for a redirect. Raises what is to be refused."""
        plan, limit = asking.plan, asking.limit
        assert plan is not None  # noqa: S101 -- `parts` looked
        asking.pay()
        entry = await self._front.computed(plan, asking.given)
        if entry is None:
            return None
        left = asking.left_after(NOT_MODIFIED if asking.has(entry) else OK)
        mine = (asking.ident.encode(), *limit.policy, *limit.header(left))
        shown = (asking.held, asking.started, mine, date)
        return self._written(plan, asking.given, entry, shown)

    def _written(
        self, plan: Plan, given: dict[bytes, bytes], entry: Entry, shown: Shown
    ) -> list[bytes]:
        held, started, mine, date = shown
        front, zipped = self._front, takes_gzip(given.get(b"accept-encoding", b""))
        status, line, body = self._form(plan, entry, held, zipped=zipped)
        head = entry.head(held, gzip=zipped)
        front.lines.note(plan.route, status, started, mine[0].decode())
        front.requests.note("GET", plan.route, status, perf_counter() - started)
        return [REST % (line, self._date.of(date), head, *mine), body]

    def _form(
        self, plan: Plan, entry: Entry, held: bytes | None, *, zipped: bool
    ) -> tuple[int, bytes, bytes]:
        if held is not None:
            self._front.counts.not_modified += 1
            return NOT_MODIFIED, NOT_MODIFIED_LINE, b""
        return OK, OK_LINE, self._front.body(plan, entry, gzip=zipped)
