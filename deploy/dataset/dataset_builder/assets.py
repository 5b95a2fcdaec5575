"""What each picture and brochure shows, who made it and who may use it."""

import json
from typing import Any

from dataset_builder.facts import DATASET, texts
from dataset_builder.prose import notice

OTHERS = ("en", "zh-Hans", "ja", "fr")


def build_assets() -> int:
    described = texts("assets")
    files = texts("brochures")
    made: dict[str, list[dict[str, Any]]] = {}
    for name, words in described["drawings"].items():
        made[name] = [
            _asset(f"{name}-vi.png", ("vi",), words, described["rights"]),
            _asset(f"{name}-en.png", OTHERS, words, described["rights"]),
        ]
    for name, words in described["brochures"].items():
        made[name] = [
            _asset(
                f"{files[name]['file'][lang]}.pdf", (lang,), words, described["rights"]
            )
            for lang in ("vi", "en")
        ]
    text = json.dumps(made, ensure_ascii=False, indent=1)
    (DATASET / "assets.json").write_text(text + "\n", "utf-8")
    return sum(len(entries) for entries in made.values())


def _asset(
    file: str, languages: tuple[str, ...], words: dict[str, Any], rights: dict[str, str]
) -> dict[str, Any]:
    alt = {lang: words["alt"][lang] for lang in languages if lang in words["alt"]}
    return {
        "file": file,
        "filetype": "application/pdf" if file.endswith("pdf") else "image/png",
        "role": words["role"],
        "languages": list(alt),
        "rights": rights,
        "texts": {
            lang: {"alt": text, "caption": notice(lang)} for lang, text in alt.items()
        },
    }
