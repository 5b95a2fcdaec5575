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
from phohien.request_lines import RequestLines

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

Key = tuple[str, bytes]


@dataclass(frozen=True, slots=True)
class Kept:
    """What the routes said, and the hash under which the shelf has the bytes."""

    use: tuple[UUID, str, int]
    headers: list[tuple[bytes, bytes]]
    sha256: str


class KeptFirst:
    """Outside of everything else of the application."""

    def __init__(
        self, app: ASGIApp, state: Any, requests: Requests, lines: RequestLines
    ) -> None:
        self._app, self._state = app, state
        self._requests, self._lines = requests, lines
        self._kept: OrderedDict[Key, Kept] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        key = _plain(scope)
        if key is None:
            await self._app(scope, receive, send)
            return
        kept = self._kept.get(key)
        counter: Counter = self._state.counter
        if kept is not None and counter.is_live(kept.use[0]):
            data = counter.shelf.get(kept.sha256)
            if data is not None:
                counter.uses.note(*kept.use)
                await self._say(scope, send, kept, data)
                return
        await self._app(scope, receive, self._listening(key, counter, send))

    async def _say(self, scope: Scope, send: Send, kept: Kept, data: bytes) -> None:
        started = perf_counter()
        given = next((v for n, v in scope["headers"] if n == b"x-request-id"), b"")
        ident = logs.ident_for(given.decode("latin-1"))
        headers = [*kept.headers, (b"x-request-id", ident.encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": data})
        self._requests.note("GET", ROUTE, 200, perf_counter() - started)
        self._lines.note(ROUTE, 200, started, ident)

    def _listening(self, key: Key, counter: Counter, send: Send) -> Send:
        """Remembers a plain 200 whose bytes the shelf has."""

        async def heard(message: Message) -> None:
            if (
                message["type"] == "http.response.start"
                and message["status"] == HTTPStatus.OK
            ):
                self._remember(key, counter, message["headers"])
            await send(message)

        return heard

    def _remember(
        self, key: Key, counter: Counter, headers: list[tuple[bytes, bytes]]
    ) -> None:
        etag = next((value for name, value in headers if name == b"etag"), b"")
        version, _, name = key[0].removeprefix(PREFIX).partition("/")
        preset, _, epoch = name.partition(".")[0].partition("-")
        sha256 = etag.decode("latin-1").strip('"')
        if preset not in BY_NAME or counter.shelf.get(sha256) is None:
            return
        said = [(name, value) for name, value in headers if name != b"x-request-id"]
        self._kept[key] = Kept((UUID(version), preset, int(epoch)), said, sha256)
        if len(self._kept) > MOST:
            self._kept.popitem(last=False)


def _plain(scope: Scope) -> Key | None:
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
