"""Items as GeoJSON features (RFC 7946): longitude first, outlines counterclockwise."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

Position = list[float]


def feature(doc: Mapping[str, Any], properties: Mapping[str, Any]) -> dict[str, Any]:
    """An item without a place is a feature without a geometry."""
    return {
        "type": "Feature",
        "id": doc["key"],
        "geometry": geometry(doc["fields"]),
        "properties": {**properties, "approximate": _is_approximate(doc["fields"])},
    }


def collection(
    features: Sequence[Mapping[str, Any]], beside: Mapping[str, Any]
) -> dict[str, Any]:
    return {
        "type": "FeatureCollection",
        "features": list(features),
        "numberReturned": len(features),
        **beside,
    }


def geometry(fields: Mapping[str, Any]) -> dict[str, Any] | None:
    """The outline if there is one, else the point."""
    ring = _inside(fields, "boundary", "ring")
    point = _inside(fields, "location", "point")
    if ring:
        return {
            "type": "Polygon",
            "coordinates": [_outer([_position(at) for at in ring])],
        }
    return {"type": "Point", "coordinates": _position(point)} if point else None


def _outer(ring: list[Position]) -> list[Position]:
    """Twice the signed area is negative for a clockwise ring."""
    area = sum((two[0] - one[0]) * (two[1] + one[1]) for one, two in pairwise(ring))
    return ring[::-1] if area > 0 else ring


def _position(at: Mapping[str, str]) -> Position:
    return [float(at["lon"]), float(at["lat"])]


def _is_approximate(fields: Mapping[str, Any]) -> bool:
    return bool(_inside(fields, "location", "point", "approximate"))


def _inside(value: Any, *steps: str) -> Any:
    for step in steps:
        value = value.get(step) if isinstance(value, Mapping) else None
    return value
