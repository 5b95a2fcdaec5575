"""Which network addresses a target may be at."""

import asyncio
import socket
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

DEFAULT_PORTS = {"http": 80, "https": 443}


class ForbiddenAddressError(Exception):
    """The profile points at something inside, or not at one host and port."""


@dataclass(frozen=True, slots=True)
class Allowed:
    """One host and port. `inside` is the operator's word, never the profile's."""

    scheme: str
    host: str
    port: int
    inside: bool

    @classmethod
    def of(cls, base_url: str, *, inside: bool) -> "Allowed":
        parts = urlsplit(base_url)
        if parts.scheme not in DEFAULT_PORTS or not parts.hostname:
            raise ForbiddenAddressError(f"{base_url!r} is not an http(s) address")
        if parts.username or parts.password:
            raise ForbiddenAddressError("an address carries no name or password")
        port = parts.port or DEFAULT_PORTS[parts.scheme]
        return cls(parts.scheme, parts.hostname, port, inside)

    def permits(self, url: str) -> bool:
        parts = urlsplit(url)
        port = parts.port or DEFAULT_PORTS.get(parts.scheme)
        return (parts.scheme, parts.hostname, port) == (
            self.scheme,
            self.host,
            self.port,
        )


async def check(allowed: Allowed) -> None:
    """Refuses private, loopback and link-local addresses unless the operator set them.

    A name that does not resolve is left to the connection, where it fails as such.
    """
    if allowed.inside:
        return
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(
            allowed.host, allowed.port, type=socket.SOCK_STREAM
        )
    except socket.gaierror:
        return
    for *_, address in found:
        _refuse_inner(allowed, str(address[0]))


def guard(allowed: Allowed) -> Callable[[str, Any], Awaitable[None]]:
    """Looks at the address a connection was really made to, before it is used.

    A name may resolve to a public address when it is checked, and to an inner one a
    moment later.
    """

    async def trace(event: str, info: Any) -> None:
        if event != "connection.connect_tcp.complete" or allowed.inside:
            return
        stream = info["return_value"]
        address = stream.get_extra_info("server_addr")
        try:
            _refuse_inner(allowed, str(address[0]))
        except ForbiddenAddressError:
            await stream.aclose()
            raise

    return trace


def _refuse_inner(allowed: Allowed, address: str) -> None:
    if not ip_address(address.partition("%")[0]).is_global:
        raise ForbiddenAddressError(
            f"{allowed.host} is at {address}, which is not a public address"
        )
