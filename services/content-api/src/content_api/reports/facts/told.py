"""From the fields of a released item to the row a report shows of it."""

from collections.abc import Mapping
from typing import Any

Row = dict[str, Any]
# The lists, by the type of item they tell of.
LISTS = {
    "legal_document": "legal_documents",
    "publication": "publications",
    "event": "events",
    "investment_project": "projects",
    "activity": "activities",
}
HEAD = ("key", "type", "agency", "on", "title")


def row_of(found: Mapping[str, Any]) -> Row:
    fields = found["fields"] or {}
    head = {name: found[name] for name in HEAD}
    match found["type"]:
        case "legal_document":
            more = {
                "number": fields.get("number") or "",
                "issued_on": fields.get("issued_on") or "",
                "abstract": found["abstract"] or "",
            }
        case "publication":
            more = _publication(fields)
        case "event":
            countries = fields.get("participating_countries") or []
            more = {"scale": fields.get("scale") or "", "countries": sorted(countries)}
        case "investment_project":
            more = _project(fields)
        case _:
            more = _activity(fields)
    return {**head, **more}


def _publication(fields: Mapping[str, Any]) -> Row:
    return {
        "kind": fields.get("kind") or "other",
        "languages": sorted(fields.get("languages") or []),
        "copies": _value(fields.get("print_run")),
        "licence": (fields.get("licence") or {}).get("number") or "",
    }


def _project(fields: Mapping[str, Any]) -> Row:
    area = fields.get("land_area") or {}
    capital = (fields.get("capital") or {}).get("amount") or {}
    return {
        "status": fields.get("status") or "",
        "area": _value(area),
        "area_unit": area.get("unit") or "",
        "capital": _value(capital),
        "capital_unit": capital.get("unit") or "",
    }


def _activity(fields: Mapping[str, Any]) -> Row:
    sides = fields.get("foreign_sides") or []
    return {
        "kind": fields.get("kind") or "",
        "held_on": (fields.get("held") or {}).get("start") or "",
        "delegations": len(sides),
        "people": sum(
            side.get("size") or len(side.get("people") or ()) for side in sides
        ),
        "countries": sorted({side["country"] for side in sides if side.get("country")}),
    }


def _value(figure: Mapping[str, Any] | None) -> str:
    """A decimal as text: a snapshot holds no number that could be rounded."""
    return str((figure or {}).get("value") or "")
