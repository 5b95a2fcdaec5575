"""Small renditions that were handed out a moment ago, in front of the routes.

The routes decide what is handed out, to whom and with which headers; here is repeated,
to the letter, what they said to the plainest of questions: the same address on the same
host, without conditions, parts, links or credentials. It is forgotten with the second
for which a version counts as live, and with what the process keeps of small bytes.
"""

from collections import OrderedDict
from dataclasses import dataclass
from http import HTTPStatus
from time import perf_counter
from typing import Any
from uuid import UUID

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assets_api.delivery.service import Counter
from assets_api.renditions.presets import BY_NAME
from phohien import logs
from phohien.metrics import Requests
from phohien.serving import at_once
from phohien.serving.at_once import Headers, ServerLines
from phohien.serving.request_lines import RequestLines

ROUTE = "/m/{version_id}/{name}"
PREFIX = "/m/"
MOST = 4096
PLAIN = frozenset(
    {
        *(b"host", b"accept", b"accept-encoding", b"accept-language", b"user-agent"),
        *(b"connection", b"referer", b"pragma", b"dnt", b"priority", b"x-request-id"),
    }
)
"""What a browser sends of itself; `sec-` headers too. Any other is for the routes."""

WHOLE = b"HTTP/1.1 200 OK\r\n%b%bx-request-id: %b\r\n\r\n"
Key = tuple[str, bytes]


@dataclass(frozen=True, slots=True)
class Kept:
    """What the routes said, and the hash under which the shelf has the bytes."""

    use: tuple[UUID, str, int]
    headers: Headers
    head: bytes
    """The same as bytes for the wire."""
    sha256: str


class KeptAnswers:
    """What was said, for as long as it may be said again."""

    def __init__(self, state: Any, requests: Requests, lines: RequestLines) -> None:
        self._state, self._requests, self._lines = state, requests, lines
        self._kept: OrderedDict[Key, Kept] = OrderedDict()
        self._date = ServerLines()

    @property
    def _counter(self) -> Counter:
        counter = self._state.counter
        assert isinstance(counter, Counter)  # noqa: S101 -- app.state is untyped
        return counter

    def find(self, key: Key) -> tuple[Kept, bytes] | None:
        """The answer and its bytes; noted as a use."""
        kept = self._kept.get(key)
        counter = self._counter
        if kept is None or not counter.is_live(kept.use[0]):
            return None
        data = counter.shelf.get(kept.sha256)
        if data is None:
            return None
        counter.uses.note(*kept.use)
        return kept, data

    def parts(self, scope: Scope, date: Headers) -> list[bytes] | None:
        """For the server's protocol: head and body as bytes."""
        started = perf_counter()
        key = plain(scope)
        found = None if key is None else self.find(key)
        if found is None:
            return None
        kept, data = found
        ident = ident_of(scope)
        self.note(started, ident)
        return [WHOLE % (self._date.of(date), kept.head, ident.encode()), data]

    def note(self, started: float, ident: str) -> None:
        self._requests.note("GET", ROUTE, 200, perf_counter() - started)
        self._lines.note(ROUTE, 200, started, ident)

    def remember(self, key: Key, headers: Headers) -> None:
        """A plain 200 whose bytes the shelf has."""
        etag = next((value for name, value in headers if name == b"etag"), b"")
        version, _, name = key[0].removeprefix(PREFIX).partition("/")
        preset, _, epoch = name.partition(".")[0].partition("-")
        sha256 = etag.decode("latin-1").strip('"')
        if preset not in BY_NAME or self._counter.shelf.get(sha256) is None:
            return
        said = [(name, value) for name, value in headers if name != b"x-request-id"]
        use = UUID(version), preset, int(epoch)
        self._kept[key] = Kept(use, said, at_once.lines(said), sha256)
        if len(self._kept) > MOST:
            self._kept.popitem(last=False)


class KeptFirst:
    """Outside of everything else of the application."""

    def __init__(self, app: ASGIApp, answers: KeptAnswers) -> None:
        self._app, self._answers = app, answers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        key = plain(scope)
        if key is None:
            await self._app(scope, receive, send)
            return
        found = self._answers.find(key)
        if found is not None:
            await self._say(scope, send, *found)
            return
        await self._app(scope, receive, self._listening(key, send))

    async def _say(self, scope: Scope, send: Send, kept: Kept, data: bytes) -> None:
        started, ident = perf_counter(), ident_of(scope)
        headers = [*kept.headers, (b"x-request-id", ident.encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": data})
        self._answers.note(started, ident)

    def _listening(self, key: Key, send: Send) -> Send:
        async def heard(message: Message) -> None:
            if (
                message["type"] == "http.response.start"
                and message["status"] == HTTPStatus.OK
            ):
                self._answers.remember(key, message["headers"])
            await send(message)

        return heard


def ident_of(scope: Scope) -> str:
    given = next((v for n, v in scope["headers"] if n == b"x-request-id"), b"")
    return logs.ident_for(given.decode("latin-1"))


def plain(scope: Scope) -> Key | None:
    """Address and host of a question that one answer is right for; else None."""
    if (
        scope["type"] != "http"
        or not scope["path"].startswith(PREFIX)
        or scope["method"] != "GET"
        or scope["query_string"]
    ):
        return None
    host = b""
    for name, value in scope["headers"]:
        if name == b"host":
            host = value
        elif name not in PLAIN and not name.startswith(b"sec-"):
            return None
    return scope["path"], host
