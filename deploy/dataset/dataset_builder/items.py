"""Every item of the dataset as the staff interface takes it, in files by type."""

import json
from typing import Any

from dataset_builder import prose
from dataset_builder.facts import DATASET, texts
from dataset_builder.fields import FIELDS
from dataset_builder.park_items import park_items
from dataset_builder.plan import plan_html

FILES = (
    "products",
    "destinations",
    "events",
    "activities",
    "enterprises",
    "legal_documents",
    "articles",
    "publications",
    "galleries",
    "links",
)
# Who keeps the item: the agencies of today, as content-api knows them.
AGENCIES = {
    "zones": "bql-kkt",
    "trade": "so-ct",
    "culture": "so-vhttdl",
    "information": "so-vhttdl",
    "investment": "so-tc",
    "office": "vp-ubnd",
}
# The rich text of a type that carries the sources and the notice.
RICH = {
    "article": "body",
    "activity": "body",
    "legal_document": "body",
    "gallery": "body",
}


def build_items() -> dict[str, int]:
    made = {"industrial_parks": park_items()}
    for name in FILES:
        made[name] = [_item(entry) for entry in texts(name)]
    for name, items in made.items():
        text = json.dumps(items, ensure_ascii=False, indent=1)
        (DATASET / f"items/{name}.json").write_text(text + "\n", "utf-8")
    return {name: len(items) for name, items in made.items()}


def _item(entry: dict[str, Any]) -> dict[str, Any]:
    if entry["type"] == "link":
        shown = {"placement": entry["placement"]} if "placement" in entry else {}
        fields = {"url": entry["url"], **shown}
    else:
        fields = FIELDS.get(entry["id"], dict)()
    return {
        "id": entry["id"],
        "relations": entry.get("relations", []),
        "media": entry.get("media", []),
        "body": {
            "type": entry["type"],
            "agency_code": AGENCIES[entry["agency"]],
            "fi_category": entry.get("fi_category", "image_promotion"),
            "topics": sorted(entry["topics"]),
            "unit_codes": entry.get("units", []),
            "fields": fields,
            "languages": {
                lang: _texts(entry, lang, dict(words))
                for lang, words in entry["languages"].items()
            },
        },
    }


def _texts(entry: dict[str, Any], lang: str, words: dict[str, str]) -> dict[str, str]:
    if entry["type"] == "link":
        words["summary"] = f"{words['summary']} {prose.notice(lang)}"
        return words
    name = RICH.get(entry["type"], "description")
    body = prose.paragraphs(words.get(name, ""))
    if "text_file" in entry and lang == "vi":
        body = plan_html()
    words[name] = body + prose.footer(entry.get("facts", []), lang)
    return words
