"""Where a page of a register ends."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import date
from uuid import UUID

from phohien.pagination import bad_cursor


def encode(day: date, ident: UUID) -> str:
    return urlsafe_b64encode(f"{day.isoformat()}|{ident}".encode()).decode()


def decode(token: str) -> tuple[date, UUID]:
    try:
        day, _, ident = urlsafe_b64decode(token).decode().partition("|")
        return date.fromisoformat(day), UUID(ident)
    except ValueError as exc:
        raise bad_cursor() from exc
