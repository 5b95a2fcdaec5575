"""The one place that asks for a feed: an allowed host at a public address."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Self
from urllib.parse import urljoin, urlsplit

import httpx

from content_api.intake.errors import FeedUnreachableError
from content_api.webhooks.calls import guard
from content_api.webhooks.errors import ForbiddenAddressError
from phohien.tls import trusted

PATIENCE = 10.0
MOST_BYTES = 2 << 20
REDIRECTS = 3
HEADER = 300
_MOVED = {301, 302, 303, 307, 308}


@dataclass(frozen=True, slots=True)
class Fetched:
    """`body` is None when nothing changed since the last time."""

    body: bytes | None
    etag: str | None
    last_modified: str | None


@dataclass(frozen=True, slots=True)
class Hosts:
    """Those news is taken from; of these, those that may have a private address."""

    allowed: frozenset[str]
    inside: frozenset[str]

    @classmethod
    def of(cls, allowed: str, inside: str) -> Self:
        """The two settings, as names."""
        return cls(guard.hosts(allowed), guard.hosts(inside))

    def allow(self, url: str) -> bool:
        """A host, or a part of one that is allowed with a dot: `.gov.vn`."""
        try:
            host = (urlsplit(url).hostname or "").lower()
        except ValueError:
            return False
        return any(
            host == name or (name.startswith(".") and host.endswith(name))
            for name in self.allowed | self.inside
        )


class Fetcher:
    """Follows few redirects, each looked at like the first address."""

    def __init__(self, http: httpx.AsyncClient, hosts: Hosts, patience: float) -> None:
        self._http = http
        self._patience = patience
        self.hosts = hosts

    @classmethod
    @asynccontextmanager
    async def connect(
        cls, hosts: Hosts, *, patience: float = PATIENCE
    ) -> AsyncGenerator[Self]:
        async with httpx.AsyncClient(
            verify=trusted(), follow_redirects=False, trust_env=False, timeout=patience
        ) as http:
            yield cls(http, hosts, patience)

    async def get(
        self, url: str, *, etag: str | None, last_modified: str | None
    ) -> Fetched:
        """Raises FeedUnreachableError with why."""
        headers = {
            # Unpacking could make much of little.
            "accept-encoding": "identity",
            "accept": "application/atom+xml, application/rss+xml, application/xml",
        }
        if etag:
            headers["if-none-match"] = etag
        if last_modified:
            headers["if-modified-since"] = last_modified
        try:
            async with asyncio.timeout(self._patience):
                return await self._follow(url, headers)
        except ForbiddenAddressError as exc:
            raise FeedUnreachableError("forbidden-address") from exc
        except TimeoutError as exc:
            raise FeedUnreachableError("timeout") from exc
        except (httpx.HTTPError, httpx.InvalidURL, OSError, UnicodeError) as exc:
            raise FeedUnreachableError(type(exc).__name__) from exc

    async def _follow(self, url: str, headers: dict[str, str]) -> Fetched:
        for _ in range(REDIRECTS + 1):
            if not self.hosts.allow(url):
                raise FeedUnreachableError("host-not-allowed")
            answer = await self._ask(url, headers)
            try:
                if answer.status_code not in _MOVED:
                    return await _read(answer)
                url = urljoin(url, answer.headers.get("location", ""))
            finally:
                await answer.aclose()
        raise FeedUnreachableError("too-many-redirects")

    async def _ask(self, url: str, headers: dict[str, str]) -> httpx.Response:
        wanted = guard.destination(url, self.hosts.inside)
        address = await guard.resolve(wanted)
        literal = f"[{address}]" if ":" in address else address
        request = self._http.build_request(
            "GET",
            f"{wanted.scheme}://{literal}:{wanted.port}{wanted.target}",
            headers={**headers, "host": wanted.netloc},
            # The certificate has to be that of the name, not of the address.
            extensions={"sni_hostname": wanted.host},
        )
        return await self._http.send(request, stream=True)


async def _read(answer: httpx.Response) -> Fetched:
    headers = answer.headers
    told = (_short(headers.get("etag")), _short(headers.get("last-modified")))
    if answer.status_code == httpx.codes.NOT_MODIFIED:
        return Fetched(None, *told)
    if answer.status_code != httpx.codes.OK:
        raise FeedUnreachableError(f"status-{answer.status_code}")
    if headers.get("content-encoding", "identity") != "identity":
        raise FeedUnreachableError("packed")
    body = bytearray()
    async for chunk in answer.aiter_raw():
        body += chunk
        if len(body) > MOST_BYTES:
            raise FeedUnreachableError("too-large")
    return Fetched(bytes(body), *told)


def _short(value: str | None) -> str | None:
    return value if value and len(value) <= HEADER else None
