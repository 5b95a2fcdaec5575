"""Opaque cursors over any sort key made of texts."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime
from uuid import UUID

from phohien.pagination import bad_cursor

# All numbers of so many digits fit in a bigint.
DIGITS = 18


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


def moment(token: str | None) -> tuple[datetime, UUID] | None:
    """Of lists by time, where the id decides between equals."""
    parts = decode(token, 2)
    if parts is None:
        return None
    try:
        return datetime.fromisoformat(parts[0]), UUID(parts[1])
    except ValueError as error:
        raise bad_cursor() from error


def numbered(token: str | None) -> tuple[str, int] | None:
    """Of lists by a name and a number that PostgreSQL counts."""
    parts = decode(token, 2)
    if parts is None:
        return None
    name, number = parts
    if not number.isascii() or not number.isdigit() or len(number) > DIGITS:
        raise bad_cursor()
    return name, int(number)
