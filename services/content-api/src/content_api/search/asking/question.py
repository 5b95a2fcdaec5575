"""What a reader typed, taken apart; every string is some question, or none."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from content_api.search.asking.lexicon import lexicon, spelt
from content_api.search.index.documents import numbers_in
from content_api.text.words import RUN, Run, Word, pieces

Typed = tuple[Word | Run, str]
CHARACTERS = 500
MOST_PARTS = 24
LONGEST_RUN = 40
# Languages that write Vietnamese names without their tones.
TONED = frozenset({None, "vi"})
_QUOTED = re.compile('["“”„«»＂「」『』]([^"“”„«»＂「」『』]+)["“”„«»＂「」『』]')  # noqa: RUF001 -- quotation marks of several scripts


@dataclass(frozen=True, slots=True)
class Part:
    """One word or run of characters, and what else will do in its place.

    `instead` are whole texts; `replaced` says that the part itself will not do.
    """

    piece: Word | Run
    surface: str
    toned: bool = False
    instead: tuple[str, ...] = ()
    asks: bool = False
    replaced: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """The parts that must be met, phrases among them, numbers as one word."""

    lang: str | None
    parts: tuple[Part, ...]
    phrases: tuple[tuple[Word | Run, ...], ...] = ()
    numbers: tuple[str, ...] = ()

    def replacing(self, found: dict[int, tuple[str, ...]]) -> "Question":
        """The same with other texts in the place of some parts; phrases are let go."""
        parts = tuple(
            replace(part, instead=found[place], replaced=True)
            if place in found
            else part
            for place, part in enumerate(self.parts)
        )
        return replace(self, parts=parts, phrases=())


def question(q: str, lang: str | None) -> Question | None:
    """None when there is no word in it."""
    text = unicodedata.normalize("NFKC", q[:CHARACTERS])
    parts = tuple(dict.fromkeys(_parts(_typed(text)[:MOST_PARTS], lang)))
    if not parts:
        return None
    if all(part.asks for part in parts):
        parts = tuple(replace(part, asks=False) for part in parts)
    numbers = tuple(dict.fromkeys(numbers_in(text)))
    return Question(lang, parts, tuple(_phrases(text)), numbers)


def _typed(text: str) -> list[Typed]:
    """Every word and run, and how it was typed."""
    return [
        (piece, match[0].lower())
        for match in RUN.finditer(text)
        for piece in pieces(match[0])
    ]


def _parts(found: Sequence[Typed], lang: str | None) -> Iterator[Part]:
    known = lexicon(lang)
    place = 0
    while place < len(found):
        piece, surface = found[place]
        two = _words(found[place : place + 2])
        if isinstance(piece, Run):
            run = Run(piece.text[:LONGEST_RUN])
            yield Part(run, run.text)
        elif two is not None and two in known.means:
            # Two words that others stand for: neither will do alone.
            together = f"{surface} {found[place + 1][1]}"
            instead = (together, *known.means[two])
            yield Part(piece, together, instead=instead, replaced=True)
            place += 1
        else:
            word = spelt(piece)
            toned = lang in TONED and piece.toned is not None
            instead = known.means.get((word,), ())
            yield Part(piece, surface, toned, instead, asks=word in known.asks)
        place += 1


def _words(found: Sequence[Typed]) -> tuple[str, ...] | None:
    words = tuple(spelt(piece) for piece, _ in found if isinstance(piece, Word))
    return words if len(words) == len(found) > 1 else None


def _phrases(text: str) -> list[tuple[Word | Run, ...]]:
    found = (tuple(pieces(match[1])) for match in _QUOTED.finditer(text))
    return [phrase[:MOST_PARTS] for phrase in found if phrase]
