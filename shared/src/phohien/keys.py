"""Names that are made once and never change: public keys, tokens and their digests."""

import hashlib
import secrets
import zlib

# Crockford's alphabet: no i, l, o, u, so a key survives being read over the telephone.
CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"


def crockford(length: int) -> str:
    return "".join(secrets.choice(CROCKFORD) for _ in range(length))


def public_key(province: str, item_type: str) -> str:
    """For example `hy-industrial-park-7k3m9qx2`."""
    return f"{province}-{item_type.replace('_', '-')}-{crockford(8)}"


def _checksum(text: str) -> str:
    value = zlib.crc32(text.encode())
    return "".join(CROCKFORD[(value >> shift) & 31] for shift in range(0, 30, 5))


def new_token(prefix: str) -> str:
    """`<prefix>_<32 characters><6 checksum>`: 160 random bits, easy to spot."""
    body = f"{prefix}_{crockford(32)}"
    return body + _checksum(body)


def looks_like_token(token: str) -> bool:
    """A mistyped token is known as such without asking the database."""
    return len(token) > 6 and _checksum(token[:-6]) == token[-6:]  # noqa: PLR2004 -- the checksum's length


def digest(token: str) -> bytes:
    """What is stored; 160 random bits need no slow hash."""
    return hashlib.sha256(token.encode()).digest()
