"""A question as queries of the index."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from tantivy import Occur, Query, Schema

from content_api.search.asking.question import Part, Question
from content_api.search.index import layout
from content_api.search.index.tokens import PAIR, STEMMERS, bigrams, line_of, stem_of
from content_api.text.words import Run, Word, pieces

TITLE_BOOST, NAMES_BOOST, LEAD_BOOST, PLACES_BOOST = 4.0, 2.5, 1.2, 0.6
PAIR_BOOST, TITLE_PAIR_BOOST, WHOLE_BOOST, NUMBER_BOOST = 1.5, 3.0, 12.0, 8.0
STEM_BOOST, INSTEAD_BOOST = 0.9, 0.8
LONG_RUN = 2


class Clauses:
    """Queries of one schema."""

    def __init__(self, schema: Schema, question: Question) -> None:
        self._schema, self._question = schema, question

    def required(self) -> list[Query]:
        """One query for each part that asks for something; all must hold."""
        return [self.part(part) for part in self._question.parts if not part.asks]

    def loose(self) -> list[Query]:
        """The same, and of a long run each two characters for themselves."""
        found: list[Query] = []
        for part in self._question.parts:
            if part.asks:
                continue
            if isinstance(part.piece, Run) and len(part.piece.text) > LONG_RUN:
                found += [
                    self._term(layout.ALL, two) for two in bigrams(part.piece.text)
                ]
            else:
                found.append(self.part(part))
        return found

    def phrases(self) -> list[Query]:
        """What stood in quotation marks, word for word."""
        return [
            query for phrase in self._question.phrases for query in self._phrase(phrase)
        ]

    def titled(self) -> list[Query]:
        """The same parts, all in the title."""
        return [
            self.part(part, layout.TITLE, layout.TITLE_EXACT)
            for part in self._question.parts
            if not part.asks
        ]

    def adjacent(self) -> list[Query]:
        """Neighbours in the question that are neighbours in the text."""
        return [self._term(layout.PAIRS, pair) for pair in self._pairs()]

    def joined(self) -> list[Query]:
        """Words that were put in the place of others, with their neighbours."""
        return [self._term(layout.PAIRS, pair) for pair in self._pairs(replaced=True)]

    def boosts(self) -> Iterator[Query]:
        """What makes one of the found documents better than another."""
        for part in self._question.parts:
            yield self.part(part)
            yield _boosted(
                self.part(part, layout.TITLE, layout.TITLE_EXACT), TITLE_BOOST
            )
            for text in (part.surface, *part.instead):
                for field, boost in (
                    (layout.NAMES, NAMES_BOOST),
                    (layout.LEAD, LEAD_BOOST),
                    (layout.PLACES, PLACES_BOOST),
                ):
                    yield _boosted(self._line(text, field), boost)
        for pair in self._pairs():
            yield _boosted(self._term(layout.PAIRS, pair), PAIR_BOOST)
            yield _boosted(self._term(layout.TITLE_PAIRS, pair), TITLE_PAIR_BOOST)
        for number in self._question.numbers:
            yield _constant(self._term(layout.EXACT, number), NUMBER_BOOST)
        whole = " ".join(_stream(part.piece for part in self._question.parts))
        yield _constant(self._term(layout.WHOLE, whole, "basic"), WHOLE_BOOST)

    def part(
        self, part: Part, field: str = layout.ALL, exact: str = layout.EXACT
    ) -> Query:
        found = [] if part.replaced else list(self._itself(part, field, exact))
        found += [
            _boosted(self._text(text, field, exact), INSTEAD_BOOST)
            for text in part.instead
        ]
        return _any(found)

    def _itself(self, part: Part, field: str, exact: str) -> Iterator[Query]:
        piece = part.piece
        if isinstance(piece, Run):
            yield self._run(piece.text, field, exact)
        elif part.toned and piece.toned is not None:
            yield self._term(exact, piece.toned)
        else:
            yield self._term(field, piece.folded)
            for stem in self._stems(piece.folded):
                yield _boosted(self._term(exact, stem), STEM_BOOST)

    def _stems(self, folded: str) -> Iterator[str]:
        lang = self._question.lang
        for each in STEMMERS if lang is None else (lang,):
            stem = stem_of(folded, each)
            if stem is not None:
                yield stem

    def _text(self, text: str, field: str, exact: str) -> Query:
        """Another text in the place of a part: all its words, side by side."""
        return _all([*self._words(text, field, exact), *self._neighbours(text, field)])

    def _words(self, text: str, field: str, exact: str) -> Iterator[Query]:
        toned = self._question.lang in {None, "vi"}
        for piece in pieces(text):
            if isinstance(piece, Run):
                yield self._run(piece.text, field, exact)
            elif toned and piece.toned is not None:
                yield self._term(exact, piece.toned)
            else:
                yield self._term(field, piece.folded)

    def _neighbours(self, text: str, field: str) -> list[Query]:
        pairs = layout.TITLE_PAIRS if field == layout.TITLE else layout.PAIRS
        return [
            self._term(pairs, f"{first}{PAIR}{second}")
            for first, second in pairwise(_stream(pieces(text)))
        ]

    def _run(self, text: str, field: str, exact: str) -> Query:
        """Characters side by side: each two, and where there are more, each three."""
        if len(text) == 1:
            return self._term(exact, text)
        twos = list(bigrams(text))
        if len(twos) == 1:
            return self._term(field, twos[0])
        return _all([self._term(field, twos[0]), *self._neighbours(text, field)])

    def _phrase(self, phrase: Sequence[Word | Run]) -> Iterator[Query]:
        line = _stream(phrase)
        if len(line) == 1:
            yield self._term(layout.ALL, line[0])
        # Neighbours are one token; only longer phrases look where each word stands.
        for first, second in pairwise(line):
            yield self._term(layout.PAIRS, f"{first}{PAIR}{second}")
        if len(line) > LONG_RUN:
            yield Query.phrase_query(self._schema, layout.ALL, list(line))
        if self._question.lang in {None, "vi"}:
            for piece in phrase:
                if isinstance(piece, Word) and piece.toned is not None:
                    yield self._term(layout.EXACT, piece.toned)

    def _line(self, text: str, field: str) -> Query:
        return _all([self._term(field, token) for token in _stream(pieces(text))])

    def _pairs(self, *, replaced: bool = False) -> list[str]:
        """Neighbours in the question; perhaps only where one of them was replaced."""
        streams = [
            (_stream(pieces(part.instead[0])), True)
            if part.replaced and part.instead
            else (_stream([part.piece]), False)
            for part in self._question.parts
        ]
        line = [(token, new) for stream, new in streams for token in stream]
        return [
            f"{first}{PAIR}{second}"
            for (first, new), (second, also) in pairwise(line)
            if new or also or not replaced
        ]

    def _term(self, field: str, token: str, option: str = "freq") -> Query:
        return Query.term_query(self._schema, field, token, option)


def _stream(found: Iterable[Word | Run]) -> list[str]:
    return [token for piece in found for token in line_of(piece)]


def _any(queries: list[Query]) -> Query:
    if len(queries) == 1:
        return queries[0]
    return Query.boolean_query([(Occur.Should, query) for query in queries])


def _all(queries: list[Query]) -> Query:
    if len(queries) == 1:
        return queries[0]
    return Query.boolean_query([(Occur.Must, query) for query in queries])


def _boosted(query: Query, boost: float) -> Query:
    return Query.boost_query(query, boost)


def _constant(query: Query, score: float) -> Query:
    return Query.const_score_query(query, score)
