"""What is told of a public version. Pure."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Showing:
    """One live document, in one language, that shows the version."""

    version_id: UUID
    lang: str
    key: str
    item_title: str
    alt: str
    caption: str
    credit: str
    licence: str

    @property
    def title(self) -> str:
        """What the picture or document itself is called, else what shows it."""
        return self.caption or self.item_title


@dataclass(frozen=True, slots=True)
class PublicVersion:
    """The latest version of an asset that a live document shows."""

    asset_id: UUID
    version_id: UUID
    kind: str
    format: str
    pages: int
    lang: str
