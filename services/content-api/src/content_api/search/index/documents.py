"""A released document as the index holds it: a pure function of what was released."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from tantivy import Document

from content_api.items.aggregates.bodies import strings
from content_api.search.index import layout
from content_api.search.index.places import Gazetteer
from content_api.search.index.tokens import Tokens
from content_api.text.terms import plain
from content_api.text.words import fold

HALF = (1 << 64) - 1
LONGEST_TITLE = 60
# What lasts is rather looked for than what passes; among equals, nothing more.
PRIORS: Mapping[str, float] = {
    "industrial_park": 1.15,
    "destination": 1.15,
    "product": 1.15,
    "procedure": 1.1,
    "event": 1.05,
    "article": 0.95,
    "activity": 0.95,
    "gallery": 0.85,
    "link": 0.8,
}
# Members of `fields` that name or number the thing, at whatever depth they stand.
NAMING = frozenset({"aliases", "number", "name", "native_name", "short_name", "code"})
FIGURE, PARTED = re.compile(r"\d"), re.compile(r"\w[/.\-]\w")
LONGEST_NUMBER = 40
MARKS = re.compile(r"[^0-9a-z]+")


class Row(NamedTuple):
    """A live row of `release.document`, as the public may see it."""

    id: UUID
    key: str
    lang: str
    type: str
    slug: str
    agency: str
    fi_category: str
    topics: list[str]
    units: list[str]
    doc: str
    released_at: datetime
    expires_at: datetime | None


def name_of(key: str, lang: str) -> str:
    """What stands for one language of one item, whichever version of it."""
    return f"{key}/{lang}"


def compact(number: str) -> str:
    """One word of 2511/QĐ-UBND, however its parts were parted."""
    return MARKS.sub("", fold(number))


def numbers_in(text: str) -> Iterator[str]:
    """What has a figure and parts, such as 2511/QĐ-UBND, 688.94 or PL-2025."""
    if FIGURE.search(text) is None:
        return
    for word in text.split():
        if len(word) <= LONGEST_NUMBER and PARTED.search(word) and FIGURE.search(word):
            yield f"#{compact(word)}"


def document(row: Row, gazetteer: Gazetteer) -> Document:
    doc = json.loads(row.doc)
    made = Document()
    made.add_text("name", name_of(row.key, row.lang))
    made.add_unsigned("high", row.id.int >> 64)
    made.add_unsigned("low", row.id.int & HALF)
    made.add_unsigned("released", int(row.released_at.timestamp()))
    if row.expires_at is not None:
        made.add_unsigned("ends", int(row.expires_at.timestamp()))
    made.add_float("prior", PRIORS.get(row.type, 1.0))
    for field, codes in (
        ("lang", [row.lang]),
        ("type", [row.type]),
        ("agency", [row.agency]),
        ("fi_category", [row.fi_category]),
        ("topic", row.topics),
        ("unit", row.units),
    ):
        for code in codes:
            made.add_text(field, code)
    _add_words(made, row, doc, gazetteer)
    return made


def _add_words(
    made: Document, row: Row, doc: Mapping[str, Any], gazetteer: Gazetteer
) -> None:
    title, lead = doc["title"], doc.get("summary") or ""
    names = [*_naming(doc.get("fields") or {}), row.key, row.slug]
    places = list(gazetteer.names_of(row.units))
    body = [plain(text) for text in body_of(doc)]
    whole, first = Tokens(row.lang), Tokens(row.lang)
    first.add(title)
    for text in (title, lead, *body, *names, *places):
        whole.add(text)
    for text in (title, lead, *body, *names[:-2]):
        whole.learn(text)
        whole.exact.extend(numbers_in(text))
    whole.exact.append(f"#{compact(row.key)}")
    for field, tokens in (
        (layout.ALL, whole.line),
        (layout.EXACT, whole.exact),
        (layout.PAIRS, whole.pairs),
        (layout.TITLE, first.line),
        (layout.TITLE_EXACT, first.exact),
        (layout.TITLE_PAIRS, first.pairs),
        (layout.LEAD, _line([lead], row.lang)),
        (layout.NAMES, _line(names, row.lang)),
        (layout.PLACES, _line(places, row.lang)),
        (layout.SPELLINGS, whole.surfaces),
    ):
        made.add_text(field, " ".join(tokens))
    made.add_text(layout.WHOLE, " ".join(first.line[:-1][:LONGEST_TITLE]))


def body_of(doc: Mapping[str, Any]) -> Iterator[str]:
    """Every text but title and summary; rich text with its tags."""
    for name, value in doc["texts"].items():
        if name not in {"title", "summary"}:
            yield from (text for _, text in strings(value))
    for medium in doc["media"]:
        yield from (medium.get("alt") or "", medium.get("caption") or "")


def _naming(value: Any, *, named: bool = False) -> Iterator[str]:
    if isinstance(value, str):
        if named:
            yield value
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _naming(inner, named=named or name in NAMING)
    elif isinstance(value, list):
        for inner in value:
            yield from _naming(inner, named=named)


def _line(texts: Iterable[str], lang: str) -> list[str]:
    tokens = Tokens(lang)
    for text in texts:
        tokens.add(text)
    return tokens.line
