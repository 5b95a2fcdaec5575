"""Atom (RFC 4287), with tombstones (RFC 6721) and pages (RFC 5005)."""

from lxml import etree

from content_api.addresses import Addresses
from content_api.feeds.entries import Entry, Feed, Places, instant
from content_api.markup import LANG, child, document, element

ATOM = "http://www.w3.org/2005/Atom"
TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"
MEDIA_TYPE = "application/atom+xml"


def render(feed: Feed, places: Places, addresses: Addresses) -> bytes:
    root = element(ATOM, "feed")
    root.set(LANG, feed.lang)
    child(root, "id", feed.urn)
    child(root, "title", feed.title)
    child(root, "subtitle", feed.subtitle)
    child(root, "updated", instant(feed.updated))
    child(root, "generator", "Phố Hiến", uri=addresses.root)
    child(child(root, "author"), "name", "Phố Hiến")
    child(root, "link", rel="self", type=MEDIA_TYPE, href=places.own)
    child(root, "link", rel="first", type=MEDIA_TYPE, href=places.first)
    if places.next is not None:
        child(root, "link", rel="next", type=MEDIA_TYPE, href=places.next)
    for entry in feed.entries:
        if entry.doc is None:
            gone = child(root, f"{{{TOMBSTONES}}}deleted-entry")
            gone.set("ref", entry.urn)
            gone.set("when", instant(entry.updated))
        else:
            _entry(root, entry, addresses)
    return document(root)


def _entry(root: etree._Element, entry: Entry, addresses: Addresses) -> None:
    doc = entry.doc
    assert doc is not None  # noqa: S101 -- what was withdrawn is a tombstone
    made = child(root, "entry")
    child(made, "id", entry.urn)
    child(made, "title", doc["title"])
    child(made, "published", instant(entry.published))
    child(made, "updated", instant(entry.updated))
    child(child(made, "author"), "name", doc["agency"]["name"])
    own = addresses.item(doc["key"], entry.lang)
    page = addresses.page_of_document(doc)
    kind = "text/html" if addresses.page else "application/json"
    child(made, "link", rel="alternate", type=kind, href=page)
    if addresses.page:
        child(made, "link", rel="via", type="application/json", href=own)
    for medium in doc["media"]:
        href = addresses.absolute(medium["url"])
        size = str(medium["bytes"])
        child(
            made, "link", rel="enclosure", type=medium["mime"], href=href, length=size
        )
    # An entry has to say something; without a summary its title does.
    child(made, "summary", doc["summary"] or doc["title"])
    for term in dict.fromkeys((doc["type"], doc["fi_category"], *doc["topics"])):
        child(made, "category", term=term)
