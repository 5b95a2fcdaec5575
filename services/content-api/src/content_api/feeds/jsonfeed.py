"""JSON Feed 1.1. What was withdrawn is in the extension `_phohien`."""

import json
from typing import Any

from content_api.addresses import Addresses
from content_api.feeds.entries import Entry, Feed, Places, instant

MEDIA_TYPE = "application/feed+json"
VERSION = "https://jsonfeed.org/version/1.1"


def render(feed: Feed, places: Places, addresses: Addresses) -> bytes:
    gone = [entry for entry in feed.entries if entry.doc is None]
    body = {
        "version": VERSION,
        "title": feed.title,
        "description": feed.subtitle,
        "home_page_url": addresses.root,
        "feed_url": places.own,
        **({"next_url": places.next} if places.next is not None else {}),
        "language": feed.lang,
        "items": [_item(entry, addresses) for entry in feed.entries if entry.doc],
        "_phohien": {
            "about": f"{addresses.root}/docs",
            "withdrawn": [
                {"id": entry.urn, "date_withdrawn": instant(entry.updated)}
                for entry in gone
            ],
        },
    }
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def _item(entry: Entry, addresses: Addresses) -> dict[str, Any]:
    doc = entry.doc
    assert doc is not None  # noqa: S101 -- the caller chose
    media = [
        {
            "url": addresses.absolute(medium["url"]),
            "mime_type": medium["mime"],
            "title": medium["alt"],
            "size_in_bytes": medium["bytes"],
        }
        for medium in doc["media"]
    ]
    return {
        "id": entry.urn,
        "url": addresses.page_of_document(doc),
        "title": doc["title"],
        "content_text": doc["summary"] or doc["title"],
        "date_published": instant(entry.published),
        "date_modified": instant(entry.updated),
        "authors": [{"name": doc["agency"]["name"]}],
        "tags": list(dict.fromkeys((doc["type"], doc["fi_category"], *doc["topics"]))),
        "language": entry.lang,
        "attachments": media,
        "_phohien": {
            "key": doc["key"],
            "type": doc["type"],
            "hash": doc["hash"],
            "item_url": addresses.item(doc["key"], entry.lang),
        },
    }
