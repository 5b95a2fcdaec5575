"""Takes secrets out of what others said, in every spelling an echo may have. Pure."""

import json
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Collection
from functools import lru_cache
from urllib.parse import quote, quote_plus

REDACTED = "[redacted]"


def clean(text: str, secrets: Collection[str]) -> str:
    for secret in secrets:
        for spelling in _spellings(secret):
            text = text.replace(spelling, REDACTED)
    return text


@lru_cache(maxsize=256)
def _spellings(secret: str) -> tuple[str, ...]:
    """Longest first, so that no rest of a longer one remains."""
    if not secret:
        return ()
    plain = secret.encode()
    found = {
        secret,
        quote(secret, safe=""),
        quote(secret),
        quote_plus(secret),
        json.dumps(secret)[1:-1],
        json.dumps(secret, ensure_ascii=False)[1:-1],
        b64encode(plain).decode().rstrip("="),
        urlsafe_b64encode(plain).decode().rstrip("="),
    }
    return tuple(sorted(found, key=lambda one: (-len(one), one)))
