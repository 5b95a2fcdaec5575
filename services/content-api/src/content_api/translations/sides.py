"""One of two texts that are compared, arranged so that nothing is looked for twice.

A text may hold tens of thousands of figures: none is compared with every other.
"""

from bisect import bisect_left
from collections.abc import Iterable
from decimal import Decimal
from functools import cached_property
from typing import Any

from content_api.translations.numbers import figures
from content_api.translations.reading import lexicon, plain
from content_api.translations.reading.lexicon import Unit
from content_api.translations.reading.tokens import Day, Number

_CLOSE = Decimal("0.0001")
_MOST_CLOSE = 50


class Side:
    """What a text says in figures; every figure once, however often it is said."""

    def __init__(self, value: Any, lang: str) -> None:
        said = figures(value, lang)
        self.text, self.lang = plain.plain(value), lang
        self.phones, self.loose, self._words = said.phones, said.loose, said.words
        self.numbers = list(
            {
                (one.values, one.unit, one.per, one.firm): one
                for one in reversed(said.numbers)
            }.values()
        )[::-1]
        self.days = list({day.dates: day for day in reversed(said.days)}.values())[::-1]
        self._mentioned: dict[str, bool] = {}

    @cached_property
    def pool(self) -> set[Decimal]:
        """Bare values that may stand for a number without a unit."""
        return (
            self.loose | self._words | {part for day in self.days for part in day.parts}
        )

    @cached_property
    def bare(self) -> set[Decimal]:
        """Numbers outside of whole dates."""
        return self.loose | self._words | set(self._by_value)

    @cached_property
    def parts(self) -> set[Decimal]:
        return self.pool | set(self._by_value)

    @cached_property
    def dates(self) -> set[tuple[int, int, int]]:
        return {way for day in self.days for way in day.dates}

    @cached_property
    def years(self) -> set[Decimal]:
        return self.bare | {Decimal(way[0]) for way in self.dates}

    @cached_property
    def _by_month(self) -> dict[tuple[int, int], list[Day]]:
        found: dict[tuple[int, int], list[Day]] = {}
        for day in self.days:
            for month in {way[:2] for way in day.dates}:
                found.setdefault(month, []).append(day)
        return found

    def days_in(self, months: Iterable[tuple[int, int]]) -> list[Day]:
        return [day for month in months for day in self._by_month.get(month, ())]

    @cached_property
    def _by_value(self) -> dict[Decimal, list[Number]]:
        found: dict[Decimal, list[Number]] = {}
        for number in self.numbers:
            for value in number.values:
                found.setdefault(value, []).append(number)
        return found

    @cached_property
    def _measured(self) -> dict[str, list[tuple[Decimal, int]]]:
        """By dimension: figures in its smallest unit, in order, and which they are."""
        found: dict[str, list[tuple[Decimal, int]]] = {}
        for place, number in enumerate(self.numbers):
            if number.unit is not None:
                found.setdefault(number.unit.dimension, []).extend(
                    (value * number.unit.factor, place) for value in number.values
                )
        return {dimension: sorted(each) for dimension, each in found.items()}

    def equal(self, number: Number) -> list[Number]:
        """Figures of the same value here, also in another unit of the same kind."""
        found = [
            one for value in number.values for one in self._by_value.get(value, ())
        ]
        return found + (self._converted(number, number.unit) if number.unit else [])

    def _converted(self, number: Number, unit: Unit) -> list[Number]:
        """Only a conversion may be rounded: 1.082.000 đồng is not VND 1,082,100."""
        measured = self._measured.get(unit.dimension, [])
        found: list[Number] = []
        for value in number.values:
            wanted = value * unit.factor
            start = bisect_left(measured, (wanted - _CLOSE * wanted, -1))
            for base, place in measured[start : start + _MOST_CLOSE]:
                if base > wanted + _CLOSE * wanted:
                    break
                one = self.numbers[place]
                if one.unit is not None and one.unit.factor != unit.factor:
                    found.append(one)
        return found

    def mentions(self, unit: Unit) -> bool:
        """Whether the unit, or one it converts to, is named anywhere."""
        if unit.dimension not in self._mentioned:
            named = lexicon.mentions(self.text, unit, self.lang)
            self._mentioned[unit.dimension] = named
        return self._mentioned[unit.dimension]
