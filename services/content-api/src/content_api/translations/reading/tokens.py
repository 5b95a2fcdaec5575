"""What a text says in figures, ready to be compared."""

from dataclasses import dataclass, field
from decimal import Decimal

from content_api.translations.reading.lexicon import Unit


@dataclass(frozen=True, slots=True)
class Number:
    """`values` holds every reading; one that is not `firm` belongs to a name.

    `unit` is what it counts, `per` what it is divided by: m³ per day.
    """

    written: str
    values: frozenset[Decimal]
    unit: Unit | None = None
    per: Unit | None = None
    firm: bool = True
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Day:
    """A whole date; more than one when day and month could be either way round."""

    written: str
    dates: frozenset[tuple[int, int, int]]

    @property
    def parts(self) -> set[Decimal]:
        return {Decimal(part) for date in self.dates for part in date}


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything countable in one text."""

    numbers: list[Number] = field(default_factory=list)
    days: list[Day] = field(default_factory=list)
    phones: dict[str, str] = field(default_factory=dict)
    loose: set[Decimal] = field(default_factory=set)
    words: set[Decimal] = field(default_factory=set)
