"""Which addresses a webhook may reach, looked at again before every call.

Whoever may register a webhook could otherwise make this server call what only it can
reach. The answer is one address to connect to, so that a name which points elsewhere a
moment later is of no use.
"""

import asyncio
import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

from content_api.webhooks.errors import ForbiddenAddressError, forbidden_address
from phohien.errors import Text

Address = IPv4Address | IPv6Address
# IPv6 addresses that carry an IPv4 address a gateway would go to.
_CARRIERS = (IPv6Network("64:ff9b::/96"), IPv6Network("2002::/16"))
_PORTS = {"https": 443, "http": 80}


@dataclass(frozen=True, slots=True)
class Destination:
    """Where to connect, and the name to ask for there."""

    scheme: str
    host: str
    port: int
    target: str
    allowed_inside: bool

    @property
    def netloc(self) -> str:
        name = f"[{self.host}]" if ":" in self.host else self.host
        return name if self.port == _PORTS[self.scheme] else f"{name}:{self.port}"


def destination(url: str, inside: frozenset[str]) -> Destination:
    """What the URL says; hosts of `inside` the operator has allowed by name."""
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError as exc:
        raise _not_an_address() from exc
    scheme = parts.scheme
    if scheme not in _PORTS or not host or parts.username or parts.password:
        raise _not_an_address()
    if parts.fragment or not url.isascii() or not url.isprintable() or " " in url:
        raise _not_an_address()
    allowed = host in inside
    if scheme != "https" and not allowed:
        raise forbidden_address(
            Text(
                vi="Dùng địa chỉ https://.",
                en="Use an address that starts with https://.",
            )
        )
    target = parts.path or "/"
    if parts.query:
        target = f"{target}?{parts.query}"
    return Destination(scheme, host, port or _PORTS[scheme], target, allowed)


async def resolve(wanted: Destination) -> str:
    """One address of the host, when all of its addresses are public.

    Raises OSError when the name means nothing, ForbiddenAddressError when it is inside.
    """
    loop = asyncio.get_running_loop()
    rows = await loop.getaddrinfo(wanted.host, wanted.port, type=socket.SOCK_STREAM)
    found = [ip_address(str(row[4][0]).partition("%")[0]) for row in rows]
    if not wanted.allowed_inside:
        for address in found:
            if not is_public(address):
                raise _inside()
    return str(found[0])


def is_public(address: Address) -> bool:
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(address.ipv4_mapped)
        if any(address in carrier for carrier in _CARRIERS):
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def _not_an_address() -> ForbiddenAddressError:
    return forbidden_address(
        Text(
            vi="Gửi một địa chỉ https đầy đủ, không kèm tên đăng nhập hay dấu #.",
            en="Send a whole https address, without a user name and without a #.",
        )
    )


def _inside() -> ForbiddenAddressError:
    return forbidden_address(
        Text(
            vi="Địa chỉ này nằm trong mạng nội bộ. Người vận hành có thể cho phép tên"
            " máy bằng PHOHIEN_CONTENT_WEBHOOK_HOSTS.",
            en="This is an address inside. The operator can allow the host by"
            " PHOHIEN_CONTENT_WEBHOOK_HOSTS.",
        )
    )


def hosts(listed: str) -> frozenset[str]:
    """The setting, as names."""
    named = (name.strip().lower() for name in listed.split(","))
    return frozenset(name for name in named if name)
