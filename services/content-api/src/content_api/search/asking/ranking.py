"""Which documents match, how many, of what kinds, and which of them are best.

A match is cheap to find and dear to weigh. So the index is asked for those that its own
rank puts first, for those with everything in the title and for those with the words
side by side; only these are weighed whole.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from math import ceil
from typing import Any
from uuid import UUID

from tantivy import DocAddress, FieldType, Occur, Query

from content_api.search.asking.clauses import Clauses
from content_api.search.asking.question import Question
from content_api.search.index.reading import Opened

# So many are weighed whole; behind them stands what the index's own rank says.
WINDOW = 150
SIDE = 60
DEEPEST = 1000
FACET_VALUES, FACET_TERMS = 100, 10_000
HALF_LIFE_DAYS, FRESHNESS = 180.0, 0.15
DAY = 86_400.0
# Of the words of a question that nothing meets whole, so many must be met, and two of
# them side by side.
SOME = 0.6
FEWEST = 3


@dataclass(frozen=True, slots=True)
class Wanted:
    """Everything but the words: filters, what may not be shown, which page."""

    filters: Mapping[str, str]
    names: frozenset[str]
    ids: frozenset[UUID]
    at: datetime
    facets: Sequence[str] = ()
    skip: int = 0
    rows: int = 20


@dataclass(frozen=True, slots=True)
class Ranked:
    """A page of ids, the best first."""

    ids: list[UUID]
    total: int
    facets: dict[str, list[tuple[str, int]]] = field(default_factory=dict)


class Ranking:
    """Answers about one state of the index. Everything here blocks."""

    def __init__(self, opened: Opened, wanted: Wanted) -> None:
        self._opened, self._wanted = opened, wanted
        self._searcher, self._schema = opened.searcher, opened.schema
        self._bounds = list(self._bounding())

    def page(self, question: Question) -> Ranked:
        """All parts of the question are met."""
        clauses = Clauses(self._schema, question)
        met = [*clauses.required(), *clauses.phrases()]
        return self._page(clauses, self.matching(met))

    def some(self, question: Question) -> Ranked:
        """Most parts are met, but not all."""
        clauses = Clauses(self._schema, question)
        met = [(Occur.Should, query) for query in clauses.loose()]
        if len(met) == FEWEST - 1:
            return self._one_of_two(clauses)
        beside = [(Occur.Should, query) for query in clauses.adjacent()]
        if len(met) < FEWEST or not beside:
            return Ranked([], 0, {name: [] for name in self._wanted.facets})
        least = ceil(len(met) * SOME)
        most = Query.boolean_query(met, minimum_number_should_match=least)
        return self._page(clauses, self.matching([most, Query.boolean_query(beside)]))

    def _one_of_two(self, clauses: Clauses) -> Ranked:
        """One word is nowhere: what has the other one in its title."""
        counts = [self.total([query]) for query in clauses.required()]
        known = [
            query
            for query, count in zip(clauses.titled(), counts, strict=True)
            if count
        ]
        if len(known) != 1:
            return Ranked([], 0, {name: [] for name in self._wanted.facets})
        return self._page(clauses, self.matching(known))

    def count(self, question: Question) -> int:
        return self.total(Clauses(self._schema, question).required())

    def total(self, met: Sequence[Query]) -> int:
        found = self._searcher.aggregate(
            self.matching(met), {"total": {"value_count": {"field": "released"}}}
        )
        return int(found["total"]["value"])

    def matching(self, met: Sequence[Query]) -> Query:
        return Query.boolean_query(
            [*((Occur.Must, query) for query in met), *self._bounds]
        )

    def touches(self, question: Question, names: frozenset[str]) -> bool:
        """Whether a page would change if these were not there."""
        those = Query.boolean_query(
            [(Occur.Should, self._term("name", name)) for name in names]
        )
        required = Clauses(self._schema, question).required()
        either = [(Occur.Should, query) for query in required]
        return self.total([those, Query.boolean_query(either)]) > 0

    def _page(self, clauses: Clauses, query: Query) -> Ranked:
        wanted = self._wanted
        total, facets = self._counted(query)
        if total <= wanted.skip:
            return Ranked([], total, facets)
        found = self._best(clauses, query, total)
        page = found[wanted.skip : wanted.skip + wanted.rows]
        return Ranked(self._ids(page), total, facets)

    def _counted(self, query: Query) -> tuple[int, dict[str, list[tuple[str, int]]]]:
        asked: dict[str, Any] = {"total": {"value_count": {"field": "released"}}}
        for name in self._wanted.facets:
            terms = {"field": name, "size": FACET_VALUES, "segment_size": FACET_TERMS}
            asked[name] = {"terms": terms}
        found = self._searcher.aggregate(query, asked)
        facets = {
            name: [
                (bucket["key"], int(bucket["doc_count"]))
                for bucket in found[name]["buckets"]
            ]
            for name in self._wanted.facets
        }
        return int(found["total"]["value"]), facets

    def _best(self, clauses: Clauses, query: Query, total: int) -> list[DocAddress]:
        wanted = self._wanted
        near: list[DocAddress] = []
        if total > WINDOW:
            near = self._top(self.matching(clauses.titled()), SIDE)
            adjacent = clauses.adjacent()
            if adjacent:
                near += self._top(self.matching([*clauses.required(), *adjacent]), SIDE)
        deepest = wanted.skip + wanted.rows
        found = self._top(query, max(WINDOW, deepest))
        first = self._weighed(clauses, [*found[:WINDOW], *near])
        known = set(self._lows(first))
        behind = found[WINDOW:]
        rest = [
            address
            for address, low in zip(behind, self._lows(behind), strict=True)
            if low not in known
        ]
        return [*first, *rest]

    def _weighed(
        self, clauses: Clauses, candidates: Sequence[DocAddress]
    ) -> list[DocAddress]:
        lows = dict.fromkeys(self._lows(candidates))
        those = Query.boolean_query(
            [(Occur.Should, self._term("low", low)) for low in lows]
        )
        whole = Query.boolean_query(
            [
                (Occur.Must, Query.const_score_query(those, 0.0)),
                *((Occur.Should, boost) for boost in clauses.boosts()),
            ]
        )
        hits = self._searcher.search(whole, max(1, len(lows)), count=False).hits
        addresses = [address for _, address in hits]
        priors = self._searcher.fast_field_values("prior", addresses)
        released = self._searcher.fast_field_values("released", addresses)
        now = self._wanted.at.timestamp()
        weighed = [
            (
                score * float(prior or 1) * _fresh(now - float(moment or 0)),
                float(moment or 0),
                place,
            )
            for place, ((score, _), prior, moment) in enumerate(
                zip(hits, priors, released, strict=True)
            )
        ]
        weighed.sort(key=lambda each: (-each[0], -each[1], each[2]))
        return [addresses[place] for _, _, place in weighed]

    def _top(self, query: Query, rows: int) -> list[DocAddress]:
        hits = self._searcher.search(query, rows, count=False).hits
        return [address for _, address in hits]

    def _lows(self, addresses: Sequence[DocAddress]) -> list[int]:
        found = self._searcher.fast_field_values("low", list(addresses))
        return [int(low or 0) for low in found]

    def _ids(self, addresses: list[DocAddress]) -> list[UUID]:
        highs = self._searcher.fast_field_values("high", addresses)
        return [
            UUID(int=int(high or 0) << 64 | low)
            for high, low in zip(highs, self._lows(addresses), strict=True)
        ]

    def _bounding(self) -> list[tuple[Occur, Query]]:
        """Filters weigh nothing; what may not be shown is not there at all."""
        wanted = self._wanted
        bounds = [
            (Occur.Must, Query.const_score_query(self._term(name, value), 0.0))
            for name, value in wanted.filters.items()
        ]
        bounds += [(Occur.MustNot, self._term("name", name)) for name in wanted.names]
        bounds += [
            (Occur.MustNot, self._term("low", ident.int & ((1 << 64) - 1)))
            for ident in wanted.ids
        ]
        now = wanted.at.timestamp()
        if self._opened.first_end is not None and self._opened.first_end <= now:
            ended = Query.range_query(
                self._schema,
                "ends",
                FieldType.Unsigned,
                lower_bound=0,
                upper_bound=int(now),
            )
            bounds.append((Occur.MustNot, ended))
        return bounds

    def _term(self, field_name: str, value: str | int) -> Query:
        return Query.term_query(self._schema, field_name, value, "basic")


def _fresh(seconds: float) -> float:
    days = max(0.0, seconds / DAY)
    return 1.0 + FRESHNESS * float(2.0 ** (-days / HALF_LIFE_DAYS))
