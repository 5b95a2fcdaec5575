"""Opaque cursors over any sort key made of texts."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode

from phohien.pagination import bad_cursor


def encode(*parts: str) -> str:
    return urlsafe_b64encode(json.dumps(parts).encode()).decode()


def decode(token: str | None, parts: int) -> list[str] | None:
    """None: the first page is asked for."""
    if token is None:
        return None
    try:
        found = json.loads(urlsafe_b64decode(token))
    except ValueError as error:
        raise bad_cursor() from error
    texts = isinstance(found, list) and all(isinstance(one, str) for one in found)
    if not texts or len(found) != parts:
        raise bad_cursor()
    return list(found)
