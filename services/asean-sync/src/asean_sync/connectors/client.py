"""The only place where this service touches the network."""

import asyncio
import hashlib
import tempfile
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import IO, Self
from urllib.parse import urljoin

import httpx

from asean_sync.connectors import addresses
from asean_sync.connectors.addresses import Allowed, ForbiddenAddressError
from asean_sync.connectors.outcomes import Prepared, Reply, Silence
from phohien.tls import trusted

IN_MEMORY = 8 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Patience:
    connect: float
    read: float
    upload: float
    most_bytes: int


class WrongBytesError(Exception):
    """What came is not what was released: another digest, too large, or not there."""


class Client:
    """One host and port, no redirects, a deadline and a size limit on everything."""

    def __init__(
        self,
        http: httpx.AsyncClient,
        base_url: str,
        allowed: Allowed,
        patience: Patience,
        bearer: str | None = None,
    ) -> None:
        self._http = http
        self._base = base_url.rstrip("/")
        self._allowed = allowed
        self._patience = patience
        self._bearer = bearer

    @classmethod
    @asynccontextmanager
    async def open(
        cls,
        base_url: str,
        patience: Patience,
        *,
        inside: bool,
        bearer: str | None = None,
    ) -> AsyncGenerator[Self]:
        """Raises ForbiddenAddressError before anything is sent."""
        allowed = Allowed.of(base_url, inside=inside)
        await addresses.check(allowed)
        timeout = httpx.Timeout(
            patience.read, connect=patience.connect, pool=patience.connect
        )
        async with httpx.AsyncClient(
            verify=trusted(), timeout=timeout, follow_redirects=False, trust_env=False
        ) as http:
            yield cls(http, base_url, allowed, patience, bearer)

    async def exchange(self, prepared: Prepared) -> Reply | Silence:
        """Sends once. What it cannot know it calls `sent`."""
        url = f"{self._base}{prepared.path}"
        if not self._allowed.permits(url):
            raise ForbiddenAddressError(f"{url!r} leaves the allowed host and port")
        slow = prepared.file is not None
        deadline = self._patience.connect + (
            self._patience.upload if slow else self._patience.read
        )
        try:
            async with asyncio.timeout(deadline):
                return await self._send(self._request(prepared, url, slow=slow))
        except TimeoutError:
            return Silence(f"no answer within {deadline:g} s", sent=True)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            return Silence(f"not reached: {type(error).__name__}", sent=False)
        except httpx.HTTPError as error:
            return Silence(f"the line broke: {type(error).__name__}", sent=True)

    def _request(self, prepared: Prepared, url: str, *, slow: bool) -> httpx.Request:
        headers = dict(prepared.headers)
        if self._bearer:
            headers["authorization"] = f"Bearer {self._bearer}"
        if prepared.file is None:
            return self._http.build_request(
                prepared.method, url, content=prepared.body, headers=headers
            )
        part = prepared.file
        timeout = httpx.Timeout(self._patience.upload, connect=self._patience.connect)
        return self._http.build_request(
            prepared.method,
            url,
            data=dict(prepared.form),
            files={part.name: (part.filename, part.content, part.mime)},
            headers=headers,
            timeout=timeout if slow else httpx.USE_CLIENT_DEFAULT,
        )

    async def _send(self, request: httpx.Request) -> Reply:
        response = await self._http.send(request, stream=True)
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
            )
        finally:
            await response.aclose()


@asynccontextmanager
async def released_bytes(
    base_url: str, path: str, *, sha256: str, most_bytes: int, patience: Patience
) -> AsyncGenerator[IO[bytes]]:
    """The bytes assets-api serves at `path`, if they are the released ones.

    Raises WrongBytesError; the bytes are gone when the block ends.
    """
    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as file:
        digest = hashlib.sha256()
        try:
            async with (
                asyncio.timeout(patience.upload),
                httpx.AsyncClient(
                    verify=trusted(),
                    timeout=patience.upload,
                    follow_redirects=False,
                    trust_env=False,
                ) as http,
                http.stream("GET", urljoin(base_url, path)) as response,
            ):
                if response.status_code != httpx.codes.OK:
                    raise WrongBytesError(f"assets answered {response.status_code}")
                async for piece in response.aiter_bytes():
                    digest.update(piece)
                    file.write(piece)
                    if file.tell() > most_bytes:
                        raise WrongBytesError("more bytes than the release names")
        except (httpx.HTTPError, TimeoutError) as error:
            raise WrongBytesError(f"assets: {type(error).__name__}") from error
        if digest.hexdigest() != sha256:
            raise WrongBytesError(
                "the bytes have another digest than the release names"
            )
        file.seek(0)
        yield file
