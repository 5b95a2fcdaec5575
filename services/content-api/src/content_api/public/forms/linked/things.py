"""An item as a thing of schema.org, by the class its type names."""

from collections.abc import Mapping, Sequence
from typing import Any

from content_api.addresses import Addresses
from content_api.public.forms.linked.properties import of_fields
from content_api.types import registry

CONTEXT = "https://schema.org"
Doc = Mapping[str, Any]
Thing = dict[str, Any]

# Classes that are texts themselves; anything else has a page that is one.
WORKS = frozenset(
    {"CreativeWork", "DigitalDocument", "ImageGallery", "Legislation", "NewsArticle"}
    | {"WebPage"}
)
HEADED = frozenset({"NewsArticle"})


def item(doc: Doc, addresses: Addresses) -> Thing:
    """One item, to stand alone."""
    return {"@context": CONTEXT, **thing(doc, addresses)}


def collection(
    docs: Sequence[Doc], addresses: Addresses, *, own: str, total: int | None
) -> Thing:
    """A page of a list; `own` is its address."""
    return {
        "@context": CONTEXT,
        "@type": "ItemList",
        "@id": own,
        **({} if total is None else {"numberOfItems": total}),
        "itemListElement": [
            {"@type": "ListItem", "position": place, "item": thing(doc, addresses)}
            for place, doc in enumerate(docs, 1)
        ],
    }


def thing(doc: Doc, addresses: Addresses) -> Thing:
    kinds = {one.code: one.schema_org for one in registry.all_types()}
    kind = kinds.get(doc["type"], "CreativeWork")
    page = addresses.page_of_document(doc)
    made: Thing = {
        "@type": kind,
        "@id": addresses.item(doc["key"], doc["locale"]),
        "identifier": doc["key"],
        "name": doc["title"],
        "url": page,
    }
    if doc["summary"]:
        made["description"] = doc["summary"]
    text = _text(doc)
    if kind in WORKS:
        made |= text
    else:
        made["mainEntityOfPage"] = {"@type": "WebPage", "@id": page, **text}
    if kind in HEADED:
        made["headline"] = doc["title"]
    images = [_image(one, addresses) for one in doc["media"] if _is_image(one)]
    files = [_file(one, addresses) for one in doc["media"] if not _is_image(one)]
    if images:
        made["image"] = images
    if files:
        made["encoding" if kind in WORKS else "subjectOf"] = files
    return {**made, **of_fields(kind, doc)}


def _text(doc: Doc) -> Thing:
    """What is said of the text, whatever it is about."""
    times = {"datePublished": doc["visible_from"], "dateModified": doc["released_at"]}
    if doc.get("expires_at"):
        times["expires"] = doc["expires_at"]
    agency = doc["agency"]
    return {
        "inLanguage": doc["locale"],
        **times,
        "publisher": {
            "@type": "GovernmentOrganization",
            "identifier": agency["code"],
            "name": agency["name"],
        },
    }


def _is_image(medium: Mapping[str, Any]) -> bool:
    return str(medium["mime"]).startswith("image/")


def _image(medium: Mapping[str, Any], addresses: Addresses) -> Thing:
    sizes = {"width": medium.get("width"), "height": medium.get("height")}
    return {
        **_medium("ImageObject", medium, addresses),
        **{name: size for name, size in sizes.items() if size},
    }


def _file(medium: Mapping[str, Any], addresses: Addresses) -> Thing:
    return {
        **_medium("DigitalDocument", medium, addresses),
        "contentSize": f"{medium['bytes']} B",
    }


def _medium(kind: str, medium: Mapping[str, Any], addresses: Addresses) -> Thing:
    """With licence and credit, without which nobody may show it."""
    url = addresses.absolute(medium["url"])
    said = {
        "name": medium.get("filename"),
        "description": medium.get("alt"),
        "caption": medium.get("caption") if kind == "ImageObject" else None,
        "creditText": medium.get("credit"),
        "license": _licence(medium.get("licence")),
        "sha256": medium.get("sha256"),
    }
    return {
        "@type": kind,
        "@id": url,
        "contentUrl" if kind == "ImageObject" else "url": url,
        "encodingFormat": medium["mime"],
        **{name: value for name, value in said.items() if value},
    }


def _licence(written: str | None) -> Any:
    """An address, or a work that is only known by its name."""
    if not written or written.startswith(("https://", "http://")):
        return written
    return {"@type": "CreativeWork", "name": written}
