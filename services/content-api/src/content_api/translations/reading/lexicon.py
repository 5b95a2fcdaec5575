"""Units and magnitudes as each language writes them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from content_api.translations.reading.spellings import SCALES, WRITTEN


@dataclass(frozen=True, slots=True)
class Unit:
    """`dimension` and `factor` make 500 ha and 5 km² the same figure.

    A `firm` unit may not be left out of a translation.
    """

    name: str
    dimension: str
    factor: Decimal
    firm: bool = True


def _unit(name: str, dimension: str, factor: str = "1", *, firm: bool = True) -> Unit:
    return Unit(name, dimension, Decimal(factor), firm)


_MONEY = ("VND", "USD", "EUR", "JPY", "CNY", "KRW", "GBP", "THB", "SGD")
UNITS: dict[str, Unit] = {
    unit.name: unit
    for unit in (
        _unit("percent", "percent"),
        _unit("ha", "area", "10000"),
        _unit("m2", "area"),
        _unit("km2", "area", "1000000"),
        _unit("acre", "area", "4046.8564224"),
        _unit("mu", "area", "666.6667"),
        _unit("m", "length"),
        _unit("cm", "length", "0.01"),
        _unit("km", "length", "1000"),
        _unit("mile", "length", "1609.344"),
        _unit("m3", "volume"),
        _unit("litre", "volume", "0.001"),
        _unit("kg", "mass"),
        _unit("quintal", "mass", "100"),
        _unit("tonne", "mass", "1000"),
        _unit("kW", "power"),
        _unit("MW", "power", "1000"),
        _unit("GW", "power", "1000000"),
        _unit("kWh", "energy"),
        _unit("MWh", "energy", "1000"),
        _unit("MVA", "apparent"),
        _unit("degree", "temperature"),
        _unit("minute", "minutes", firm=False),
        _unit("hour", "minutes", "60", firm=False),
        _unit("day", "days", firm=False),
        _unit("week", "days", "7", firm=False),
        _unit("working_day", "working days", firm=False),
        _unit("month", "months", firm=False),
        _unit("year", "months", "12", firm=False),
        *(_unit(code, code) for code in _MONEY),
    )
}

# What may not follow a unit in Latin letters: `5 ha`, not `5 has`.
_ENDS = r"(?![A-Za-zÀ-ɏ\u1e00-\u1eff0-9])"
_SIGNS = "%$°₫€₩£฿"
_CJK = {"zh", "ja"}


def known(lang: str) -> str:
    """`zh-Hans` reads like `zh`; a language without a table has only symbols."""
    return lang.partition("-")[0]


@cache
def scale_pattern(lang: str) -> str:
    """An alternation, longest first."""
    parts = sorted(SCALES.get(known(lang), {}), key=len, reverse=True)
    ends = "" if known(lang) in _CJK else _ENDS
    return f"(?i:{'|'.join(parts)}){ends}" if parts else r"(?!)"


def power(word: str, lang: str) -> Decimal:
    for pattern, exponent in SCALES.get(known(lang), {}).items():
        if re.fullmatch(pattern, word, re.IGNORECASE):
            return Decimal(10) ** exponent
    return Decimal(1)


@cache
def _entries(lang: str) -> list[tuple[str, re.Pattern[str]]]:
    base = known(lang)
    entries = [(name, _whole(part)) for name, part in _parts("*")]
    for name, part in _parts(base):
        entries.append((name, part if base in _CJK else _whole(part)))
    return [(name, re.compile(pattern)) for name, pattern in entries]


def _parts(table: str) -> Iterator[tuple[str, str]]:
    for name, written in WRITTEN.get(table, {}).items():
        for part in _alternatives(written):
            yield name, part


def _alternatives(written: str) -> list[str]:
    """Splits at the bars outside of brackets."""
    parts, depth = [""], 0
    for char in written:
        depth += (char in "([") - (char in ")]")
        if char == "|" and depth == 0:
            parts.append("")
        else:
            parts[-1] += char
    return parts


def _whole(part: str) -> str:
    return part if part[-1] in _SIGNS else part + _ENDS


def unit_at(text: str, at: int, lang: str) -> tuple[Unit, int] | None:
    """The longest unit written at this place, and where it ends."""
    best: tuple[Unit, int] | None = None
    for name, pattern in _entries(lang):
        found = pattern.match(text, at)
        if found and (best is None or found.end() > best[1]):
            best = (UNITS[name], found.end())
    return best


@cache
def _naming(dimension: str, lang: str) -> re.Pattern[str]:
    starts = r"(?<![A-Za-zÀ-ɏ\u1e00-\u1eff])"
    parts = [
        (starts if pattern.pattern[0].isascii() else "") + f"(?:{pattern.pattern})"
        for name, pattern in _entries(lang)
        if UNITS[name].dimension == dimension
    ]
    return re.compile("|".join(parts))


def mentions(text: str, unit: Unit, lang: str) -> bool:
    """Whether the unit, or one it converts to, is named anywhere."""
    return _naming(unit.dimension, lang).search(text) is not None
