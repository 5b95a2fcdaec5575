"""This layer in OpenAPI 3.0, which its conformance class asks for."""

from typing import Any

from content_api.ogc.pages import GEOJSON, JSON, ROOT

PROBLEM = "application/problem+json"
NUMBERS = {"type": "array", "items": {"type": "number"}, "minItems": 4, "maxItems": 6}
LIMIT = {"type": "integer", "minimum": 1, "maximum": 200, "default": 10}


def _parameter(
    name: str, schema: dict[str, Any], place: str = "query"
) -> dict[str, Any]:
    required = {"required": True} if place == "path" else {}
    flat = {"style": "form", "explode": False} if place == "query" else {}
    return {"name": name, "in": place, "schema": schema, **required, **flat}


TEXT = {"type": "string"}
COLLECTION = _parameter("collectionId", TEXT, "path")
FEATURE = _parameter("featureId", TEXT, "path")
LOCALE = _parameter("locale", TEXT)
ITEMS = [
    COLLECTION,
    _parameter("bbox", NUMBERS),
    _parameter("datetime", TEXT),
    _parameter("limit", LIMIT),
    _parameter("cursor", TEXT),
    LOCALE,
]


def _get(
    name: str, media_type: str, parameters: list[dict[str, Any]] | None = None
) -> dict[str, Any]:
    content = {media_type: {"schema": {"type": "object"}}}
    problem = {"description": "A problem", "content": {PROBLEM: {"schema": {}}}}
    return {
        "get": {
            "operationId": name,
            "parameters": parameters or [],
            "responses": {
                "200": {"description": "The answer", "content": content},
                "4XX": problem,
                "5XX": problem,
            },
        }
    }


def openapi(server: str, version: str) -> dict[str, Any]:
    return {
        "openapi": "3.0.3",
        "info": {"title": "Phố Hiến: OGC API Features", "version": version},
        "servers": [{"url": f"{server}{ROOT}"}],
        "paths": {
            "/": _get("getLandingPage", JSON),
            "/conformance": _get("getConformance", JSON),
            "/collections": _get("getCollections", JSON),
            "/collections/{collectionId}": _get("getCollection", JSON, [COLLECTION]),
            "/collections/{collectionId}/items": _get("getFeatures", GEOJSON, ITEMS),
            "/collections/{collectionId}/items/{featureId}": _get(
                "getFeature", GEOJSON, [COLLECTION, FEATURE, LOCALE]
            ),
        },
    }
