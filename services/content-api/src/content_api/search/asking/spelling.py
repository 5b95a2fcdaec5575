"""What was perhaps meant, in words that stand in released texts of that language."""

from collections.abc import Iterator
from dataclasses import dataclass

from tantivy import Query

from content_api.search.asking.clauses import Clauses
from content_api.search.asking.question import Part, Question
from content_api.search.asking.ranking import Ranking
from content_api.search.index import layout
from content_api.search.index.reading import Opened
from content_api.text.words import Word

LETTERS = "abcdefghijklmnopqrstuvwxyz"
SHORTEST, LONG = 3, 8
MOST_OTHERS = 8
MOST_TERMS = 40
MOST_PARTS = 8
# Without a language: those whose readers mistype.
ANY = ("vi", "en")


@dataclass(frozen=True, slots=True)
class Other:
    """Another word: as it is written, how often, and how far from what was typed."""

    surface: str
    often: int
    steps: int


@dataclass(frozen=True, slots=True)
class Meant:
    """A question that something answers, and its words as they are written."""

    question: Question
    words: tuple[str, ...]


class Spelling:
    """Of one state of the index. Nothing that may not be shown is ever proposed."""

    def __init__(self, opened: Opened, ranking: Ranking) -> None:
        self._searcher, self._schema = opened.searcher, opened.schema
        self._ranking = ranking

    def meant(self, asked: Question) -> Meant | None:
        """One word at a time: those that are nowhere, else the one that helps most."""
        if len(asked.parts) > MOST_PARTS:
            return None
        missing = [
            place
            for place, part in enumerate(asked.parts)
            if isinstance(part.piece, Word) and not part.asks
            if self._ranking.count(Question(asked.lang, (part,))) == 0
        ]
        if missing:
            return self._replaced(asked, missing)
        tried = [
            found
            for place, part in enumerate(asked.parts)
            if isinstance(part.piece, Word) and not part.asks
            if (found := self._replaced(asked, [place])) is not None
        ]
        return max(
            tried, key=lambda each: self._ranking.count(each.question), default=None
        )

    def _replaced(self, asked: Question, places: list[int]) -> Meant | None:
        self._lang = asked.lang
        parts = asked.parts
        found = {place: self._others(parts[place], asked.lang) for place in places}
        if not all(found.values()):
            return None
        texts = {
            place: tuple(other.surface for other in others)
            for place, others in found.items()
        }
        question = asked.replacing(texts)
        if self._ranking.count(question) == 0:
            return None
        for place, others in found.items():
            best = self._best(question, place, others)
            question = question.replacing({place: (best,)})
        words = tuple(
            part.instead[0] if part.replaced else part.surface
            for part in question.parts
        )
        return Meant(question, words)

    def _best(self, question: Question, place: int, others: list[Other]) -> str:
        """The word that fits the others: nearest first, then oftenest."""

        def fits(other: Other) -> tuple[int, int, int]:
            tried = question.replacing({place: (other.surface,)})
            beside = self._ranking.total(
                [
                    *Clauses(self._schema, tried).required(),
                    *Clauses(self._schema, tried).adjacent(),
                ]
            )
            count = self._ranking.count(tried)
            return (min(beside, 1), min(count, 1), -other.steps * 1000 + other.often)

        return max(others, key=fits).surface

    def _others(self, part: Part, lang: str | None) -> list[Other]:
        assert isinstance(part.piece, Word)  # noqa: S101 -- runs are not replaced
        folded, typed = part.piece.folded, part.piece.toned
        found: dict[str, Other] = {}
        for each in ANY if lang is None else (lang,):
            for steps, candidate in _candidates(folded, toned=typed is not None):
                for surface, often in self._written(each, candidate):
                    known = found.get(surface)
                    if known is None or known.steps > steps:
                        found[surface] = Other(surface, often, steps)
        for surface, often in self._parted(folded):
            found[surface] = Other(surface, often, 1)
        ordered = sorted(found.values(), key=lambda each: (each.steps, -each.often))
        return ordered[:MOST_OTHERS]

    def _written(self, lang: str, folded: str) -> Iterator[tuple[str, int]]:
        prefix = f"{lang}|{folded}|"
        for term, _ in self._searcher.terms_with_prefix(
            layout.SPELLINGS, prefix, limit=MOST_TERMS
        ):
            # The dictionary still knows the words of what was taken away.
            query = Query.term_query(self._schema, layout.SPELLINGS, term, "basic")
            often = self._ranking.total([query])
            if often:
                yield term.removeprefix(prefix), often

    def _parted(self, folded: str) -> Iterator[tuple[str, int]]:
        """As two words: hungyen, hung yen."""
        for place in range(2, len(folded) - 1):
            first, second = folded[:place], folded[place:]
            query = Query.term_query(
                self._schema, layout.PAIRS, f"{first}+{second}", "freq"
            )
            often = self._ranking.total([query])
            if often:
                yield f"{first} {second}", often


def _candidates(folded: str, *, toned: bool) -> Iterator[tuple[int, str]]:
    """The word itself with other tones, and whatever is one letter away."""
    if toned:
        yield 0, folded
    if len(folded) < SHORTEST or not folded.isalpha():
        return
    seen = {folded}
    for candidate in _one_away(folded):
        if candidate not in seen:
            seen.add(candidate)
            yield 1, candidate


def _one_away(word: str) -> Iterator[str]:
    parted = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    for first, second in parted:
        if second:
            yield first + second[1:]
            for letter in LETTERS:
                yield first + letter + second[1:]
        if len(second) > 1:
            yield first + second[1] + second[0] + second[2:]
        for letter in LETTERS:
            yield first + letter + second
