"""Pages of the map service that are the same for everybody."""

from collections.abc import Iterator

from content_api.addresses import Addresses
from content_api.ogc.errors import collection_not_found
from content_api.ogc.schemas import (
    MapCollection,
    MapCollectionList,
    MapConformance,
    MapLanding,
    MapLink,
)
from content_api.types.definition import ContentType
from content_api.types.registry import all_types
from phohien.errors import Text

ROOT = "/v1/ogc"
JSON, GEOJSON = "application/json", "application/geo+json"
OPENAPI = "application/vnd.oai.openapi+json;version=3.0"
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
CLASSES = "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/"


def layers() -> Iterator[ContentType]:
    """Content types whose items have a place."""
    return (one for one in all_types() if "location" in one.fields.model_fields)


def layer(code: str) -> ContentType:
    for one in layers():
        if one.code == code:
            return one
    raise collection_not_found()


def link(
    addresses: Addresses, path: str, rel: str, media_type: str, title: str
) -> MapLink:
    href = addresses.absolute(path)
    return MapLink(href=href, rel=rel, type=media_type, title=title)


def landing(addresses: Addresses, lang: str) -> MapLanding:
    title = Text(vi="Phố Hiến trên bản đồ", en="Phố Hiến on the map")
    about = Text(
        vi="Thông tin đối ngoại đã công bố, theo lớp dữ liệu bản đồ.",
        en="Released external information of the province, as map features.",
    )
    return MapLanding(
        title=title.in_language(lang),
        description=about.in_language(lang),
        links=[
            link(addresses, ROOT, "self", JSON, "This page"),
            link(addresses, f"{ROOT}/api", "service-desc", OPENAPI, "OpenAPI 3.0"),
            link(addresses, "/docs", "service-doc", "text/html", "Documentation"),
            link(addresses, f"{ROOT}/conformance", "conformance", JSON, "Conformance"),
            link(addresses, f"{ROOT}/collections", "data", JSON, "Collections"),
        ],
    )


def conformance() -> MapConformance:
    kept = [f"{CLASSES}{name}" for name in ("core", "geojson", "oas30")]
    return MapConformance(conformsTo=kept)


def collection(one: ContentType, addresses: Addresses, lang: str) -> MapCollection:
    own = f"{ROOT}/collections/{one.code}"
    title = one.title.in_language(lang)
    about = Text(
        vi=f"{title}: mọi mục đã công bố.", en=f"{title}: every released item."
    )
    return MapCollection(
        id=one.code,
        title=title,
        description=about.in_language(lang),
        itemType="feature",
        crs=[CRS84],
        links=[
            link(addresses, own, "self", JSON, title),
            link(addresses, f"{own}/items", "items", GEOJSON, title),
        ],
    )


def collections(addresses: Addresses, lang: str) -> MapCollectionList:
    own = link(addresses, f"{ROOT}/collections", "self", JSON, "Collections")
    every = [collection(one, addresses, lang) for one in layers()]
    return MapCollectionList(links=[own], collections=every)
