"""A proxy in front of a real S3 that spoils chosen calls: late, failed, or half done.

It answers each request on a connection of its own and passes the signed headers as they
are, so that the store behind it believes every signature.
"""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

from tests.standins.cutting_proxy import reset
from tests.standins.lines import pump, serving

CALLS = (
    "begin",
    "part",
    "put",
    "complete",
    "head",
    "get",
    "copy",
    "list",
    "delete",
    "delete many",
)
MODES = ("error", "reset after", "slow")
SLOW_SECONDS = 3.0
REFUSAL = b"<Error><Code>InternalError</Code><Message>try again</Message></Error>"
ANSWER = (
    b"HTTP/1.1 500 Internal Server Error\r\ncontent-type: application/xml\r\n"
    b"connection: close\r\ncontent-length: %d\r\n\r\n%b" % (len(REFUSAL), REFUSAL)
)


@dataclass(frozen=True)
class Request:
    head: bytes
    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def call(self) -> str:
        query = parse_qs(urlsplit(self.path).query, keep_blank_values=True)
        first = {
            "PUT": "part" if "partNumber" in query else "put",
            "POST": "begin" if "uploads" in query else "complete",
            "GET": "list" if "list-type" in query or "location" in query else "get",
            "HEAD": "head",
            "DELETE": "abort" if "uploadId" in query else "delete",
        }[self.method]
        if "x-amz-copy-source" in self.headers:
            return "copy"
        return "delete many" if "delete" in query else first


@dataclass
class FaultyStore:
    """Spoils the first `times` requests of `call` in the way of `mode`."""

    target: str
    call: str = ""
    mode: str = ""
    times: int = 0
    endpoint: str = ""
    spoiled: int = 0
    seen: list[str] = field(default_factory=list)

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncGenerator["FaultyStore"]:
        async with serving(self._serve) as port:
            self.endpoint = f"127.0.0.1:{port}"
            yield self

    async def _serve(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        try:
            request = await _read(reader)
            self.seen.append(request.call)
            spoils = request.call == self.call and self.spoiled < self.times
            self.spoiled += spoils
            await self._answer(request, writer, self.mode if spoils else "")
        except (OSError, asyncio.IncompleteReadError):
            pass  # the caller has hung up
        finally:
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()

    async def _answer(
        self, request: Request, writer: asyncio.StreamWriter, mode: str
    ) -> None:
        match mode:
            case "error":
                writer.write(ANSWER)
                await writer.drain()
                return
            case "hang":
                await asyncio.Event().wait()
            case "slow":
                await asyncio.sleep(SLOW_SECONDS)
        host, _, port = self.target.rpartition(":")
        upstream, onward = await asyncio.open_connection(host, int(port))
        try:
            onward.write(request.head + request.body)
            await onward.drain()
            if mode == "reset after":
                # Once it answers the store has done it; nobody hears of it.
                await upstream.read(1)
                reset(writer)
                return
            await pump(upstream, writer)
        finally:
            onward.close()


async def _read(reader: asyncio.StreamReader) -> Request:
    head = await reader.readuntil(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    method, path, _ = first.split(" ")
    headers = {
        name.lower(): value.strip()
        for name, _, value in (line.partition(":") for line in lines if line)
    }
    kept = [
        line for line in lines if line and not line.lower().startswith("connection")
    ]
    head = "\r\n".join([first, *kept, "Connection: close", "", ""]).encode("latin-1")
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    return Request(head, method, path, headers, body)
