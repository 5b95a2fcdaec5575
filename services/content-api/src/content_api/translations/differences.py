"""Two texts that should say the same: which figures do not agree."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from content_api.translations import calendars, signs
from content_api.translations.reading.lexicon import UNITS, Unit
from content_api.translations.reading.tokens import Day, Number
from content_api.translations.sides import Side
from phohien.languages import SOURCE

_MONEY = {unit.name for unit in UNITS.values() if unit.name.isupper()} - {"MW", "GW"}
_MONEY -= {"MVA"}
MOST = 50


@dataclass(frozen=True, slots=True)
class Difference:
    """`source` is what the Vietnamese says, `found` what the translation says.

    None on one side: the figure is on the other side only.
    """

    kind: str
    source: str | None
    found: str | None


def differences(source: Any, translation: Any, lang: str) -> list[Difference]:
    """Figures of a Vietnamese field and its translation that do not agree."""
    left, right = Side(source, SOURCE), Side(translation, lang)
    found = [*_days(left, right), *_phones(left, right), *_numbers(left, right)]
    found += _unseen(left.text, right.text, lang)
    # What only the translation says comes first: it is never cut off by the limit.
    found.sort(key=lambda each: each.found is None)
    return list(dict.fromkeys(found))[:MOST]


def _unseen(source: str, translation: str, lang: str) -> list[Difference]:
    """Figures that are the same and still say something else."""
    return [
        Difference(kind, *sides)
        for kind, compare in (
            ("date", calendars.swapped),
            ("calendar", calendars.lost_moon),
            ("number", signs.lost_sign),
        )
        for sides in compare(source, translation, lang)
    ]


def _days(left: Side, right: Side) -> list[Difference]:
    missing = _unmatched_days(left, right)
    added = _unmatched_days(right, left)
    return _paired(
        "date", [day.written for day in missing], [day.written for day in added]
    )


def _unmatched_days(these: Side, those: Side) -> list[Day]:
    return [
        day
        for day in these.days
        if not day.dates & those.dates and not _in_parts(day, these, those)
    ]


def _in_parts(day: Day, these: Side, those: Side) -> bool:
    """Written in parts over there: `from 5 to 7 March 2026`, `7至9日`.

    Another whole date over there may lend its month and year, never its day.
    """
    same_months = those.days_in({way[:2] for way in day.dates})
    if same_months:
        lent = all(
            {Decimal(way[2]) for way in other.dates} & these.bare
            or other.dates & these.dates
            for other in same_months
        )
        return lent and bool({Decimal(way[2]) for way in day.dates} & those.bare)
    return any(
        {Decimal(way[1]), Decimal(way[2])} <= those.bare
        and Decimal(way[0]) in those.years
        for way in day.dates
    )


def _phones(left: Side, right: Side) -> list[Difference]:
    these, those = left.phones, right.phones
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


def _numbers(left: Side, right: Side) -> list[Difference]:
    found: list[Difference] = []
    missing = _missing(left, right, found, forward=True)[:MOST]
    added = _missing(right, left, found, forward=False)[:MOST]
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


def _unmatched_loose(these: Side, those: Side) -> list[str]:
    return [str(part) for part in sorted(these.loose - those.parts)]


def _partner(number: Number, others: list[Number]) -> Number | None:
    """What it was most likely meant to be: the same unit, else the first."""
    for other in others:
        if _dimension(other.unit) == _dimension(number.unit):
            return other
    return others[0] if others else None


def _missing(
    these: Side, those: Side, found: list[Difference], *, forward: bool
) -> list[Number]:
    """Numbers of one side that the other has not; conflicts of units are noted."""
    missing = []
    for number in these.numbers:
        if not number.firm:
            continue
        equal = those.equal(number)
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
        elif not any(other.firm for other in equal):
            missing.append(number)
    return missing


def _same_unit(one: Number, other: Number, these: Side, those: Side) -> bool:
    if not _agree(one, other):
        return False
    if one.unit is None and other.unit is not None:
        return not other.unit.firm or these.mentions(other.unit)
    if one.unit is not None and other.unit is None:
        return not one.unit.firm or those.mentions(one.unit)
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
