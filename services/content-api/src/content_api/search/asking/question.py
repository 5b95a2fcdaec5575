"""What a reader typed, taken apart; every string is some question, or none."""

import re
import unicodedata
from dataclasses import dataclass, field, replace

from content_api.search.asking.lexicon import lexicon, spelt
from content_api.search.index.documents import numbers_in
from content_api.text.words import Run, Word, pieces

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
    toned: bool
    instead: tuple[str, ...] = ()
    asks: bool = False
    replaced: bool = False

    @property
    def surface(self) -> str:
        return self.piece.folded if isinstance(self.piece, Word) else self.piece.text


@dataclass(frozen=True, slots=True)
class Question:
    """The parts that must be met, phrases among them, numbers as one word."""

    lang: str | None
    parts: tuple[Part, ...]
    phrases: tuple[tuple[Word | Run, ...], ...] = ()
    numbers: tuple[str, ...] = ()
    typed: tuple[str, ...] = field(default=())

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
    known = lexicon(lang)
    parts: dict[Word | Run, Part] = {}
    for piece in pieces(text):
        if isinstance(piece, Run):
            run = Run(piece.text[:LONGEST_RUN])
            parts.setdefault(run, Part(run, toned=False))
        else:
            word = spelt(piece)
            toned = lang in TONED and piece.toned is not None
            parts.setdefault(
                piece,
                Part(piece, toned, known.means.get(word, ()), word in known.asks),
            )
        if len(parts) >= MOST_PARTS:
            break
    if not parts:
        return None
    if all(part.asks for part in parts.values()):
        parts = {piece: replace(part, asks=False) for piece, part in parts.items()}
    return Question(
        lang,
        tuple(parts.values()),
        tuple(_phrases(text)),
        tuple(dict.fromkeys(numbers_in(text))),
        tuple(part.surface for part in parts.values()),
    )


def _phrases(text: str) -> list[tuple[Word | Run, ...]]:
    found = (tuple(pieces(match[1])) for match in _QUOTED.finditer(text))
    return [phrase[:MOST_PARTS] for phrase in found if phrase]
