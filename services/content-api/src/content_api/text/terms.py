"""PostgreSQL's text search literals: a document's vector, a reader's query.

A word stands in the vector without its accents and, if it has any, with them too. A
reader who types tones means them; one who types none gets every tone.
"""

import re
from collections.abc import Iterable, Iterator
from html import unescape

from content_api.text.order import sort_key
from content_api.text.words import Run, Word, fold, pieces

__all__ = ["fold", "search_query", "search_vector", "sort_key"]

# PostgreSQL: positions end at 16383, a lexeme keeps 255 of them, a vector is < 1 MB.
LAST_POSITION = 16_383
POSITIONS_A_LEXEME = 200
VECTOR_BYTES = 800_000
QUERY_CHARACTERS = 500
QUERY_TERMS = 24
TAG = re.compile(r"</?[a-zA-Z][^<>]*>")


def search_vector(title: str, summary: str, body: str, lang: str) -> str:  # noqa: ARG001 -- the tokens are the same in every language
    """A `tsvector` literal: the title weighs A, the summary B, the body C.

    The body may hold the simple HTML of a rich text; its tags are no words.
    """
    places: dict[str, list[str]] = {}
    size = 0
    for token, place in _placed((("A", title), ("B", summary), ("C", plain(body)))):
        known = places.setdefault(token, [])
        if not known:
            size += len(token.encode()) + 8
        if len(known) < POSITIONS_A_LEXEME and place not in known[-1:]:
            known.append(place)
            size += 2
        if size > VECTOR_BYTES:
            break
    return " ".join(f"{_quoted(token)}:{','.join(at)}" for token, at in places.items())


def search_query(q: str, lang: str | None) -> str | None:
    """A `tsquery` literal that holds for every input, or None when nothing is asked.

    Vietnamese, or no language named: a word typed with tones must stand there with
    them. Other languages often write Vietnamese names without, so tones fold there.
    """
    keep_tones = lang in {None, "vi"}
    terms: dict[str, None] = {}
    for piece in pieces(q[:QUERY_CHARACTERS]):
        terms[_term(piece, keep_tones=keep_tones)] = None
        if len(terms) >= QUERY_TERMS:
            break
    return " & ".join(terms) or None


def _placed(parts: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Every token with its position and weight."""
    start = 1
    for weight, text in parts:
        for piece in pieces(text):
            for offset, token in _tokens(piece):
                yield token, f"{min(start + offset, LAST_POSITION)}{weight}"
            start += len(piece.text) if isinstance(piece, Run) else 1
        start += 1  # no phrase reaches from one part into the next


def plain(rich: str) -> str:
    return unescape(TAG.sub(" ", rich))


def _tokens(piece: Word | Run) -> Iterator[tuple[int, str]]:
    """Tokens with their distance from the start of the piece."""
    if isinstance(piece, Word):
        yield 0, piece.folded
        if piece.toned is not None:
            yield 0, piece.toned
        return
    for index, char in enumerate(piece.text):
        yield index, char
        if index + 1 < len(piece.text):
            yield index, piece.text[index : index + 2]


def _term(piece: Word | Run, *, keep_tones: bool) -> str:
    if isinstance(piece, Word):
        return _quoted(piece.toned if keep_tones and piece.toned else piece.folded)
    text = piece.text[: QUERY_TERMS + 1]
    pairs = [text[index : index + 2] for index in range(len(text) - 1)] or [text]
    chain = " <-> ".join(_quoted(pair) for pair in pairs)
    return f"({chain})" if len(pairs) > 1 else chain


def _quoted(token: str) -> str:
    doubled = token.replace("\\", "\\\\").replace("'", "''")
    return f"'{doubled}'"
