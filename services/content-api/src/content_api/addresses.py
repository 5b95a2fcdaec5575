"""Absolute addresses, as feeds, site maps and harvests have to give them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote


@dataclass(frozen=True, slots=True)
class Addresses:
    """`root` is where readers reach this API; `page` a portal's page of an item."""

    root: str
    page: str

    def item(self, name: str, lang: str) -> str:
        return f"{self.root}/v1/items/{quote(name)}?locale={quote(lang)}"

    def page_of(self, *, key: str, slug: str, lang: str) -> str:
        """The portal's page if there is a portal, else the item in this API."""
        if not self.page:
            return self.item(slug, lang)
        page = self.page.replace("{locale}", quote(lang))
        return page.replace("{slug}", quote(slug)).replace("{key}", quote(key))

    def page_of_document(self, doc: Mapping[str, Any]) -> str:
        return self.page_of(key=doc["key"], slug=doc["slug"], lang=doc["locale"])

    def absolute(self, path: str) -> str:
        return path if "://" in path else f"{self.root}{path}"
