"""Media on an origin of its own: nothing else answers there, and media nowhere else.

What people have sent is shown without the cookies of those who work here, so that
even a file that got past every inspection could do nothing in their name. The origin
comes from the settings. Of a request only `Host` is compared with it; what stands
there, or in any forwarded header, goes into no answer.
"""

from collections.abc import Awaitable, Callable, MutableMapping
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[MutableMapping[str, Any], Receive, Send], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]

PREFIXES = ("/m/", "/iiif/3/")
DEFAULT_PORTS = {"http": ":80", "https": ":443"}
PERSONAL = frozenset({b"cookie", b"authorization"})
SAFE = frozenset({"GET", "HEAD"})
ALWAYS = {
    b"content-security-policy": b"default-src 'none'; sandbox",
    b"x-content-type-options": b"nosniff",
    b"cross-origin-resource-policy": b"cross-origin",
    b"access-control-allow-origin": b"*",
}


class MediaHost:
    """`media_url` is empty where media has no origin of its own."""

    def __init__(self, app: App, media_url: str) -> None:
        self._app = app
        self._media_url = media_url.rstrip("/")
        parts = urlsplit(self._media_url)
        self._port = DEFAULT_PORTS.get(parts.scheme, "")
        self._host = self._bare(parts.netloc)

    async def __call__(
        self, scope: MutableMapping[str, Any], receive: Receive, send: Send
    ) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        is_media = scope["path"].startswith(PREFIXES)
        here = self._host and self._asked_of(scope) == {self._host}
        if here and not is_media:
            await _answer(send, HTTPStatus.NOT_FOUND, {})
        elif is_media and self._host and not here and scope["method"] in SAFE:
            await _answer(send, HTTPStatus.PERMANENT_REDIRECT, self._there(scope))
        elif is_media:
            await self._app(_nobody(scope), receive, _cookieless(send))
        else:
            await self._app(scope, receive, send)

    def _asked_of(self, scope: MutableMapping[str, Any]) -> set[str]:
        """Every host that the request names: two are one too many."""
        named = [value for name, value in scope["headers"] if name == b"host"]
        return {self._bare(value.decode("latin-1")) for value in named}

    def _bare(self, host: str) -> str:
        return host.strip().lower().removesuffix(self._port)

    def _there(self, scope: MutableMapping[str, Any]) -> dict[bytes, bytes]:
        raw: bytes = scope.get("raw_path") or scope["path"].encode()
        query: bytes = scope["query_string"]
        target = raw + (b"?" + query if query else b"")
        return {b"location": self._media_url.encode() + target}


def _nobody(scope: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Whoever asks for media asks as anybody."""
    kept = [pair for pair in scope["headers"] if pair[0] not in PERSONAL]
    return {**scope, "headers": kept}


def _cookieless(send: Send) -> Send:
    async def pass_on(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers: Headers = [
                pair for pair in message["headers"] if pair[0].lower() != b"set-cookie"
            ]
            present = {name.lower() for name, _ in headers}
            headers += [pair for pair in ALWAYS.items() if pair[0] not in present]
            message = {**message, "headers": headers}
        await send(message)

    return pass_on


async def _answer(send: Send, status: HTTPStatus, more: dict[bytes, bytes]) -> None:
    headers = {**ALWAYS, b"content-length": b"0", b"cache-control": b"no-store", **more}
    await send(
        {
            "type": "http.response.start",
            "status": status.value,
            "headers": list(headers.items()),
        }
    )
    await send({"type": "http.response.body", "body": b""})
