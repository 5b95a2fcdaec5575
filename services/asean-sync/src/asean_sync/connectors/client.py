"""The only place where this service touches the network."""

import asyncio
import hashlib
import ssl
import sys
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.util import find_spec
from time import perf_counter
from typing import Any, Self

import httpx

from asean_sync.connectors import addresses
from asean_sync.connectors.addresses import Allowed, ForbiddenAddressError, guard
from asean_sync.connectors.credentials.access import Access
from asean_sync.connectors.credentials.tokens import (
    TokenNotReachedError,
    TokenRefusedError,
)
from asean_sync.connectors.line.lines import Lines
from asean_sync.connectors.line.silences import told
from asean_sync.connectors.outcomes import (
    Certificate,
    FilePart,
    Prepared,
    Reply,
    Silence,
)

# Told of every exchange: method, seconds, and the certificate that was shown.
Watch = Callable[[str, float, Certificate | None], None]


@dataclass(frozen=True, slots=True)
class Patience:
    connect: float
    read: float
    upload: float
    most_bytes: int


class Client:
    """One host and port, no redirects, a deadline and a size limit on everything."""

    def __init__(  # noqa: PLR0913 -- what `open` put together
        self,
        http: httpx.AsyncClient,
        lines: Lines,
        base_url: str,
        allowed: Allowed,
        patience: Patience,
        access: Access,
        *,
        watch: Watch | None = None,
    ) -> None:
        self._http = http
        self._lines = lines
        self._base = base_url.rstrip("/")
        self._allowed = allowed
        self._patience = patience
        self._access = access
        self._watch = watch

    @classmethod
    @asynccontextmanager
    async def open(
        cls,
        base_url: str,
        patience: Patience,
        *,
        inside: bool,
        access: Access | None = None,
        tokens_inside: bool = False,
        watch: Watch | None = None,
    ) -> AsyncGenerator[Self]:
        """Raises ForbiddenAddressError before anything is sent."""
        _search_once()
        access = access or Access()
        allowed = Allowed.of(base_url, inside=inside)
        await addresses.check(allowed)
        if access.tokens is not None:
            own = access.tokens.absolute
            near = own is None or allowed.permits(own)
            trusted_there = tokens_inside or access.tokens.named_here
            await access.tokens.settle(
                base_url, inside=inside if near else trusted_there
            )
        timeout = httpx.Timeout(
            patience.read, connect=patience.connect, pool=patience.connect
        )
        async with (
            httpx.AsyncClient(
                verify=access.tls,
                timeout=timeout,
                follow_redirects=False,
                trust_env=False,
            ) as http,
            Lines.open(access.tls) as lines,
        ):
            yield cls(http, lines, base_url, allowed, patience, access, watch=watch)

    def permits(self, url: str) -> bool:
        """Whether an address the target named is still the target."""
        return self._allowed.permits(url)

    def url_of(self, prepared: Prepared) -> str:
        return prepared.url or f"{self._base}{prepared.path}"

    async def exchange(self, prepared: Prepared) -> Reply | Silence:
        """Sends once. What it cannot know it calls `sent`."""
        began = perf_counter()
        answer = await self._exchanged(prepared)
        if self._watch is not None:
            shown = answer.certificate if isinstance(answer, Reply) else None
            self._watch(prepared.method, perf_counter() - began, shown)
        return answer

    async def _exchanged(  # noqa: PLR0911 -- one for each way to fail
        self, prepared: Prepared
    ) -> Reply | Silence:
        url = self.url_of(prepared)
        if not self._allowed.permits(url):
            raise ForbiddenAddressError(f"{url!r} leaves the allowed host and port")
        slow = prepared.file is not None
        deadline = self._patience.connect + (
            self._patience.upload if slow else self._patience.read
        )
        try:
            async with asyncio.timeout(deadline):
                return await self._renewing(prepared, url)
        except TimeoutError:
            return Silence(f"no answer within {deadline:g} s", sent=True)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            return Silence(f"not reached: {told(error)}", sent=False)
        except httpx.HTTPError as error:
            return Silence(f"the line broke: {told(error)}", sent=True)
        except (ForbiddenAddressError, TokenNotReachedError) as error:
            return Silence(str(error), sent=False)
        except TokenRefusedError as error:
            return Silence(str(error), sent=False, refused=True)

    async def digest(self, url: str, most_bytes: int) -> tuple[str, int] | Silence:
        """SHA-256 and size of what anybody gets at an address of the target."""
        request = self._http.build_request(
            "GET", url, headers={"accept-encoding": "identity"}
        )
        request.extensions["trace"] = guard(self._allowed)
        digest, size = hashlib.sha256(), 0
        try:
            async with asyncio.timeout(self._patience.upload):
                response = await self._http.send(request, stream=True)
                async with aclosing(response):
                    if response.status_code != httpx.codes.OK:
                        return Silence(f"answered {response.status_code}", sent=True)
                    async for piece in response.aiter_bytes():
                        digest.update(piece)
                        size += len(piece)
                        if size > most_bytes:
                            return Silence("more bytes than may be", sent=True)
        except (httpx.HTTPError, TimeoutError, ForbiddenAddressError) as error:
            return Silence(told(error), sent=True)
        return digest.hexdigest(), size

    async def _renewing(self, prepared: Prepared, url: str) -> Reply:
        """A token may be withdrawn before its time: one new one, and once more.

        Only a plain refusal is followed by a second request, so nothing was done.
        """
        request = await self._request(prepared, url)
        reply = await self._send(request)
        if reply.status != httpx.codes.UNAUTHORIZED or self._access.tokens is None:
            return reply
        _, _, used = request.headers["authorization"].partition(" ")
        self._access.tokens.forget(used)
        return await self._send(await self._request(prepared, url))

    async def _request(self, prepared: Prepared, url: str) -> httpx.Request:
        headers = {"accept-encoding": "identity", **prepared.headers}
        if prepared.file is None:
            request = self._http.build_request(
                prepared.method, url, content=prepared.body, headers=headers
            )
        else:
            request = self._form(prepared, prepared.file, url, headers)
        await self._access.authorize(self._http, request)
        self._access.sign(request, prepared.message_id or prepared.sha256)
        if not self._allowed.inside:
            request.extensions["trace"] = guard(self._allowed)
        return request

    def _form(
        self, prepared: Prepared, part: FilePart, url: str, headers: dict[str, str]
    ) -> httpx.Request:
        headers = {name: one for name, one in headers.items() if name != "content-type"}
        files: dict[str, Any] = {
            name: (None, text.encode(), "application/json")
            for name, text in prepared.json_parts.items()
        }
        files[part.name] = (part.filename, part.content, part.mime)
        return self._http.build_request(
            prepared.method,
            url,
            data=dict(prepared.form),
            files=files,
            headers=headers,
            timeout=httpx.Timeout(
                self._patience.upload, connect=self._patience.connect
            ),
        )

    async def _send(self, request: httpx.Request) -> Reply:
        async with self._lines.taken() as line:
            return await self._answered(await line.handle_async_request(request))

    async def _answered(self, response: httpx.Response) -> Reply:
        try:
            body, complete = bytearray(), True
            try:
                async for piece in response.aiter_bytes():
                    body += piece
                    if len(body) > self._patience.most_bytes:
                        complete = False
                        break
            except httpx.HTTPError:
                # The status came, the rest did not: a fact worth keeping.
                complete = False
            return Reply(
                response.status_code,
                {name.lower(): value for name, value in response.headers.items()},
                bytes(body[: self._patience.most_bytes]),
                complete=complete,
                certificate=_shown(response),
            )
        finally:
            await response.aclose()


def _search_once() -> None:
    """The HTTP library imports sniffio for each lock it makes, many times a request.

    Where it is not installed Python would look through its whole path each time, a
    sixth of what an object costs; a None in `sys.modules` says at once that it is not.
    """
    if find_spec("sniffio") is None:
        sys.modules.setdefault("sniffio", None)  # type: ignore[arg-type]  # Python's own mark for "not there"


def _shown(response: httpx.Response) -> Certificate | None:
    stream = response.extensions.get("network_stream")
    tls = stream.get_extra_info("ssl_object") if stream is not None else None
    if tls is None or not tls.getpeercert():
        return None
    raw = tls.getpeercert(binary_form=True)
    until = ssl.cert_time_to_seconds(tls.getpeercert()["notAfter"])
    return Certificate(
        hashlib.sha256(raw).hexdigest(), datetime.fromtimestamp(until, UTC)
    )
