"""Numbers as five languages write them: 1.234,5 and 1,234.5, 5 tỷ and 50亿."""

import re
from dataclasses import replace
from decimal import Decimal

from content_api.translations.reading import dates, idioms, lexicon, plain
from content_api.translations.reading.lexicon import UNITS, Unit, known
from content_api.translations.reading.tokens import Figures, Number
from content_api.translations.reading.words import worded

_COMMA_IS_DECIMAL = {"vi", "fr", "de", "es", "it", "pt", "id", "nl", "ru"}
_POINT_IS_DECIMAL = {"en", "zh", "ja", "ko", "th", "ms"}
_SPACED = r"[1-9]\d{0,2}(?: \d{3})+(?![\d])(?:,\d+)?|"
_DIGITS = r"\d{1,18}(?:[.,]\d{1,18}){0,6}"
_BEFORE = (
    (re.compile(r"(?:US\$|\$US|USD|\$)\s?$"), "USD"),
    (re.compile(r"(?:VND|VNĐ|₫)\s?$"), "VND"),
    (re.compile(r"(?:EUR|€)\s?$"), "EUR"),
    (re.compile(r"(?:JPY)\s?$"), "JPY"),
    (re.compile(r"(?:CNY|RMB|人民币)\s?$"), "CNY"),
    (re.compile(r"(?:GBP|£)\s?$"), "GBP"),
    (re.compile(r"(?:SGD|S\$)\s?$"), "SGD"),
    (re.compile(r"百分之\s?$"), "percent"),
)
_LATIN = re.compile(r"[A-Za-zÀ-ɏ\u1e00-\u1eff]")
_RANGE = re.compile(
    r"\s*(?:đến|tới|[-\u2013\u2014~〜]|to|through|至|到|から|à|ou|hoặc|hay|or|và|and|et|,|、|和|与|或)"
    r"\s*"
)
_PER = re.compile(
    r"\s*(?:/|per |an? |par |mỗi |một |每|one )\s?|\s?(?=每)", re.IGNORECASE
)
_EACH = re.compile(r"\s?(?:当たり|あたり|につき|ごとに)")
_SHORT = {"m": Decimal(10**6), "k": Decimal(1000), "b": Decimal(10**9)}
_GAP = re.compile(r" ?(?:de |d['\u2019])?-?")
_TAIL = re.compile(r"(?:\d,\d{3}|\d{1,4})(?!\d|[.,]\d)")
_HALF = re.compile(r" rưỡi(?!\w)")
_YEARS = (1000, 2200)
_DECADES = re.compile(r"(?<!\d)(\d{1,2})世[纪紀](\d)0年代")


def figures(value: object, lang: str) -> Figures:
    """All of them, in a field of any shape."""
    phones, text = plain.phones(plain.plain(value))
    text = idioms.spelt_out(text, lang)
    text = _DECADES.sub(lambda m: f"{int(m[1]) - 1}{m[2]}0s", text)
    words = worded(text, lang)
    days, loose, hints, rest = dates.days(text, lang)
    hours, either, rest = dates.times(rest)
    return Figures(
        numbers=_numbers(rest, lang),
        days=days,
        phones=phones,
        loose=loose | hours,
        words=words | hints | either,
    )


def readings(digits: str, lang: str) -> frozenset[Decimal]:
    """What the digits mean to a reader of this language; never empty.

    A form that the language does not have is read the other way round: `688.94` in
    Vietnamese. A language without a rule of its own allows both.
    """
    base = known(lang)
    if base in _COMMA_IS_DECIMAL:
        return frozenset({_read(digits, ".", ",")})
    if base in _POINT_IS_DECIMAL:
        return frozenset({_read(digits, ",", ".")})
    return frozenset({_read(digits, ".", ","), _read(digits, ",", ".")})


def _read(digits: str, group: str, point: str) -> Decimal:
    for group_, point_ in ((group, point), (point, group)):
        shape = (
            rf"[1-9]\d{{0,2}}(?:{re.escape(group_)}\d{{3}})+(?:{re.escape(point_)}\d+)?"
        )
        plain_shape = rf"\d+(?:{re.escape(point_)}\d+)?"
        if re.fullmatch(shape, digits) or re.fullmatch(plain_shape, digits):
            return Decimal(digits.replace(group_, "").replace(point_, "."))
    return Decimal(re.sub(r"\D", "", digits))


def _numbers(text: str, lang: str) -> list[Number]:
    spaced = _SPACED if known(lang) in {"fr", "ru"} else ""
    pattern = re.compile(rf"(?<![\d])(?:{spaced}{_DIGITS})")
    found: list[Number] = []
    at = 0
    while match := pattern.search(text, at):
        number = _number(text, match, lang)
        found.append(number)
        at = max(number.end, match.end())
    return _along_ranges(text, found)


