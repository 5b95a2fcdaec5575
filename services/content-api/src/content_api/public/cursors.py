"""Opaque cursors, sealed with the query they belong to."""

import hashlib
import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass

from phohien.pagination import bad_cursor

SEAL_BYTES = 12


@dataclass(frozen=True, slots=True)
class Seal:
    """Makes and opens the cursors of one query, and refuses those of every other."""

    secret: bytes
    query: str

    def close(self, position: str) -> str:
        message = position.encode()
        return urlsafe_b64encode(self._sign(message) + message).decode().rstrip("=")

    def open(self, token: str) -> str:
        try:
            raw = urlsafe_b64decode(token + "=" * (-len(token) % 4))
        except ValueError as exc:
            raise bad_cursor() from exc
        seal, message = raw[:SEAL_BYTES], raw[SEAL_BYTES:]
        if not hmac.compare_digest(seal, self._sign(message)):
            raise bad_cursor()
        return message.decode()

    def _sign(self, message: bytes) -> bytes:
        signed = self.query.encode() + b"\0" + message
        keyed = hashlib.blake2b(signed, key=self.secret, digest_size=SEAL_BYTES)
        return keyed.digest()
