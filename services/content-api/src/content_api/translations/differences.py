"""Two texts that should say the same: which figures do not agree."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from content_api.translations.numbers import figures
from content_api.translations.reading import lexicon, plain
from content_api.translations.reading.lexicon import UNITS, Unit
from content_api.translations.reading.tokens import Day, Figures, Number
from phohien.languages import SOURCE

_MONEY = {unit.name for unit in UNITS.values() if unit.name.isupper()} - {"MW", "GW"}
_MONEY -= {"MVA"}
_CLOSE = Decimal("0.0001")
MOST = 50


@dataclass(frozen=True, slots=True)
class Difference:
    """`source` is what the Vietnamese says, `found` what the translation says.

    None on one side: the figure is on the other side only.
    """

    kind: str
    source: str | None
    found: str | None


@dataclass(frozen=True, slots=True)
class _Side:
    figures: Figures
    text: str
    lang: str

    @property
    def pool(self) -> set[Decimal]:
        """Bare values that may stand for a number without a unit."""
        dated = {part for day in self.figures.days for part in day.parts}
        return self.figures.loose | self.figures.words | dated


def differences(source: Any, translation: Any, lang: str) -> list[Difference]:
    """Figures of a Vietnamese field and its translation that do not agree."""
    left = _Side(figures(source, SOURCE), plain.plain(source), SOURCE)
    right = _Side(figures(translation, lang), plain.plain(translation), lang)
    found = [*_days(left, right), *_phones(left, right), *_numbers(left, right)]
    return list(dict.fromkeys(found))[:MOST]


def _days(left: _Side, right: _Side) -> list[Difference]:
    missing = _unmatched_days(left, right)
    added = _unmatched_days(right, left)
    return _paired(
        "date", [day.written for day in missing], [day.written for day in added]
    )


def _unmatched_days(these: _Side, those: _Side) -> list[Day]:
    others = those.figures.days
    return [
        day
        for day in these.figures.days
        if not any(day.dates & other.dates for other in others)
        and not _in_parts(day, these, those)
    ]


def _in_parts(day: Day, these: _Side, those: _Side) -> bool:
    """Written in parts over there: `from 5 to 7 March 2026`, `7至9日`.

    Another whole date over there may lend its month and year, never its day.
    """
    bare = _bare(those)
    same_months = [
        other
        for other in those.figures.days
        if {way[:2] for way in other.dates} & {way[:2] for way in day.dates}
    ]
    if same_months:
        lent = all(
            {Decimal(way[2]) for way in other.dates} & _bare(these)
            or any(other.dates & mine.dates for mine in these.figures.days)
            for other in same_months
        )
        return lent and bool({Decimal(way[2]) for way in day.dates} & bare)
    years = bare | {
        Decimal(way[0]) for other in those.figures.days for way in other.dates
    }
    return any(
        {Decimal(way[1]), Decimal(way[2])} <= bare and Decimal(way[0]) in years
        for way in day.dates
    )


def _bare(side: _Side) -> set[Decimal]:
    """Numbers outside of whole dates."""
    return (
        side.figures.loose
        | side.figures.words
        | {value for number in side.figures.numbers for value in number.values}
    )


def _parts_of(side: _Side) -> set[Decimal]:
    return side.pool | {
        value for number in side.figures.numbers for value in number.values
    }


def _phones(left: _Side, right: _Side) -> list[Difference]:
    these, those = left.figures.phones, right.figures.phones
    missing = [these[digits] for digits in these if digits not in those]
    added = [those[digits] for digits in those if digits not in these]
    return _paired("phone", missing, added)


def _paired(kind: str, missing: list[str], added: list[str]) -> list[Difference]:
    size = max(len(missing), len(added))
    left = [*missing, *[None] * (size - len(missing))]
    right = [*added, *[None] * (size - len(added))]
    return [
        Difference(kind, one, other) for one, other in zip(left, right, strict=True)
    ]


def _numbers(left: _Side, right: _Side) -> list[Difference]:
    found: list[Difference] = []
    missing = _missing(left, right, found, forward=True)
    added = _missing(right, left, found, forward=False)
    for number in list(missing):
        partner = _partner(number, added)
        if partner is not None:
            missing.remove(number)
            added.remove(partner)
            kind = _kind(number.unit or partner.unit)
            found.append(Difference(kind, number.written, partner.written))
    found += [Difference(_kind(one.unit), one.written, None) for one in missing]
    found += [Difference(_kind(one.unit), None, one.written) for one in added]
    loose = _unmatched_loose(left, right)
    extra = _unmatched_loose(right, left)
    return found + _paired("date", loose, extra)


def _unmatched_loose(these: _Side, those: _Side) -> list[str]:
    known = _parts_of(those)
    return [str(part) for part in sorted(these.figures.loose) if part not in known]


def _partner(number: Number, others: list[Number]) -> Number | None:
    """What it was most likely meant to be: the same unit, else the first."""
    for other in others:
        if _dimension(other.unit) == _dimension(number.unit):
            return other
    return others[0] if others else None


def _missing(
    these: _Side, those: _Side, found: list[Difference], *, forward: bool
) -> list[Number]:
    """Numbers of one side that the other has not; conflicts of units are noted."""
    missing = []
    for number in these.figures.numbers:
        if not number.firm:
            continue
        equal = [other for other in those.figures.numbers if _same_value(number, other)]
        if any(_same_unit(number, other, these, those) for other in equal):
            continue
        if number.values & those.pool:
            continue
        if not equal:
            missing.append(number)
        elif forward:
            other = equal[0]
            kind = "currency" if _is_money(number.unit, other.unit) else "unit"
            found.append(Difference(kind, number.written, other.written))
        elif not any(
            _same_value(other, number) and other.firm for other in those.figures.numbers
        ):
            missing.append(number)
    return missing


def _same_value(one: Number, other: Number) -> bool:
    if one.values & other.values:
        return True
    if one.unit is None or other.unit is None:
        return False
    if one.unit.dimension != other.unit.dimension:
        return False
    return any(
        abs(left * one.unit.factor - right * other.unit.factor)
        <= _CLOSE * left * one.unit.factor
        for left in one.values
        for right in other.values
    )


def _same_unit(one: Number, other: Number, these: _Side, those: _Side) -> bool:
    if not _agree(one, other):
        return False
    if one.unit is None and other.unit is not None:
        return not other.unit.firm or lexicon.mentions(
            these.text, other.unit, these.lang
        )
    if one.unit is not None and other.unit is None:
        return not one.unit.firm or lexicon.mentions(those.text, one.unit, those.lang)
    return True


def _agree(one: Number, other: Number) -> bool:
    """Units, where both have one, are the same or convert into it."""
    if one.unit is not None and other.unit is not None:
        if one.unit.dimension != other.unit.dimension:
            return False
        if one.unit.factor != other.unit.factor and one.values & other.values:
            return False
    if one.per is None or other.per is None:
        return True
    return one.per.name == other.per.name


def _dimension(unit: Unit | None) -> str:
    return unit.dimension if unit else ""


def _is_money(*units: Unit | None) -> bool:
    return any(unit is not None and unit.name in _MONEY for unit in units)


def _kind(unit: Unit | None) -> str:
    if unit is None:
        return "number"
    if unit.name == "percent":
        return "percent"
    return "amount" if unit.name in _MONEY else "measure"
