"""Dates and times of day, taken out of a text before its numbers are read."""

import re
from collections.abc import Callable
from decimal import Decimal

from content_api.translations.reading.lexicon import known
from content_api.translations.reading.tokens import Day

_EN = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_FR = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
MONTH_NAMES = {
    "en": {name.lower(): at for at, name in enumerate(_EN, 1)}
    | {name[:3].lower(): at for at, name in enumerate(_EN, 1)}
    | {"sept": 9},
    "fr": {name: at for at, name in enumerate(_FR, 1)}
    | {"fevrier": 2, "aout": 8, "decembre": 12},
}
_EN_NAME = (
    rf"(?P<name>{'|'.join(_EN)}|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
)
_FR_NAME = rf"(?P<name>(?i:{'|'.join(_FR)}|fevrier|aout|decembre))\b"
NAMES = {"en": _EN_NAME, "fr": _FR_NAME}
_TH = r"(?:st|nd|rd|th)?"
_D = r"(?P<d>\d{1,2})(?!\d)"
_Y = r"(?P<y>\d{4})(?!\d)"
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "大正": 1911, "明治": 1867}
_ERA_NAMES = "|".join(_ERAS)
# How forms and tables shorten them: R8.3.5.
_ERA_LETTERS = dict(zip("RHSTM", _ERAS.values(), strict=True))
_ISO = re.compile(r"(?<!\d)(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})(?!\d)")
_SLASHED = re.compile(
    r"(?<![\d/.,-])(?P<d>\d{1,2})(?P<sep>[/.-])(?P<m>\d{1,2})(?P=sep)(?P<y>\d{4})"
    r"(?![\d/]|-?[A-ZĐ])"
)
_CJK = re.compile(
    rf"(?P<y>(?:(?:{_ERA_NAMES})\s?(?:\d{{1,2}}|元)|\d{{4}}))\s?年\s?"
    r"(?P<m>\d{1,2})\s?月\s?(?P<d>\d{1,2})\s?[日号]"
)
_WHOLE: dict[str, list[re.Pattern[str]]] = {
    "vi": [
        re.compile(
            rf"(?i:(?:ngày )?(?:mồng |mùng )?){_D} tháng"
            rf" (?P<m>\d{{1,2}}),? năm {_Y}"
        )
    ],
    "en": [
        re.compile(rf"{_EN_NAME} {_D}{_TH},? {_Y}"),
        re.compile(rf"(?<!\d){_D}{_TH} (?:of )?{_EN_NAME},? {_Y}"),
    ],
    "fr": [re.compile(rf"(?<!\d){_D}(?:er)? {_FR_NAME},? {_Y}")],
    "zh": [_CJK],
    "ja": [
        _CJK,
        re.compile(
            r"(?<![A-Za-z\d])(?P<y>[RHSTM]\d{1,2})(?P<sep>[./])(?P<m>\d{1,2})(?P=sep)"
            r"(?P<d>\d{1,2})(?![\d./])"
        ),
    ],
}
# A month by name beside a number: half a date, whose parts still have to be there.
_HALF: dict[str, list[re.Pattern[str]]] = {
    "vi": [re.compile(r"(?<!\d)(?P<d>\d{1,2}) tháng (?P<m>\d{1,2})(?!\d)")],
    "en": [
        re.compile(rf"{_EN_NAME}(?=,? \d)"),
        re.compile(rf"(?<=\d)(?:{_TH}) (?:of )?{_EN_NAME}"),
    ],
    "fr": [
        re.compile(rf"{_FR_NAME}(?= \d)"),
        re.compile(rf"(?:(?<=\d )|(?<=\der )){_FR_NAME}"),
    ],
}
_NAMED: dict[str, re.Pattern[str]] = {
    "en": re.compile(_EN_NAME),
    "fr": re.compile(_FR_NAME),
}
_ERA = re.compile(rf"(?P<era>{_ERA_NAMES})\s?(?P<n>\d{{1,2}}|元)\s?年")
_HALF_PAST = re.compile(
    r"(?P<pre>下午|晚上|午後|夜)?(?<!\d)(?P<h>\d{1,2})"
    r"(?:\s?(?:h|:|giờ\s|heures?\s|時|点|點)\s?(?P<min>\d{2}))?"
    r"(?P<o>\s?(?:(?:時|点|點)(?!間)|(?:h|giờ)(?!\w)))?"
    r"(?P<post>\s?(?:[ap]\.?m\b\.?|giờ (?:chiều|tối)|(?:phút )?(?:chiều|tối)))?"
)
_DAYS_OF_MONTH = 31
_MONTHS_OF_YEAR = 12
_NOON = 12

