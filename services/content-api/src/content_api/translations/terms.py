"""Whether proper names and terms are written as agreed, and never as forbidden."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from content_api.translations.reading.plain import plain

UNVERIFIED = "unverified"
FORBIDDEN = "forbidden-rendering"
MISSING = "rendering-missing"


@dataclass(frozen=True, slots=True)
class Term:
    """One line of the glossary, in one language."""

    source_vi: str
    rendering: str
    forbidden: Sequence[str]
    kind: str
    source: str


@dataclass(frozen=True, slots=True)
class _Words:
    """A text as it is, and without tones and capitals: folded once for all terms."""

    exact: str
    folded: str

    @classmethod
    def of(cls, value: Any) -> Self:
        text = _spaced(plain(value))
        return cls(text, _folded(text))


@dataclass(frozen=True, slots=True)
class Finding:
    """`found` is the forbidden rendering; empty when the agreed one is missing."""

    code: str
    field: str
    source_vi: str
    expected: str
    found: str


def check(
    source: Mapping[str, Any], texts: Mapping[str, Any], terms: Iterable[Term]
) -> list[Finding]:
    """Terms that occur in the Vietnamese fields, looked up in the translated ones."""
    vi = {name: _spaced(plain(value)).lower() for name, value in source.items()}
    other = {name: _Words.of(value) for name, value in texts.items()}
    ordered = sorted(terms, key=lambda term: -len(term.source_vi))
    found: list[Finding] = []
    for term in ordered:
        longer = [
            each.source_vi
            for each in ordered
            if term.source_vi.lower() in each.source_vi.lower()
            and len(each.source_vi) > len(term.source_vi)
        ]
        # `Thái Bình Dương` is not Thái Bình; `xã Quảng Châu` still is Quảng Châu.
        others = [
            each.source_vi
            for each in ordered
            if each.kind == "term" and each.source_vi in longer
        ]
        if any(_occurs(text, term.source_vi, others) for text in vi.values()):
            found += _forbidden(term, other)
        found += _missing(term, vi, other, longer)
    return found


def _forbidden(term: Term, texts: Mapping[str, _Words]) -> list[Finding]:
    return [
        Finding(FORBIDDEN, name, term.source_vi, term.rendering, wrong)
        for name, text in texts.items()
        for wrong in term.forbidden
        if _says(text, wrong)
    ]


def _missing(
    term: Term,
    vi: Mapping[str, str],
    texts: Mapping[str, _Words],
    longer: Sequence[str],
) -> list[Finding]:
    """An unverified spelling is only a proposal: nobody is told to use it."""
    if term.source == UNVERIFIED or not term.rendering:
        return []
    return [
        Finding(MISSING, name, term.source_vi, term.rendering, "")
        for name, text in vi.items()
        if name in texts
        and _occurs(text, term.source_vi, longer)
        and not _says(texts[name], term.rendering)
    ]


def _occurs(text: str, source_vi: str, longer: Sequence[str]) -> bool:
    for other in longer:
        text = text.replace(other.lower(), " | ")
    return _word(source_vi.lower()).search(text) is not None


def _says(text: _Words, rendering: str) -> bool:
    """Tones and capitals do not count in Latin letters; other scripts are exact."""
    if _latin(rendering):
        return _word(_folded(rendering)).search(text.folded) is not None
    return rendering in text.exact


def _word(text: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(text)}(?!\w)")


def _latin(text: str) -> bool:
    return _folded(text).isascii()


def _folded(text: str) -> str:
    plain_text = unicodedata.normalize("NFKD", text.lower().replace("đ", "d"))
    return "".join(char for char in plain_text if not unicodedata.combining(char))


def _spaced(text: str) -> str:
    return re.sub(r"\s+", " ", text)
