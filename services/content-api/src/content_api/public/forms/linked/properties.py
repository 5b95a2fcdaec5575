"""What fields of an item say in schema.org; by the name of the field, not the type."""

from collections.abc import Mapping
from typing import Any

Doc = Mapping[str, Any]
Thing = dict[str, Any]

PLACES = frozenset({"Place", "TouristAttraction"})
# By class: a field, and the property that says the same. Simple values only.
SAME: Mapping[str, Mapping[str, str]] = {
    "TouristAttraction": {"free": "isAccessibleForFree"},
    "Organization": {
        "legal_name": "legalName",
        "enterprise_code": "taxID",
        "established": "foundingDate",
        "website": "sameAs",
    },
    "Project": {"code": "alternateName"},
    "Legislation": {
        "number": "legislationIdentifier",
        "issued_on": "legislationDate",
        "issuer": "legislationPassedBy",
        "url": "sameAs",
    },
    "NewsArticle": {"first_published_on": "datePublished"},
    "DigitalDocument": {"isbn": "isbn", "pages": "numberOfPages", "url": "sameAs"},
    "WebPage": {"url": "sameAs"},
    "GovernmentService": {"field_of_work": "serviceType", "online_url": "sameAs"},
}
FORCE = {
    "in_force": "InForce",
    "partly_expired": "PartiallyInForce",
    "expired": "NotInForce",
    "suspended": "NotInForce",
    "not_yet": "NotInForce",
}
DAYS = {
    "mon": "Monday",
    "tue": "Tuesday",
    "wed": "Wednesday",
    "thu": "Thursday",
    "fri": "Friday",
    "sat": "Saturday",
    "sun": "Sunday",
}


def of_fields(kind: str, doc: Doc) -> Thing:
    """The properties of this class that its fields and texts give."""
    fields, texts = doc["fields"], doc["texts"]
    made: Thing = {
        name: _plain(fields[field])
        for field, name in SAME.get(kind, {}).items()
        if fields.get(field) not in (None, "", [])
    }
    if fields.get("aliases"):
        made["alternateName"] = list(fields["aliases"])
    made |= _where(kind, doc)
    if kind == "Event":
        made |= _days(fields)
    if kind == "Legislation" and fields.get("status") in FORCE:
        made["legislationLegalForce"] = f"https://schema.org/{FORCE[fields['status']]}"
    if kind == "TouristAttraction" and fields.get("opening"):
        made["openingHoursSpecification"] = [_hours(one) for one in fields["opening"]]
    if kind == "NewsArticle" and fields.get("byline"):
        made["author"] = {"@type": "Person", "name": fields["byline"]}
    if kind == "Product" and fields.get("makers"):
        made["manufacturer"] = [_organisation(one) for one in fields["makers"]]
    if kind == "DigitalDocument" and texts.get("authors"):
        made["author"] = {"@type": "Person", "name": texts["authors"]}
    return made


def _where(kind: str, doc: Doc) -> Thing:
    """A place has its position; an event or an organisation is at one."""
    location = doc["fields"].get("location") or {}
    point = location.get("point")
    written = doc["texts"].get("address") or location.get("written")
    place: Thing = {}
    if point:
        place["geo"] = {
            "@type": "GeoCoordinates",
            "latitude": float(point["lat"]),
            "longitude": float(point["lon"]),
        }
    if written:
        place["address"] = {
            "@type": "PostalAddress",
            "streetAddress": written,
            "addressCountry": "VN",
        }
    venue = doc["texts"].get("venue") or doc["texts"].get("place")
    if kind in PLACES or not (place or venue):
        return place if kind in PLACES else {}
    name = {"name": venue} if venue else {}
    whole = {"@type": "Place", **name, **place}
    if kind in {"Event", "Organization"}:
        return {"location": whole}
    return (
        {} if kind in {"Product", "GovernmentService"} else {"contentLocation": whole}
    )


def _days(fields: Mapping[str, Any]) -> Thing:
    span = fields.get("solar") or fields.get("held") or {}
    made: Thing = {}
    if span.get("start"):
        made["startDate"] = span["start"]
        made["endDate"] = span.get("end") or span["start"]
    if fields.get("organisers"):
        made["organizer"] = [_organisation(one) for one in fields["organisers"]]
    return made


def _hours(opening: Mapping[str, Any]) -> Thing:
    return {
        "@type": "OpeningHoursSpecification",
        "dayOfWeek": [f"https://schema.org/{DAYS[day]}" for day in opening["days"]],
        "opens": opening["opens"],
        "closes": opening["closes"],
    }


def _organisation(given: Mapping[str, Any]) -> Thing:
    site = {"url": given["website"]} if given.get("website") else {}
    return {"@type": "Organization", "name": given["name"], **site}


def _plain(value: Any) -> Any:
    return value if isinstance(value, str | int | bool) else str(value)
