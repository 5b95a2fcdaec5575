"""Site maps (sitemaps.org), with every language of a page named in each."""

from collections.abc import Sequence

from content_api.addresses import Addresses
from content_api.feeds.entries import instant
from content_api.feeds.queries import Place, Shelf
from content_api.markup import child, document, element

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
XHTML = "http://www.w3.org/1999/xhtml"
MEDIA_TYPE = "application/xml"


def index(shelves: Sequence[Shelf], addresses: Addresses) -> bytes:
    root = element(SITEMAP, "sitemapindex")
    for one in shelves:
        made = child(root, "sitemap")
        path = f"/v1/sitemaps/{one.lang}/{one.shelf}.xml"
        child(made, "loc", addresses.absolute(path))
        child(made, "lastmod", instant(one.last_at))
    return document(root)


def shelf(lang: str, places: Sequence[Place], addresses: Addresses) -> bytes:
    root = element(SITEMAP, "urlset")
    for place in places:
        pages = {
            other: addresses.page_of(key=place.key, slug=place.slug, lang=other)
            for other in place.langs
        }
        made = child(root, "url")
        child(made, "loc", pages.get(lang) or addresses.item(place.key, lang))
        child(made, "lastmod", instant(place.released_at))
        for other, href in pages.items():
            link = child(made, f"{{{XHTML}}}link", rel="alternate", href=href)
            link.set("hreflang", other)
    return document(root)
