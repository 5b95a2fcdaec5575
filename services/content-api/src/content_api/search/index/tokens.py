"""Text as the tokens the index holds.

A word is there without its accents; with them, if it has any, in a field of its own; as
its stem in the languages that bend words. Scripts without spaces are there by two
characters and by one. Two neighbours are one token more, which makes a phrase of two
words as cheap to find as one word.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise

from tantivy import Filter, TextAnalyzer, TextAnalyzerBuilder, Tokenizer

from content_api.text.words import Run, Word, pieces

# Languages whose words bend, by the name of their Snowball stemmer.
STEMMERS = {
    "en": "english",
    "fr": "french",
    "de": "german",
    "es": "spanish",
    "ru": "russian",
}
STEM, PAIR, GAP = "=", "+", "\N{MIDDLE DOT}"
MOST_WORDS = 65_536
Piece = Word | Run


class Tokens:
    """What one text adds to each field of the index; they hold no white space."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self.line: list[str] = []  # folded words and pairs of characters, in order
        self.exact: list[str] = []  # words with their accents, stems, characters
        self.pairs: list[str] = []  # two neighbours of `line` as one
        self.surfaces: dict[str, None] = {}

    def add(self, text: str) -> None:
        """One more text; no phrase reaches into it from the one before."""
        before = None
        for piece in pieces(text):
            for token in line_of(piece):
                self.line.append(token)
                if before is not None:
                    self.pairs.append(f"{before}{PAIR}{token}")
                before = token
            self.exact.extend(exact_of(piece, self.lang))
        if self.line and self.line[-1] != GAP:
            self.line.append(GAP)

    def learn(self, text: str) -> None:
        """Words as they are written, for those who mistype them."""
        for written in text.split():
            for folded, surface in surfaces_of(written):
                # The first says that there is such a word at all.
                self.surfaces[f"{self.lang}|{folded}|"] = None
                self.surfaces[f"{self.lang}|{folded}|{surface}"] = None


def line_of(piece: Piece) -> Iterator[str]:
    if isinstance(piece, Word):
        yield piece.folded
    elif len(piece.text) == 1:
        yield piece.text
    else:
        yield from bigrams(piece.text)


def bigrams(text: str) -> Iterator[str]:
    for first, second in pairwise(text):
        yield first + second


def exact_of(piece: Piece, lang: str) -> Iterable[str]:
    if isinstance(piece, Run):
        return piece.text
    found = [] if piece.toned is None else [piece.toned]
    stem = stem_of(piece.folded, lang)
    return found if stem is None else [*found, stem]


@lru_cache(maxsize=MOST_WORDS)
def stem_of(folded: str, lang: str) -> str | None:
    """None in a language that does not bend its words."""
    if lang not in STEMMERS:
        return None
    stems = stemmer(STEMMERS[lang]).analyze(folded)
    return f"{STEM}{lang}:{stems[0] if stems else folded}"


@lru_cache(maxsize=MOST_WORDS)
def surfaces_of(written: str) -> tuple[tuple[str, str], ...]:
    """Folded and as written, every word in what stands between two spaces."""
    text = unicodedata.normalize("NFC", written).lower()
    return tuple(
        (piece.folded, surface)
        for surface, piece in ((each, _only(each)) for each in _words(text))
        if isinstance(piece, Word) and piece.folded.isalpha()
    )


def _words(text: str) -> list[str]:
    bare = "".join(char if char.isalpha() else " " for char in text)
    return bare.split()


def _only(word: str) -> Piece | None:
    found = list(pieces(word))
    return found[0] if len(found) == 1 else None


@lru_cache
def stemmer(name: str) -> TextAnalyzer:
    raw = TextAnalyzerBuilder(Tokenizer.raw())
    return raw.filter(Filter.stemmer(name)).build()
