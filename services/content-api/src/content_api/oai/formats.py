"""The two forms of a record: Dublin Core, and the whole item as it was released."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree

from content_api.addresses import Addresses
from content_api.markup import LANG, child, clean, escaped_json

OAI = "http://www.openarchives.org/OAI/2.0/"
XSI = "{http://www.w3.org/2001/XMLSchema-instance}schemaLocation"
OAI_DC = "http://www.openarchives.org/OAI/2.0/oai_dc/"
OAI_DC_SCHEMA = "http://www.openarchives.org/OAI/2.0/oai_dc.xsd"
DC = "http://purl.org/dc/elements/1.1/"
PHOHIEN = "urn:phohien:oai:item:1"
PHOHIEN_SCHEMA = "/v1/oai/phohien.xsd"


def schemas(addresses: Addresses) -> dict[str, tuple[str, str]]:
    """Of each format: where its schema is, and its namespace."""
    return {
        "oai_dc": (OAI_DC_SCHEMA, OAI_DC),
        "phohien": (addresses.absolute(PHOHIEN_SCHEMA), PHOHIEN),
    }


def metadata(text: str, prefix: str, addresses: Addresses) -> etree._Element:
    if prefix == "oai_dc":
        return _dublin_core(json.loads(text), addresses)
    return _whole(text, addresses)


def _dublin_core(doc: Mapping[str, Any], addresses: Addresses) -> etree._Element:
    root = etree.Element(f"{{{OAI_DC}}}dc", nsmap={"oai_dc": OAI_DC, "dc": DC})
    root.set(XSI, f"{OAI_DC} {OAI_DC_SCHEMA}")
    for name, value in _dublin_core_values(doc, addresses):
        made = child(root, f"{{{DC}}}{name}", value)
        if name in {"title", "description"}:
            made.set(LANG, doc["locale"])
    return root


def _dublin_core_values(
    doc: Mapping[str, Any], addresses: Addresses
) -> Iterator[tuple[str, str]]:
    yield "title", doc["title"]
    yield "creator", doc["agency"]["name"]
    for subject in (doc["fi_category"], *doc["topics"]):
        yield "subject", subject
    if doc["summary"]:
        yield "description", doc["summary"]
    yield "publisher", doc["agency"]["name"]
    yield "date", doc["released_at"]
    yield "type", doc["type"]
    yield "identifier", addresses.page_of_document(doc)
    yield "identifier", doc["key"]
    yield "language", doc["locale"]
    for relation in doc["relations"]:
        yield "relation", addresses.item(relation["key"], doc["locale"])
    for unit in doc["units"]:
        yield "coverage", unit
    for medium in doc["media"]:
        yield "relation", addresses.absolute(medium["url"])
    for licence in sorted({medium["licence"] for medium in doc["media"]} - {"", None}):
        yield "rights", licence


def _whole(text: str, addresses: Addresses) -> etree._Element:
    doc = json.loads(text)
    root = etree.Element(f"{{{PHOHIEN}}}item", nsmap={"phohien": PHOHIEN})
    root.set(XSI, f"{PHOHIEN} {addresses.absolute(PHOHIEN_SCHEMA)}")
    root.set("key", clean(doc["key"]))
    root.set("locale", doc["locale"])
    root.set("type", doc["type"])
    root.set("revision", str(doc["revision"]))
    root.set("hash", doc["hash"])
    # The addresses in it are paths: this is what they start with.
    root.set("base", addresses.root)
    root.text = escaped_json(text)
    return root
