"""Words that stand for others, and words that only ask."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from content_api.text.words import Word, pieces


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Of one language. Words are as `spelt` gives them; some are several."""

    means: Mapping[tuple[str, ...], tuple[str, ...]]
    asks: frozenset[str]


def spelt(word: Word) -> str:
    return word.toned or word.folded


@cache
def lexicon(lang: str | None) -> Lexicon:
    """Without a language, what all of them say of Vietnamese and English words."""
    means: dict[tuple[str, ...], list[str]] = {}
    asks: set[str] = set()
    for row in _rows():
        if lang is not None and row["lang"] != lang:
            continue
        if lang is None and row["lang"] not in {"vi", "en"}:
            continue
        found = [
            spelt(piece) for piece in pieces(row["word"]) if isinstance(piece, Word)
        ]
        if row["kind"] == "asks":
            asks.add(found[0])
        else:
            means.setdefault(tuple(found), []).append(row["means"])
    return Lexicon(
        {words: tuple(meanings) for words, meanings in means.items()}, frozenset(asks)
    )


@cache
def _rows() -> list[dict[str, str]]:
    path = files("content_api.search").joinpath("data", "words.csv")
    return list(csv.DictReader(path.read_text("utf-8").splitlines()))
