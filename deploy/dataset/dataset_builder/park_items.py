"""One item a park: figures with date and source, sentences in five languages."""

from typing import Any

from dataset_builder import prose
from dataset_builder.facts import fact, figure, texts
from dataset_builder.formats import number
from dataset_builder.parks import LANGUAGES, PARKS, Park
from dataset_builder.units import unit

FIRST_PHASES = "Giai đoạn 1 và 2 / phases 1 and 2"


def park_items() -> list[dict[str, Any]]:
    words = texts("parks")
    return [_item(park, words) for park in PARKS]


def _item(park: Park, words: dict[str, Any]) -> dict[str, Any]:
    notes = words["notes"].get(park.id, {})
    return {
        "id": park.id,
        "relations": [],
        # Each picture goes to each target once an item: operating parks are enough.
        "media": ["area"] if park.occupancy else [],
        "body": {
            "type": "industrial_park",
            "agency_code": "bql-kkt",
            "fi_category": "image_promotion",
            "topics": ["industry", "investment"],
            "unit_codes": list(park.units),
            "fields": _fields(park, notes),
            "languages": {lang: _texts(park, lang, words, notes) for lang in LANGUAGES},
        },
    }


def _fields(park: Park, notes: dict[str, Any]) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "status": park.status,
        "area": figure(park.area, "ha"),
    }
    if park.aliases:
        fields["aliases"] = list(park.aliases)
    if park.investor:
        fields["investor"] = {
            "name": park.investor.value,
            "name_en": park.investor_en,
        }
    if park.leasable:
        fields["leasable_area"] = figure(park.leasable, "ha")
    if park.occupancy:
        fields["occupancy"] = figure(park.occupancy, "percent")
    if "written" in notes:
        fields["location"] = _location(park, notes)
    return fields | _more(park)


def _location(park: Park, notes: dict[str, Any]) -> dict[str, Any]:
    """The centre of the first unit a source names; never the park's own place."""
    place = unit(park.units[0])
    return {
        "written": notes["written"],
        "unit_code": place.code,
        "mapping": notes["mapping"],
        "point": {
            "lat": str(place.lat),
            "lon": str(place.lon),
            "approximate": True,
            "source": {
                "text": f"Điểm trung tâm gần đúng của {place.name} /"
                f" approximate centre of {place.name_en}"
            },
        },
    }


def _more(park: Park) -> dict[str, Any]:
    if park.id == "park-thang-long-ii":
        return _thang_long()
    if park.id == "park-yen-my-ii":
        row = fact(park.subject, "utilities")
        return {
            "utilities": {
                "water": figure(row, "m3_per_day", "6000"),
                "wastewater": figure(row, "m3_per_day", "3000"),
            }
        }
    if park.id == "park-tho-hoang":
        row = fact(park.subject, "area_ha / capital")
        return {"capital": figure(row, "billion_VND", "3000", "more_than")}
    return {}


def _thang_long() -> dict[str, Any]:
    subject = "KCN Thăng Long II"
    phases = fact(subject, "phase_areas_ha")
    row = fact(subject, "utilities")
    return {
        "established": "2006-11-17",
        "parent": {"name": "Sumitomo Corporation", "country": "JP"},
        "phases": [
            {"number": place, "area": figure(phases, "ha", area)}
            for place, area in enumerate(("219.6", "125.6", "180.5"), 1)
        ],
        "utilities": {
            "power": figure(row, "MVA", "176") | {"note": FIRST_PHASES},
            "voltage": "110/22 kV",
            "water": figure(row, "m3_per_day", "18000") | {"note": FIRST_PHASES},
            "wastewater": figure(row, "m3_per_day", "15000") | {"note": FIRST_PHASES},
        },
        "certificates": [{"name": "ISO 14001"}],
    }


def _texts(
    park: Park, lang: str, words: dict[str, Any], notes: dict[str, Any]
) -> dict[str, str]:
    title = park.title(lang)

    def clause(name: str, value: str | None) -> str:
        if value is None:
            return ""
        return str(words[name][lang]).format(number(value, lang))

    leasable = park.leasable.value if park.leasable else None
    occupancy = park.occupancy.value if park.occupancy else None
    summary = words["summary"][lang].format(
        title=title[0].lower() + title[1:] if lang == "fr" else title,
        area=number(park.area.value, lang),
        leasable=clause("leasable", leasable),
        occupancy=clause("occupancy", occupancy),
        status=words["status"][park.status][lang],
    )
    listed = [[park.subject, "area_ha"], *notes.get("facts", [])]
    if lang not in notes:
        listed = listed[:1]
    body = prose.paragraphs(_investor(park, lang, words))
    body += prose.paragraphs(notes.get(lang, ""))
    return {
        "title": title,
        "summary": summary,
        "description": body + prose.footer(listed, lang),
    }


def _investor(park: Park, lang: str, words: dict[str, Any]) -> str:
    if park.investor is None:
        return str(words["no_investor"][lang])
    name = park.investor.value if lang == "vi" else park.investor_en
    return str(words["investor"][lang]).format(name)
