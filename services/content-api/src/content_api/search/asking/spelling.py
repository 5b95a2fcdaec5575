"""What was perhaps meant, in words that stand in released texts of that language."""

from collections.abc import Iterator
from dataclasses import dataclass
from time import monotonic
from unicodedata import normalize

from tantivy import Occur, Query

from content_api.search.asking.clauses import Clauses
from content_api.search.asking.question import Part, Question
from content_api.search.asking.ranking import Ranking
from content_api.search.index import layout
from content_api.search.index.reading import Opened
from content_api.text.words import Word

LETTERS = "abcdefghijklmnopqrstuvwxyz"
SHORTEST, LONG = 3, 6
MOST_OTHERS = 24
# A letter more weighs more than being written often.
FAR = 1_000_000
MOST_TERMS = 40
MOST_PARTS = 8
# Seconds to look for what was meant, over all words of a question.
PATIENCE = 0.15
BEGINNING, TWO, MOST_WORDS = 2, 2, 3000
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
        self._until = monotonic() + PATIENCE

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
            if monotonic() < self._until
            if (found := self._replaced(asked, [place])) is not None
        ]
        return max(
            tried, key=lambda each: self._ranking.count(each.question), default=None
        )

    def _replaced(self, asked: Question, places: list[int]) -> Meant | None:
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
        if len(parts) > 1 and not self._beside(question):
            return None
        words = tuple(
            part.instead[0] if part.replaced else part.surface
            for part in question.parts
        )
        return Meant(question, words)

    def _beside(self, question: Question) -> int:
        """How many have a new word side by side with another one."""
        clauses = Clauses(self._schema, question)
        adjacent = [(Occur.Should, query) for query in clauses.joined()]
        if not adjacent:
            return self._ranking.count(question)
        return self._ranking.total([*clauses.required(), Query.boolean_query(adjacent)])

    def _best(self, question: Question, place: int, others: list[Other]) -> str:
        """The word that fits the others: nearest first, then oftenest."""

        def fits(other: Other) -> tuple[int, int, int]:
            tried = question.replacing({place: (other.surface,)})
            return (
                min(self._beside(tried), 1),
                min(self._ranking.count(tried), 1),
                other.often - other.steps * FAR,
            )

        return max(others, key=fits).surface

    def _others(self, part: Part, lang: str | None) -> list[Other]:
        assert isinstance(part.piece, Word)  # noqa: S101 -- runs are not replaced
        folded, typed = part.piece.folded, part.piece.toned
        found: dict[str, Other] = {}
        for each in ANY if lang is None else (lang,):
            for steps, candidate in _candidates(folded, toned=typed is not None):
                for surface, often in self._written(each, candidate):
                    far = _far_from(part, surface) if part.toned else steps
                    if far <= TWO and surface not in found:
                        found[surface] = Other(surface, often, far)
            if not found and len(folded) >= LONG:
                for surface, often in self._far(each, folded):
                    found[surface] = Other(surface, often, 2)
        for surface, often in self._parted(folded):
            found[surface] = Other(surface, often, 1)
        ordered = sorted(found.values(), key=lambda each: (each.steps, -each.often))
        return ordered[:MOST_OTHERS]

    def _written(self, lang: str, folded: str) -> Iterator[tuple[str, int]]:
        prefix = f"{lang}|{folded}|"
        if not self._searcher.doc_freq(layout.SPELLINGS, prefix):
            return
        for term, _ in self._searcher.terms_with_prefix(
            layout.SPELLINGS, prefix, limit=MOST_TERMS
        ):
            if term == prefix:
                continue
            # The dictionary still knows the words of what was taken away.
            query = Query.term_query(self._schema, layout.SPELLINGS, term, "basic")
            often = self._ranking.total([query])
            if often:
                yield term.removeprefix(prefix), often

    def _far(self, lang: str, folded: str) -> Iterator[tuple[str, int]]:
        """Two letters away, with the same beginning."""
        prefix = f"{lang}|{folded[:BEGINNING]}"
        for term, _ in self._searcher.terms_with_prefix(
            layout.SPELLINGS, prefix, limit=MOST_WORDS
        ):
            word = term.split("|")[1]
            if abs(len(word) - len(folded)) <= TWO and _steps(word, folded) <= TWO:
                yield from self._written(lang, word)

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
    """The word with other tones or i for y, and whatever is one letter away."""
    if toned:
        yield 0, folded
    if not folded.isalpha():
        return
    seen = {folded}
    for steps, found in ((0, _alike(folded)), (1, _one_away(folded))):
        for candidate in found:
            if candidate not in seen:
                seen.add(candidate)
                yield steps, candidate


def _alike(word: str) -> Iterator[str]:
    """Two ways to write one sound: Mĩ and Mỹ."""
    if word.endswith("i"):
        yield f"{word[:-1]}y"
    elif word.endswith("y"):
        yield f"{word[:-1]}i"


def _one_away(word: str) -> Iterator[str]:
    if len(word) < SHORTEST:
        return
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


def _far_from(part: Part, surface: str) -> int:
    """With accents, as one who knows them mistypes."""
    return _steps(normalize("NFD", part.surface), normalize("NFD", surface))


def _steps(one: str, other: str) -> int:
    """Letters to add, leave out or change."""
    row = list(range(len(other) + 1))
    for place, letter in enumerate(one, start=1):
        before, row[0] = row[0], place
        for index, each in enumerate(other, start=1):
            change = before + (letter != each)
            before = row[index]
            row[index] = min(change, row[index] + 1, row[index - 1] + 1)
    return row[-1]
