"""How good an order of results is: nDCG over the first ten."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log2

from phohien_stack.golden.questions import GoldenQuery

DEPTH = 10
# Below this a search is shown among the failures.
GOOD = 0.5


@dataclass(frozen=True)
class Scored:
    """One search with its score; `got` are ids of entries, or keys of other items."""

    query: GoldenQuery
    got: list[str]
    score: float

    @property
    def failed(self) -> bool:
        return self.score < GOOD


def scored(query: GoldenQuery, got: Sequence[str]) -> Scored:
    """What should not be found scores by not being found."""
    first = list(got[:DEPTH])
    if not query.expect:
        return Scored(query, first, 0.0 if first else 1.0)
    ideal = _gain(sorted(query.expect.values(), reverse=True)[:DEPTH])
    return Scored(query, first, _gain(_grades(query.expect, first)) / ideal)


def mean(found: Sequence[Scored]) -> float:
    return sum(each.score for each in found) / len(found) if found else 0.0


def _grades(expect: Mapping[str, int], got: Sequence[str]) -> list[int]:
    return [expect.get(name, 0) for name in got]


def _gain(grades: Sequence[int]) -> float:
    return sum(
        float(2**grade - 1) / log2(place + 2) for place, grade in enumerate(grades)
    )
