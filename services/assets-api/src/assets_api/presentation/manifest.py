"""A manifest of IIIF Presentation 3, put together from what is public. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from assets_api import licences
from assets_api.showings.service import Words

CONTEXT = "http://iiif.io/api/presentation/3/context.json"
CREDIT = {"vi": ["Nguồn"], "en": ["Credit"]}
DOWNLOAD = {"vi": ["Tải tài liệu (PDF)"], "en": ["Download (PDF)"]}
BROCHURE = {"vi": ["Lật từng trang"], "en": ["Turn the pages"]}
CONTENTS = {"vi": ["Mục lục"], "en": ["Contents"]}
Part = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One canvas: the picture in its middle and what is said of it."""

    name: str
    label: Mapping[str, Sequence[str]]
    service: str
    width: int
    height: int
    thumbnail: Part | None = None
    words: Words | None = None
    rendering: list[Part] = field(default_factory=list)
    summary: Mapping[str, Sequence[str]] | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """Of a table of contents; `page` nought where it leads nowhere."""

    depth: int
    title: str
    page: int


def by_language(words: Words, name: str) -> dict[str, list[str]]:
    """Languages in which nothing is said are left out."""
    said = {lang: str(getattr(one, name)) for lang, one in words.items()}
    return {lang: [text] for lang, text in said.items() if text}


def rights(words: Words) -> Part:
    """Licence and credit, as they were released."""
    found: Part = {}
    if credit := by_language(words, "credit"):
        found["requiredStatement"] = {"label": CREDIT, "value": credit}
    named = (licences.address(one.licence) for one in words.values())
    if licence := next(filter(None, named), None):
        found["rights"] = licence
    return found


def canvas(base: str, sheet: Sheet) -> Part:
    ident = f"{base}/canvas/{sheet.name}"
    painted = {
        "id": f"{sheet.service}/full/max/0/default.jpg",
        "type": "Image",
        "format": "image/jpeg",
        "width": sheet.width,
        "height": sheet.height,
        "service": [
            {"id": sheet.service, "type": "ImageService3", "profile": "level2"}
        ],
    }
    made: Part = {
        "id": ident,
        "type": "Canvas",
        "label": sheet.label,
        "width": sheet.width,
        "height": sheet.height,
        "items": [
            {
                "id": f"{ident}/page",
                "type": "AnnotationPage",
                "items": [
                    {
                        "id": f"{ident}/page/picture",
                        "type": "Annotation",
                        "motivation": "painting",
                        "body": painted,
                        "target": ident,
                    }
                ],
            }
        ],
    }
    if sheet.summary:
        made["summary"] = sheet.summary
    if sheet.thumbnail:
        made["thumbnail"] = [sheet.thumbnail]
    if sheet.rendering:
        made["rendering"] = sheet.rendering
    return made | (rights(sheet.words) if sheet.words else {})


def ranges(base: str, lang: str, lines: Iterable[Line]) -> list[Part]:
    """The table of contents as one range of ranges; none without lines."""
    top: Part = {
        "id": f"{base}/range/contents",
        "type": "Range",
        "label": CONTENTS,
        "items": [],
    }
    path: list[tuple[int, Part]] = [(-1, top)]
    for ordinal, line in enumerate(lines, 1):
        made: Part = {
            "id": f"{base}/range/{ordinal}",
            "type": "Range",
            "label": {lang or "none": [line.title]},
            "items": [],
        }
        if line.page:
            made["items"].append(
                {"id": f"{base}/canvas/p{line.page}", "type": "Canvas"}
            )
        while path[-1][0] >= line.depth:
            path.pop()
        path[-1][1]["items"].append(made)
        path.append((line.depth, made))
    _prune(top)
    return [top] if top["items"] else []


def _prune(part: Part) -> None:
    """A range that holds nothing may not be there."""
    kept = []
    for item in part["items"]:
        if item["type"] == "Range":
            _prune(item)
        if item["type"] == "Canvas" or item["items"]:
            kept.append(item)
    part["items"] = kept


def manifest(
    ident: str, label: Mapping[str, Sequence[str]], sheets: Iterable[Sheet], rest: Part
) -> Part:
    base = ident.removesuffix("/manifest")
    return {
        "@context": CONTEXT,
        "id": ident,
        "type": "Manifest",
        "label": label,
        **{name: value for name, value in rest.items() if value},
        "items": [canvas(base, sheet) for sheet in sheets],
    }
