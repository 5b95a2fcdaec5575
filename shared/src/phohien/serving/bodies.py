"""The body of a request: read whole when it is JSON, else hashed as it goes by."""

import hashlib
from collections.abc import Iterator
from typing import Any

from starlette.datastructures import Headers
from starlette.types import Message, Receive

from phohien.errors import BodyTooDeepError, BodyTooLargeError, Text

MOST_BYTES = 16 * 1024 * 1024
DEEPEST = 64


class Body:
    """What the route will receive; `sha256` is known when all of it went by."""

    def __init__(self, headers: Headers, receive: Receive) -> None:
        kind = headers.get("content-type", "").partition(";")[0].strip().lower()
        self.is_json = kind == "application/json" or kind.endswith("+json")
        self.content = b""
        self._receive, self._hash = receive, hashlib.sha256()
        self._read = self._given = False

    @property
    def sha256(self) -> str:
        return self._hash.hexdigest()

    async def read(self) -> bytes:
        """All of it; only for what fits into memory."""
        chunks, size = [], 0
        while not self._read:
            message = await self._next()
            chunks.append(message.get("body", b""))
            size += len(chunks[-1])
            if size > MOST_BYTES:
                raise BodyTooLargeError(
                    Text(
                        vi="Nội dung JSON tối đa 16 MiB; hãy chia nhỏ yêu cầu.",
                        en="A JSON body has at most 16 MiB; send it in parts.",
                    )
                )
        self.content = b"".join(chunks)
        return self.content

    async def drain(self) -> None:
        """To its end, for its hash alone."""
        while not self._read:
            await self._next()

    async def receive(self) -> Message:
        """As the route asks for it."""
        if not self._read:
            return await self._next()
        if self.is_json and not self._given:
            self._given = True
            return {"type": "http.request", "body": self.content, "more_body": False}
        return await self._receive()

    async def _next(self) -> Message:
        message = await self._receive()
        if message["type"] == "http.request":
            self._hash.update(message.get("body", b""))
            self._read = not message.get("more_body", False)
        else:
            self._read = True
        return message


def texts_in(value: Any) -> Iterator[tuple[str, str]]:
    """Every text with its JSON Pointer, however deep: nobody has validated this yet."""
    waiting = [("", value)]
    while waiting:
        pointer, inner = waiting.pop()
        if pointer.count("/") > DEEPEST:
            raise BodyTooDeepError(
                Text(
                    vi=f"Lồng nhau tối đa {DEEPEST} cấp.",
                    en=f"It may be nested {DEEPEST} levels deep.",
                )
            )
        if isinstance(inner, str):
            yield pointer, inner
        elif isinstance(inner, dict):
            waiting += [
                (f"{pointer}/{name.replace('~', '~0').replace('/', '~1')}", held)
                for name, held in inner.items()
            ]
        elif isinstance(inner, list):
            waiting += [(f"{pointer}/{at}", held) for at, held in enumerate(inner)]
