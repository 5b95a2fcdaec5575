"""Where the words of a question stand in a text: plain text and the ranges to mark."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from content_api.search.asking.question import Part, Question
from content_api.search.index.tokens import stem_of
from content_api.text.words import Run, Word, fold, pieces

AROUND = 90
MOST_MARKS = 12
WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Fragment:
    """Part of a text; `marks` are pairs of places in it, in Unicode characters."""

    field: str
    text: str
    marks: list[tuple[int, int]]

    def told(self) -> dict[str, Any]:
        return {"field": self.field, "text": self.text, "marks": self.marks}


class Marker:
    """The words of one question, ready to be looked for in many texts."""

    def __init__(self, question: Question) -> None:
        self._folded: dict[str, set[str | None]] = {}
        self._stems: set[str] = set()
        self._lang = question.lang or "en"
        runs: list[str] = []
        for piece, toned in _sought(question):
            if isinstance(piece, Run):
                runs.append(piece.text)
                continue
            marked = piece.toned if toned else None
            self._folded.setdefault(piece.folded, set()).add(marked)
            stem = None if toned else stem_of(piece.folded, self._lang)
            if stem is not None:
                self._stems.add(stem)
        # Where words bend, every word is looked at.
        self._sought = WORD if self._stems else _any_of(self._folded)
        longest = sorted(set(runs), key=len, reverse=True)
        self._runs = re.compile("|".join(map(re.escape, longest))) if runs else None

    def marks(self, text: str) -> list[tuple[int, int]]:
        """In order, none in another."""
        found = list(self._words(text))
        if self._runs is not None:
            found += [match.span() for match in self._runs.finditer(text)]
        return sorted(set(found))

    def _words(self, text: str) -> Iterator[tuple[int, int]]:
        even = text.translate(_table())
        for match in self._sought.finditer(even):
            word = match[0]
            known = self._folded.get(word)
            if known is None:
                if stem_of(word, self._lang) in self._stems:
                    yield match.span()
            elif None in known or _toned(text[match.start() : match.end()]) in known:
                yield match.span()


def fragments(
    marker: Marker, title: str, summary: str, body: Iterable[str]
) -> list[Fragment]:
    """The title whole, and the summary or the first text in which words stand."""
    found = []
    title = unicodedata.normalize("NFC", title)
    marks = marker.marks(title)
    if marks:
        found.append(Fragment("title", title, marks[:MOST_MARKS]))
    for field, text in (("summary", summary), *(("text", each) for each in body)):
        even = " ".join(unicodedata.normalize("NFC", text).split())
        marks = marker.marks(even)
        if marks:
            found.append(_cut(field, even, marks))
            break
    return found


def _cut(field: str, text: str, marks: Sequence[tuple[int, int]]) -> Fragment:
    """Around the place where most words stand close together."""
    best = max(
        marks,
        key=lambda mark: sum(mark[0] <= each[0] <= mark[0] + AROUND for each in marks),
    )
    start, end = max(0, best[0] - AROUND), min(len(text), best[0] + 2 * AROUND)
    if start:
        start = text.find(" ", start, best[0]) + 1 or start
    if end < len(text):
        end = (
            max(text.rfind(" ", best[1], end), best[1])
            if " " in text[best[1] : end]
            else end
        )
    inside = [
        (first - start, last - start)
        for first, last in marks
        if first >= start and last <= end
    ]
    return Fragment(field, text[start:end], inside[:MOST_MARKS])


def written(texts: Iterable[str], words: Sequence[str]) -> str | None:
    """The words as a text has them, side by side and with their tones."""
    sought = [
        piece.folded
        for word in words
        for piece in pieces(word)
        if isinstance(piece, Word)
    ]
    if not sought:
        return None
    for text in texts:
        even = unicodedata.normalize("NFC", text)
        spans = [match.span() for match in WORD.finditer(even.translate(_table()))]
        folded = [fold(even[first:last]) for first, last in spans]
        for place in range(len(folded) - len(sought) + 1):
            if folded[place : place + len(sought)] == sought:
                return even[spans[place][0] : spans[place + len(sought) - 1][1]]
    return None


def _sought(question: Question) -> Iterator[tuple[Word | Run, bool]]:
    for part in question.parts:
        if not part.asks:
            yield from _of(part, toned=question.lang in {None, "vi"})


def _of(part: Part, *, toned: bool) -> Iterator[tuple[Word | Run, bool]]:
    if not part.replaced:
        yield part.piece, part.toned
    for text in part.instead:
        for piece in pieces(text):
            yield piece, toned and isinstance(piece, Word) and piece.toned is not None


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    """Any of these as a whole word; none of them: nothing."""
    either = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    return re.compile(rf"(?<![^\W_])(?:{either})(?![^\W_])" if either else r"(?!)")


def _toned(word: str) -> str | None:
    for piece in pieces(word):
        return piece.toned if isinstance(piece, Word) else None
    return None


@cache
def _table() -> dict[int, str]:
    """Every single character that folds to one other: places stay where they are."""
    spans = ((0x41, 0x5B), (0xC0, 0x250), (0x1E00, 0x1F00), (0xFF10, 0xFF5B))
    return {
        code: folded
        for first, last in spans
        for code in range(first, last)
        if len(folded := fold(chr(code))) == 1
    }
