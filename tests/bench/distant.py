"""A target that costs next to nothing, and answers after a while.

`python distant.py PORT SECONDS` speaks what the profile of the stand-in
asks for, keeps everything in memory, and counts: `GET /_state` tells how many requests
came, how many objects there are, and how many keys have more than one.
"""

import asyncio
import json
import sys
from collections import Counter
from urllib.parse import parse_qs, unquote, urlsplit

import httptools
import uvloop

LIST, ITEM, MEDIA = "/api/items", "/api/items/", "/api/media"


class Held:
    """Objects by id; keys by how often they are there."""

    def __init__(self) -> None:
        self.items: dict[int, bytes] = {}
        self.ids: dict[str, list[int]] = {}
        self.requests: Counter[str] = Counter()
        self.together = self.most = 0

    def answer(self, method: str, url: str, body: bytes) -> tuple[int, bytes]:
        parts = urlsplit(url)
        self.requests[method] += 1
        if parts.path == "/_state":
            return 200, json.dumps(self.state()).encode()
        if parts.path == MEDIA:
            return 200, b'{"data":[],"total":0}'
        if parts.path == LIST:
            if method == "POST":
                return self._create(body)
            return 200, self._listed(parse_qs(parts.query))
        return self._one(method, unquote(parts.path.removeprefix(ITEM)), body)

    def state(self) -> dict[str, object]:
        return {
            "requests": dict(self.requests),
            "objects": len(self.items),
            "keys": sum(1 for ids in self.ids.values() if ids),
            "most_together": self.most,
        }

    def _create(self, body: bytes) -> tuple[int, bytes]:
        number = len(self.items) + 1
        key = json.loads(body)["externalId"]
        self.items[number] = _with_id(number, body)
        self.ids.setdefault(key, []).append(number)
        return 201, self.items[number]

    def _listed(self, query: dict[str, list[str]]) -> bytes:
        if "externalId" in query:
            found = self.ids.get(query["externalId"][0], [])
        else:
            page, size = int(query["page"][0]), int(query["per_page"][0])
            found = list(self.items)[(page - 1) * size : page * size]
        shown = b",".join(self.items[number] for number in found)
        total = str(len(self.items)).encode()
        return b'{"data":[' + shown + b'],"total":' + total + b"}"

    def _one(self, method: str, ident: str, body: bytes) -> tuple[int, bytes]:
        number = int(ident) if ident.isdigit() else 0
        if number not in self.items:
            return 404, b"{}"
        if method == "DELETE":
            gone = self.items.pop(number)
            self.ids[json.loads(gone)["externalId"]].remove(number)
            return 204, b""
        if method == "PUT":
            self.items[number] = _with_id(number, body)
        return 200, self.items[number]


def _with_id(number: int, body: bytes) -> bytes:
    return b'{"id":"' + str(number).encode() + b'",' + body.lstrip()[1:]


class Line(asyncio.Protocol):
    """One connection; httptools finds where requests begin and end."""

    def __init__(self, held: Held, latency: float) -> None:
        self._held, self._latency = held, latency

    def connection_made(self, transport) -> None:
        self._transport = transport
        self._parser = httptools.HttpRequestParser(self)
        self._url, self._body = b"", []

    def data_received(self, data: bytes) -> None:
        self._parser.feed_data(data)

    def on_url(self, url: bytes) -> None:
        self._url += url

    def on_body(self, body: bytes) -> None:
        self._body.append(body)

    def on_message_complete(self) -> None:
        asked = self._parser.get_method().decode(), self._url.decode()
        body, self._url, self._body = b"".join(self._body), b"", []
        self._held.together += 1
        self._held.most = max(self._held.most, self._held.together)
        loop = asyncio.get_running_loop()
        loop.call_later(self._latency, self._answer, *asked, body)

    def _answer(self, method: str, url: str, body: bytes) -> None:
        self._held.together -= 1
        status, told = self._held.answer(method, url, body)
        head = (
            f"HTTP/1.1 {status} X\r\ncontent-type: application/json\r\n"
            f"content-length: {len(told)}\r\n\r\n"
        )
        self._transport.write(head.encode() + told)


async def main() -> None:
    held, latency = Held(), float(sys.argv[2])
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: Line(held, latency), "127.0.0.1", int(sys.argv[1])
    )
    await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(main())
