"""The signature of a link: over its path, its end and its key's id. Pure."""

import hmac
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Self

from assets_api.links.errors import (
    LinkExpiredError,
    LinkRefusedError,
    LinksUnavailableError,
)

LONGEST = timedelta(minutes=15)
SKEW = timedelta(minutes=1)
"""How far the clocks of two processes may be apart."""

NAMES = frozenset({"e", "k", "s"})
_DIGITS = 12
_LABEL = b"phohien links 1"


@dataclass(frozen=True, slots=True)
class Signed:
    """What a link carries beside its path: end, key and signature."""

    e: str
    k: str
    s: str


@dataclass(frozen=True, slots=True)
class Keyring:
    """The first key signs, all of them are accepted: so keys are changed in peace."""

    keys: dict[str, bytes]

    @classmethod
    def of(cls, listed: str, *, token: str = "") -> Self:
        """`listed`: id:hex, by commas; without any, one that follows from `token`."""
        pairs = [pair.partition(":") for pair in listed.split(",") if pair]
        keys = {name.strip(): bytes.fromhex(secret) for name, _, secret in pairs}
        if not keys and token:
            secret = hmac.digest(token.encode(), _LABEL, sha256)
            # Of another token: another id, so that an old link is told from a forged.
            keys = {f"t{sha256(secret).hexdigest()[:8]}": secret}
        return cls(keys)

    def sign(self, path: str, *, until: datetime) -> Signed:
        """Raises LinksUnavailableError when there is no key."""
        for kid, key in self.keys.items():
            end = str(int(until.timestamp()))
            return Signed(end, kid, _signature(key, path, end, kid))
        raise LinksUnavailableError

    def check(self, path: str, signed: Signed, *, at: datetime) -> None:
        """Raises LinkRefusedError, and LinkExpiredError for one that was good."""
        key = self.keys.get(signed.k)
        # An unknown key costs as much time as a known one.
        expected = _signature(key or bytes(32), path, signed.e, signed.k)
        same = hmac.compare_digest(expected.encode(), signed.s.encode())
        if key is None or not same or not _is_time(signed.e):
            raise LinkRefusedError
        left = int(signed.e) - at.timestamp()
        if left <= 0:
            raise LinkExpiredError
        if left > (LONGEST + SKEW).total_seconds():
            raise LinkRefusedError


def _is_time(end: str) -> bool:
    return end.isascii() and end.isdecimal() and len(end) <= _DIGITS


def _signature(key: bytes, path: str, end: str, kid: str) -> str:
    told = f"{path}\n{end}\n{kid}".encode()
    return urlsafe_b64encode(hmac.digest(key, told, sha256)).rstrip(b"=").decode()
