"""The brochures: tagged PDF, embedded fonts, figures and sources from the facts."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from dataset_builder import facts
from dataset_builder.drawings import drawing_data, render
from dataset_builder.facts import texts
from dataset_builder.prose import dated

NAMES = ("parks-brochure", "heritage-brochure")
PLACES = {"parks-brochure": "parks", "heritage-brochure": "heritage"}


def _words(words: dict[str, Any], lang: str) -> dict[str, Any]:
    made = {key: value[lang] for key, value in words.items() if isinstance(value, dict)}
    if "ranges" in words:
        made["ranges"] = [{**entry, "label": entry[lang]} for entry in words["ranges"]]
    return made


def _sources(
    names: list[list[str]], subjects: dict[str, Any], lang: str
) -> list[dict[str, Any]]:
    lines: list[dict[str, Any]] = []
    for subject, attribute in names:
        row = facts.fact(subject, attribute)
        urls = facts.addresses(row)
        date = dated(row, lang)
        shown = [urlsplit(url).netloc.removeprefix("www.") for url in urls]
        line = {
            "date": f"{subjects[row.subject][lang]} ({date})",
            "urls": urls,
            "shown": shown,
        }
        if line not in lines:
            lines.append(line)
    return lines


def typeset(name: str, lang: str) -> Path:
    all_words = texts("brochures")
    words = all_words[name]
    data = drawing_data(lang, PLACES[name])
    data["t"] = _words({**all_words["common"], **words["words"]}, lang)
    data["total"] = facts.fact("(all 17 parks)", "area_ha_total").value
    data["sources"] = _sources(words["facts"], all_words["subjects"], lang)
    pdf = render(words["template"], data, format="pdf", pdf_standards="ua-1")
    target = facts.DATASET / f"files/{words['file'][lang]}.pdf"
    target.write_bytes(pdf)
    return target
