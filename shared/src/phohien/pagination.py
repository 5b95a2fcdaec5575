"""Keyset pages: stable under inserts, cheap at any depth."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, Self, TypeVar
from uuid import UUID

from phohien.errors import BadRequestError, Text

T = TypeVar("T")


class BadCursorError(BadRequestError):
    title = "The cursor is not one this API handed out"
    title_vi = "Con trỏ trang không do giao diện này cấp"


def bad_cursor() -> BadCursorError:
    return BadCursorError(
        Text(
            vi="Hãy dùng nguyên văn next_cursor của trang trước, cùng một truy vấn.",
            en="Send next_cursor of the page before as it was, with the same query.",
        )
    )


@dataclass(frozen=True, slots=True)
class Cursor:
    """The sort key of the last row of a page."""

    at: datetime
    id: UUID

    def encode(self) -> str:
        return urlsafe_b64encode(f"{self.at.isoformat()}|{self.id}".encode()).decode()

    @classmethod
    def decode(cls, token: str) -> Self:
        try:
            at, _, ident = urlsafe_b64decode(token).decode().partition("|")
            return cls(datetime.fromisoformat(at), UUID(ident))
        except ValueError as exc:
            raise bad_cursor() from exc


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    items: list[T]
    next: Cursor | None
