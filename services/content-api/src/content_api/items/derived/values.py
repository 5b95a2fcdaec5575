"""What follows from a revision, as plain values: no clock, no database."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from content_api.items.aggregates.bodies import Body, stale_fields, texts_of
from content_api.translations.differences import Difference, differences
from content_api.translations.reading.plain import plain
from content_api.types import registry
from content_api.types.freshness import clocks
from phohien.languages import SOURCE

# Raised when the comparison changes: rows of before are computed again.
RULES = 4
# The kind of a legal document's own number.
SELF = "self"
# A file that an item shows, by its id at assets-api.
MEDIUM = "medium"
_MOST_FACTS = 500
# The kind of a number that a sentence names.
IN_TEXT = "text"
# 35/2022/NĐ-CP, 61/2020/QH14, 147/KH-UBND, 1234/QĐ-TTg.
_NUMBER = re.compile(
    r"(?<![\w/.-])\d{1,5}(?:/\d{4})?/"
    r"(?:QH\d{1,2}|[A-ZĐ][A-Za-zĐđ]{1,7}(?:[-\u2010-\u2015][A-ZĐ][A-Za-zĐđ]{0,9}){0,3})"
    r"(?!\w)"
)


@dataclass(frozen=True, slots=True)
class Translation:
    """One language: what it was made from, what it lacks, what does not agree."""

    stale: list[str]
    differences: dict[str, list[Difference]]
    hard: list[str]
    wanted: int
    filled: int


@dataclass(frozen=True, slots=True)
class Citation:
    """`cited` is the key of an item or the folded number of a decision."""

    pointer: str
    kind: str
    cited: str


@dataclass(frozen=True, slots=True)
class Citing:
    """An item, the place in it that names a document, and where the item is.

    `languages` has the status of each, `targets` those that are offered it now.
    """

    key: str
    type: str
    agency_code: str
    title: str
    pointer: str
    kind: str
    languages: Mapping[str, str] = field(default_factory=dict)
    targets: Sequence[str] = ()


def translation(body: Body, lang: str) -> Translation:
    stale = stale_fields(body, lang)
    found = {} if lang == SOURCE else _differences(body, lang)
    fields = wanted(body, lang)
    return Translation(
        stale=stale,
        differences=found,
        hard=sorted(name for name, each in found.items() if is_hard(each, name, stale)),
        wanted=len(fields),
        filled=sum(map(bool, fields.values())),
    )


def is_hard(found: list[Difference], name: str, stale: list[str]) -> bool:
    """Whether the differences of one field keep its language from the public.

    A figure that only the translation has always does. A shorter translation is its
    translator's choice, until the Vietnamese changes under it.
    """
    return name in stale or any(each.found is not None for each in found)


def _differences(body: Body, lang: str) -> dict[str, list[Difference]]:
    source = texts_of(body, SOURCE)
    compared = {
        name: differences(source[name], value, lang)
        for name, value in texts_of(body, lang).items()
        if name in source
    }
    return {name: found for name, found in compared.items() if found}


def wanted(body: Body, lang: str) -> dict[str, bool]:
    """Every field this language should have, and whether it has it.

    The source needs what a release needs; a translation needs what the source has.
    """
    words = texts_of(body, lang)
    needed = registry.get(body["type"]).needed
    if lang == SOURCE:
        have = {"fields": body["fields"], "texts": words}
        parts = [pointer.partition("/") for pointer in ("texts/title", *needed)]
        return {f"{kind}/{name}": bool(have[kind].get(name)) for kind, _, name in parts}
    names = {name for name, value in texts_of(body, SOURCE).items() if value}
    names |= {
        name.removeprefix("texts/") for name in needed if name.startswith("texts/")
    }
    return {f"texts/{name}": bool(words.get(name)) for name in names}


def facts(body: Body) -> dict[str, date]:
    """Every dated fact with the last day on which it counts as fresh."""
    return dict(list(clocks(body["type"], body["fields"]))[:_MOST_FACTS])


def citations(body: Body) -> list[Citation]:
    """Files, related items, and decisions cited anywhere in the fields."""
    shown = [
        Citation(f"/media/{place}", MEDIUM, medium["asset_id"])
        for place, medium in enumerate(body["media"])
    ]
    related = [
        Citation(f"/relations/{place}", relation["kind"], relation["key"])
        for place, relation in enumerate(body["relations"])
    ]
    own = "/fields/number" if body["type"] == "legal_document" else ""
    cited = [
        Citation(
            pointer, SELF if pointer == own else pointer.split("/")[2], folded(number)
        )
        for pointer, number in _numbers(body["fields"], "/fields")
        if folded(number)
    ]
    own_number = folded(str(body["fields"].get("number", ""))) if own else ""
    return [*shown, *related, *cited, *_in_texts(body, own_number)][:_MOST_FACTS]


def _in_texts(body: Body, own: str) -> Iterator[Citation]:
    """Numbers that the texts name, once a field and language."""
    for lang in body["languages"]:
        for name, value in texts_of(body, lang).items():
            named = dict.fromkeys(
                folded(found[0]) for found in _NUMBER.finditer(plain(value))
            )
            pointer = f"/languages/{lang}/{name}"
            for number in named:
                if number != own:
                    yield Citation(pointer, IN_TEXT, number)


def _numbers(value: Any, pointer: str) -> Iterator[tuple[str, str]]:
    """Places that hold the number of a document, as records of decisions do."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            here = f"{pointer}/{name}"
            if name == "number" and isinstance(inner, str):
                yield here, inner
            else:
                yield from _numbers(inner, here)
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from _numbers(inner, f"{pointer}/{place}")


def folded(number: str) -> str:
    """`Số 35/2022/NĐ-CP` and `35/2022/nd-cp` are one document."""
    bare = unicodedata.normalize("NFKD", number.lower().replace("đ", "d"))
    bare = "".join(char for char in bare if not unicodedata.combining(char))
    bare = re.sub(r"[\u2010-\u2015]", "-", bare)
    bare = re.sub(r"^\s*(?:so|no\.?|s)\s*[:.]?\s*(?=\d)", "", bare)
    return re.sub(r"\s+", "", bare)
