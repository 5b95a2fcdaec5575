"""Absolute addresses, from the settings alone: a request may name any host."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, Self
from urllib.parse import quote
from uuid import UUID

if TYPE_CHECKING:
    from assets_api.settings import Settings


class Asked(Protocol):
    """A request, as far as it is of use here: its app has the settings."""

    @property
    def app(self) -> Any: ...


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where readers reach this API, its media, and content-api.

    `media` is empty where media has no host of its own.
    """

    root: str
    media: str
    items: str

    @classmethod
    def of(cls, request: Asked) -> Self:
        settings: Settings = request.app.state.settings
        root = settings.public_url or settings.assets_url
        items = settings.items_url or settings.content_url
        return cls(root.rstrip("/"), settings.media_url.rstrip("/"), items.rstrip("/"))

    def absolute(self, path: str) -> str:
        return f"{self.root}{path}"

    def medium(self, path: str) -> str:
        """Absolute, for readers elsewhere."""
        return f"{self.media or self.root}{path}"

    def item(self, key: str, lang: str | None = None) -> str:
        query = f"?locale={quote(lang)}" if lang else ""
        return f"{self.items}/v1/items/{quote(key)}{query}"

    def manifest(self, ident: UUID) -> str:
        """Of the IIIF Presentation API, for a brochure or an album."""
        return f"{self.root}/iiif/presentation/3/{ident}/manifest"

    def image_service(self, version_id: UUID, page: int | None = None) -> str:
        """Of the IIIF Image API: a picture, or one page of a document."""
        name = f"{version_id}" if page is None else f"{version_id}:{page}"
        return self.medium(f"/iiif/3/{name}")
