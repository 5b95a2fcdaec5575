"""The catalogue as JSON-LD: a dataset a type, with every way to get it."""

from collections.abc import Sequence
from typing import Any

from content_api.addresses import Addresses
from content_api.catalogue.queries import Holding, holdings
from content_api.public.pool import PublicPool
from content_api.types import registry
from content_api.types.registry import all_types

REMEMBERED = 60.0
CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
LANGUAGES = "http://id.loc.gov/vocabulary/iso639-"
MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
# Exports of a type: the ending of the address, and what it is.
EXPORTS = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "jsonl": "application/x-ndjson",
    "geojson": "application/geo+json",
}
FEEDS = {"atom.xml": "application/atom+xml", "feed.json": "application/feed+json"}
SERVICES = {
    "api": ("/v1", "Giao diện lập trình", "Programming interface"),
    "oai": ("/v1/oai?verb=Identify", "Thu hoạch OAI-PMH 2.0", "OAI-PMH 2.0 harvest"),
    "changes": ("/v1/changes", "Dòng thay đổi", "Change log"),
}


async def read(pool: PublicPool) -> list[Holding]:
    return await holdings(pool, seconds=REMEMBERED)


def graph(held: Sequence[Holding], addresses: Addresses) -> dict[str, Any]:
    own = addresses.absolute("/v1/catalogue")
    codes = {one.code for one in all_types()}
    known = [one for one in held if one.type in codes]
    publisher = {"@id": f"{own}#publisher", "@type": "foaf:Agent"}
    return {
        "@context": CONTEXT,
        "@id": own,
        "@type": "dcat:Catalog",
        "dcterms:title": _both("Danh mục dữ liệu Phố Hiến", "Phố Hiến catalogue"),
        "dcterms:description": _both(
            "Mọi thông tin đã công bố, theo loại nội dung.",
            "Everything that is released, by content type.",
        ),
        "dcterms:publisher": {**publisher, "foaf:name": "Phố Hiến"},
        "dcterms:language": [
            _language(lang)
            for lang in sorted({lang for one in known for lang in one.langs})
        ],
        "dcat:service": [
            {
                "@id": f"{own}#{name}",
                "@type": "dcat:DataService",
                "dcterms:title": _both(vi, en),
                "dcat:endpointURL": _link(addresses.absolute(path)),
                "dcat:endpointDescription": _link(addresses.absolute("/openapi.json")),
            }
            for name, (path, vi, en) in SERVICES.items()
        ],
        "dcat:dataset": [_dataset(one, addresses, own) for one in known],
    }


def _dataset(one: Holding, addresses: Addresses, own: str) -> dict[str, Any]:
    title = registry.get(one.type).title
    return {
        "@id": f"{own}#{one.type}",
        "@type": "dcat:Dataset",
        "dcterms:identifier": one.type,
        "dcterms:title": _both(title.vi, title.en),
        "dcterms:description": _both(
            f"{title.vi}: mọi mục đã công bố.", f"{title.en}: every released item."
        ),
        "dcterms:publisher": {"@id": f"{own}#publisher"},
        "dcterms:issued": _time(one.first_at.isoformat()),
        "dcterms:modified": _time(one.last_at.isoformat()),
        "dcterms:language": [_language(lang) for lang in one.langs],
        "dcat:landingPage": _link(addresses.absolute(f"/v1/items?type={one.type}")),
        "dcat:distribution": _distributions(one, addresses, own),
    }


def _distributions(
    one: Holding, addresses: Addresses, own: str
) -> list[dict[str, Any]]:
    made = []
    for lang in one.langs:
        exports = {
            f"/v1/exports/{one.type}.{ending}?locale={lang}": media_type
            for ending, media_type in EXPORTS.items()
        }
        feeds = {
            f"/v1/feeds/{lang}/{name}?type={one.type}": media_type
            for name, media_type in FEEDS.items()
        }
        for path, media_type in {**exports, **feeds}.items():
            url = addresses.absolute(path)
            made.append(
                {
                    "@id": url,
                    "@type": "dcat:Distribution",
                    "dcterms:title": f"{one.type} · {lang} · {media_type}",
                    "dcterms:language": _language(lang),
                    "dcat:accessURL": _link(url),
                    "dcat:downloadURL": _link(url),
                    "dcat:mediaType": _link(MEDIA_TYPES + media_type),
                }
            )
    listed = addresses.absolute(f"/v1/items?type={one.type}")
    made.append(
        {
            "@id": f"{listed}#api",
            "@type": "dcat:Distribution",
            "dcterms:title": f"{one.type} · API",
            "dcat:accessURL": _link(listed),
            "dcat:accessService": {"@id": f"{own}#api"},
            "dcat:mediaType": _link(f"{MEDIA_TYPES}application/json"),
        }
    )
    return made


def _both(vi: str, en: str) -> list[dict[str, str]]:
    return [
        {"@language": "vi", "@value": vi},
        {"@language": "en", "@value": en},
    ]


def _language(tag: str) -> dict[str, str]:
    """As DCAT asks for: ISO 639-1, else the list with three letters."""
    code = tag.partition("-")[0]
    return _link(f"{LANGUAGES}{1 if len(code) == 2 else 2}/{code}")  # noqa: PLR2004 -- letters


def _link(url: str) -> dict[str, str]:
    return {"@id": url}


def _time(value: str) -> dict[str, str]:
    return {"@type": "xsd:dateTime", "@value": value}
