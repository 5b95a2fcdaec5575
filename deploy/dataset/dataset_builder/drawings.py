"""Charts and the sketch map, drawn by Typst from the facts."""

import io
import json
from pathlib import Path
from typing import Any

import typst
from fontpkg_be_vietnam_pro import __file__ as font_package
from PIL import Image

from dataset_builder.facts import BUILDER, DATASET, texts
from dataset_builder.parks import PARKS, Park
from dataset_builder.units import all_units, unit

FONTS = Path(font_package).parent / "files"
KINDS = ("area", "occupancy", "map", "specialties")


def _value(row: Any) -> str | None:
    return row.value if row is not None else None


def _short(company: str) -> str:
    return company.replace("Joint Stock Company", "JSC").replace(
        "Company Limited", "Co., Ltd"
    )


def _park(park: Park, lang: str) -> dict[str, Any]:
    return {
        "short": park.short(lang),
        "area": park.area.value,
        "leasable": _value(park.leasable),
        "occupancy": _value(park.occupancy),
        "status": park.status,
        "investor": (
            (park.investor.value if lang == "vi" else _short(park.investor_en))
            if park.investor
            else None
        ),
    }


def _places(entries: list[dict[str, Any]], lang: str) -> list[dict[str, Any]]:
    return [
        {
            "label": entry[lang],
            "points": [[unit(c).lon, unit(c).lat] for c in entry["units"]],
            "dx": entry["dx"],
            "dy": entry["dy"],
            "anchor": entry.get("anchor", "left"),
        }
        for entry in entries
    ]


def _towns(entries: list[dict[str, Any]], lang: str) -> list[dict[str, Any]]:
    return [
        {
            "label": entry[lang],
            "lon": unit(entry["unit"]).lon,
            "lat": unit(entry["unit"]).lat,
            "dx": entry["dx"],
            "dy": entry["dy"],
        }
        for entry in entries
    ]


def drawing_data(lang: str, places: str = "parks") -> dict[str, Any]:
    """What every template may draw, in one language."""
    words = texts("drawings")
    ordered = sorted(PARKS, key=lambda park: -float(park.area.value))
    return {
        "lang": lang,
        "parks": [_park(park, lang) for park in ordered],
        "statuses": [
            {"code": code, "label": names[lang]}
            for code, names in words["statuses"].items()
        ],
        "units": [
            {"lon": unit.lon, "lat": unit.lat, "ward": unit.level == "ward"}
            for unit in all_units()
        ],
        "places": _places(words["places"][places], lang),
        "towns": _towns(words["towns"], lang),
        "marks": [
            {key: value[lang] for key, value in mark.items()} for mark in words["marks"]
        ],
    }


def render(template: str, data: dict[str, Any], **options: Any) -> bytes:
    inputs = {"data": json.dumps(data, ensure_ascii=False)}
    inputs.update(options.pop("inputs", {}))
    made = typst.compile(
        str(BUILDER / "typst" / template),
        root=str(BUILDER / "typst"),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        sys_inputs=inputs,
        **options,
    )
    return bytes(made)


def draw(kind: str, lang: str) -> Path:
    words = texts("drawings")
    data = drawing_data(lang)
    data["t"] = {
        **{key: value[lang] for key, value in words["labels"].items()},
        **{key: value[lang] for key, value in words["images"][kind].items()},
    }
    png = render("image.typ", data, format="png", ppi=144, inputs={"kind": kind})
    target = DATASET / f"files/{kind}-{lang}.png"
    with Image.open(io.BytesIO(png)) as picture:
        picture.convert("RGB").quantize(128, dither=Image.Dither.NONE).save(
            target, optimize=True
        )
    return target
