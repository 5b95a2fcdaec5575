"""What a feed tells, before it is Atom or JSON."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Entry:
    """One language of an item, as it is now; `doc` is None when it was withdrawn."""

    item_id: UUID
    lang: str
    published: datetime
    updated: datetime
    doc: Mapping[str, Any] | None

    @property
    def urn(self) -> str:
        """Never changes, whatever the item is called and whoever serves it."""
        return uuid5(self.item_id, self.lang).urn


@dataclass(frozen=True, slots=True)
class Feed:
    """A page of entries, newest first, and what the whole feed is."""

    lang: str
    type: str | None
    agency: str | None
    title: str
    subtitle: str
    entries: list[Entry]
    ends: list[datetime | None]
    next_cursor: str | None

    @property
    def urn(self) -> str:
        parts = ("phohien:feed", self.lang, self.type or "", self.agency or "")
        return uuid5(NAMESPACE_URL, ":".join(parts)).urn

    @property
    def updated(self) -> datetime:
        return self.entries[0].updated if self.entries else EPOCH


@dataclass(frozen=True, slots=True)
class Places:
    """Where the feed and its pages are."""

    own: str
    first: str
    next: str | None


def instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")