def _number(text: str, match: re.Match[str], lang: str) -> Number:
    values, at = _scaled(text, match, lang)
    unit, start = _before(text, match.start())
    per: Unit | None = None
    short = _SHORT.get(text[at : at + 1].lower()) if unit is not None else None
    if short is not None and not _LATIN.match(text, at + 1):
        values, at = frozenset(value * short for value in values), at + 1
    after = _unit_after(text, at, lang)
    if after is not None:
        unit, at = unit or after[0], after[1]
    if unit is not None and (divided := _PER.match(text, at)):
        below = lexicon.unit_at(text, divided.end(), lang)
        if below is not None:
            per, at = below
    if unit is not None and unit.name == "year" and _is_year(values):
        unit = None
    return Number(
        written=text[start:at].strip(),
        values=values,
        unit=unit,
        per=per,
        firm=_is_firm(text, start, match.end(), at) and not _EACH.match(text, at),
        start=start,
        end=at,
    )


def _scaled(
    text: str, match: re.Match[str], lang: str
) -> tuple[frozenset[Decimal], int]:
    """`1 tỷ 500 triệu` and `1亿5000万` are one number each."""
    values = readings(match[0].replace(" ", ""), lang)
    at = match.end()
    pattern = re.compile(rf"[ -]?(?P<scale>{lexicon.scale_pattern(lang)})")
    scale = pattern.match(text, at)
    if scale is None:
        return values, at
    power = lexicon.power(scale["scale"], lang)
    values, at = frozenset(value * power for value in values), scale.end()
    more = re.compile(rf" ?(?P<digits>\d+(?:[.,]\d+)*){pattern.pattern}").match(
        text, at
    )
    while more and (below := lexicon.power(more["scale"], lang)) < power:
        rest = readings(more["digits"], lang)
        values = frozenset(value + part * below for value in values for part in rest)
        at, power = more.end(), below
        more = re.compile(rf" ?(?P<digits>\d+(?:[.,]\d+)*){pattern.pattern}").match(
            text, at
        )
    rest_of_it, at = _tail(text, at, lang, power)
    return frozenset(value + rest_of_it for value in values), at


def _tail(text: str, at: int, lang: str, power: Decimal) -> tuple[Decimal, int]:
    """What follows a magnitude: `3万2,000`, `1 tỷ rưỡi`."""
    base = known(lang)
    if base == "vi" and (half := _HALF.match(text, at)):
        return power / 2, half.end()
    tail = _TAIL.match(text, at) if base in {"zh", "ja"} else None
    if tail is None:
        return Decimal(0), at
    value = Decimal(tail[0].replace(",", ""))
    return (value, tail.end()) if value < power else (Decimal(0), at)


def _before(text: str, at: int) -> tuple[Unit | None, int]:
    for pattern, name in _BEFORE:
        found = pattern.search(text, max(0, at - 5), at)
        if found:
            return UNITS[name], found.start()
    return None, at


def _unit_after(text: str, at: int, lang: str) -> tuple[Unit, int] | None:
    gap = _GAP.match(text, at)
    return lexicon.unit_at(text, gap.end() if gap else at, lang)


def _is_year(values: frozenset[Decimal]) -> bool:
    return all(
        _YEARS[0] <= value <= _YEARS[1] and value == int(value) for value in values
    )


def _is_firm(text: str, start: int, digits_end: int, end: int) -> bool:
    """Digits inside a name (QL39, 5G, COVID-19) may be left out or written apart."""
    before = text[max(0, start - 2) : start]
    if before and _LATIN.match(before[-1]):
        return False
    if len(before) == 2 and before[1] == "-" and _LATIN.match(before[0]):  # noqa: PLR2004 -- a letter and a hyphen
        return False
    if end > digits_end:
        return True
    ordinal = re.compile(r"(?:st|nd|rd|th|er|ère|e|ème|s|h)\b").match(text, digits_end)
    return bool(ordinal) or not _LATIN.match(text, digits_end)


def _along_ranges(text: str, found: list[Number]) -> list[Number]:
    """In `5 đến 10 triệu USD` the first number is counted like the second."""
    done = list(found)
    for place in range(len(found) - 2, -1, -1):
        left, right = done[place], done[place + 1]
        if not _RANGE.fullmatch(text, left.end, right.start):
            continue
        if right.unit is None and left.unit is not None and right.per is None:
            done[place + 1] = replace(right, unit=left.unit, per=left.per)
        elif left.unit is None:
            scale = _scale_of(right)
            widened = left.values | {value * scale for value in left.values}
            done[place] = replace(left, values=widened, unit=right.unit, per=right.per)
    return done


def _scale_of(number: Number) -> Decimal:
    digits = re.search(_DIGITS, number.written)
    if digits is None:
        return Decimal(1)
    value = next(iter(number.values))
    for base in (readings(digits[0], "vi"), readings(digits[0], "en")):
        plain_value = next(iter(base))
        if plain_value and value % plain_value == 0:
            return value / plain_value
    return Decimal(1)
