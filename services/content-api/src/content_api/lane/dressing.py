"""What the lane adds to an answer of the routes: quota and encoding."""

from collections.abc import Awaitable, Callable
from time import monotonic

from starlette.types import Message, Scope, Send

from content_api.lane.kept import encodings
from content_api.lane.kept.told import last_told
from content_api.lane.kept.watch import Watch
from content_api.lane.limits import Limit
from content_api.public.reads import CHANGES

OK, NOT_MODIFIED = 200, 304
IF_NONE_MATCH = b"if-none-match"
BODY = "http.response.body"


def plainly_asked(scope: Scope, if_none_match: bytes | None) -> Scope:
    """The routes know no tag of a compressed body."""
    if if_none_match is None or encodings.SUFFIX not in if_none_match:
        return scope
    plain = encodings.plain_tags(if_none_match)
    headers = [
        (name, plain if name == IF_NONE_MATCH else value)
        for name, value in scope["headers"]
    ]
    return {**scope, "headers": headers}


class Dressing:
    """Holds the head of an answer back until its first bytes are known."""

    def __init__(self, scope: Scope, send: Send, *, quota: tuple[Limit, str]) -> None:
        headers = dict(scope["headers"])
        self._send = send
        self._limit, self._caller = quota
        self._gzip = encodings.takes_gzip(headers.get(b"accept-encoding", b""))
        self._asked = headers.get(IF_NONE_MATCH, b"")
        self._follows = scope["path"].startswith(CHANGES)
        self._start: Message | None = None

    def sender(self, watch: Watch) -> Callable[[Message], Awaitable[None]]:
        async def send(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._start = message
                return
            if self._follows and message["type"] == BODY:
                await watch.reach(last_told(message.get("body", b"")))
            if self._start is not None:
                message = self._dressed(self._start, message)
                await self._send(self._start)
                self._start = None
            await self._send(message)

        return send

    def _dressed(self, start: Message, message: Message) -> Message:
        headers = dict(start["headers"])
        status = start["status"]
        if status == NOT_MODIFIED:
            self._not_modified(headers)
        elif status == OK and not message.get("more_body", False):
            message = self._encoded(headers, message)
        start["headers"] = [*headers.items(), *self._quota(status)]
        return message

    def _not_modified(self, headers: dict[bytes, bytes]) -> None:
        vary = headers.get(b"vary", b"")
        headers[b"vary"] = encodings.with_encoding(vary)
        tag = headers.get(b"etag", b"")
        zipped = encodings.compressed_tag(tag)
        if tag not in self._asked and zipped in self._asked:
            headers[b"etag"] = zipped

    def _encoded(self, headers: dict[bytes, bytes], message: Message) -> Message:
        body = message.get("body", b"")
        media_type = headers.get(b"content-type", b"")
        if b"content-encoding" in headers or not encodings.is_compressible(media_type):
            return message
        vary = headers.get(b"vary", b"")
        headers[b"vary"] = encodings.with_encoding(vary)
        if not self._gzip or len(body) < encodings.SMALLEST:
            return message
        body = encodings.compressed(body)
        headers[b"content-length"] = str(len(body)).encode()
        headers[b"content-encoding"] = b"gzip"
        if b"etag" in headers:
            headers[b"etag"] = encodings.compressed_tag(headers[b"etag"])
        return {**message, "body": body}

    def _quota(self, status: int) -> list[tuple[bytes, bytes]]:
        now = monotonic()
        if status == NOT_MODIFIED:
            left = self._limit.give_back(self._caller, now)
        else:
            left = self._limit.left(self._caller, now)
        return [self._limit.policy, self._limit.header(left)]