Take = Callable[[re.Match[str]], str]


def days(text: str, lang: str) -> tuple[list[Day], set[Decimal], set[Decimal], str]:
    """Whole dates, parts of others, months that may be meant, and what is left."""
    base = known(lang)
    found: list[Day] = []

    def whole(match: re.Match[str]) -> str:
        day = _day(match, base)
        if day is None:
            return match[0]
        found.append(day)
        return " | "

    for pattern in (_ISO, *_WHOLE.get(base, []), _SLASHED):
        text = pattern.sub(whole, text)
    if base == "ja":
        text = _ERA.sub(_of_era, text)
    loose, text = _halves(text, base)
    hints: set[Decimal] = set()
    if base in _NAMED:
        names = _NAMED[base].finditer(text)
        hints = {Decimal(_month(name["name"], base)) for name in names}
    return found, loose, hints, text


def _halves(text: str, base: str) -> tuple[set[Decimal], str]:
    loose: set[Decimal] = set()

    def half(match: re.Match[str]) -> str:
        groups = match.groupdict()
        if groups.get("m") is not None:
            loose.update((Decimal(groups["d"]), Decimal(groups["m"])))
        else:
            loose.add(Decimal(_month(groups["name"], base)))
        return " | "

    for pattern in _HALF.get(base, []):
        text = pattern.sub(half, text)
    return loose, text


def _day(match: re.Match[str], base: str) -> Day | None:
    groups = match.groupdict()
    year = _year(groups["y"])
    month = int(groups["m"]) if groups.get("m") else _month(groups["name"], base)
    day = int(groups["d"])
    ways = {(year, month, day)}
    if groups.get("sep") == "/" and base == "en":
        ways.add((year, day, month))
    dates = {way for way in ways if _is_date(*way[1:])}
    return Day(match[0], frozenset(dates)) if dates else None


def _is_date(month: int, day: int) -> bool:
    return 1 <= month <= _MONTHS_OF_YEAR and 1 <= day <= _DAYS_OF_MONTH


def _month(name: str, base: str) -> int:
    return MONTH_NAMES[base][name.rstrip(".").lower()]


def _year(written: str) -> int:
    for era, before in _ERAS.items():
        if written.startswith(era):
            count = written.removeprefix(era).strip()
            return before + (1 if count == "元" else int(count))
    if written[0] in _ERA_LETTERS:
        return _ERA_LETTERS[written[0]] + int(written[1:])
    return int(written)


def _of_era(match: re.Match[str]) -> str:
    return f"{_year(match['era'] + match['n'])}年"


def times(text: str) -> tuple[set[Decimal], set[Decimal], str]:
    """Hours on the 24-hour clock and minutes, with what else they may read as."""
    loose: set[Decimal] = set()
    either: set[Decimal] = set()

    def take(match: re.Match[str]) -> str:
        after = (match["post"] or "").strip().lower()
        late = (
            bool(match["pre"])
            or after.startswith("p")
            or after.endswith(("chiều", "tối"))
        )
        clock = match["min"] or (match["o"] and match["pre"]) or match["post"]
        hour, minute = int(match["h"]), int(match["min"] or 0)
        if not clock or hour > 2 * _NOON or minute >= 60:  # noqa: PLR2004 -- minutes
            return match[0]
        if late and hour < _NOON:
            hour += _NOON
        loose.add(Decimal(hour))
        either.add(Decimal(hour - _NOON))
        if minute:
            loose.add(Decimal(minute))
        return " | "

    return loose, either, _HALF_PAST.sub(take, text)
