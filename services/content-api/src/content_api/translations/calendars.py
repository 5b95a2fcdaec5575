"""Days without a year: which way round they are, and in which calendar."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from content_api.translations.reading.dates import MONTH_NAMES, NAMES
from content_api.translations.reading.lexicon import known

_VI_MONTHS = {"giêng": 1, "hai": 2, "ba": 3, "tư": 4, "năm": 5, "sáu": 6}
_VI_MONTHS |= {"bảy": 7, "tám": 8, "chín": 9, "mười": 10, "mười một": 11}
_VI_MONTHS |= {"mười hai": 12, "chạp": 12}
_VI_MONTH = "|".join(sorted(_VI_MONTHS, key=len, reverse=True))
_DAY = r"(?<![\d.,/-])(?P<d>\d{1,2})"
_CJK = r"(?P<m>\d{1,2}) ?月 ?(?P<d>\d{1,2}) ?[日号]"
_WRITTEN: dict[str, tuple[re.Pattern[str], ...]] = {
    "vi": (
        re.compile(
            rf"(?:{_DAY}|(?P<full>rằm)) ?(?: tháng |/)(?P<m>\d{{1,2}}|{_VI_MONTH})"
            r"(?![/.-]?\d)",
            re.IGNORECASE,
        ),
    ),
    "en": (
        re.compile(rf"{NAMES['en']} (?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?!\d|,? \d{{4}})"),
        re.compile(rf"{_DAY}(?:st|nd|rd|th)? (?:of )?{NAMES['en']}(?!,? \d{{4}})"),
    ),
    "fr": (re.compile(rf"{_DAY}(?:er)? {NAMES['fr']}(?! \d{{4}})"),),
    "zh": (re.compile(rf"(?<![年\d] )(?<![年\d]){_CJK}"),),
    "ja": (re.compile(rf"(?<![年\d] )(?<![年\d]){_CJK}"),),
}
_LUNAR = {
    "vi": re.compile(r"âm lịch|nông lịch|\(ÂL\)|\bÂL\b|rằm tháng|tháng (?:giêng|chạp)"),
    "en": re.compile(r"lunar|lunisolar|full moon", re.IGNORECASE),
    "zh": re.compile(r"[农農阴陰旧舊夏][历曆]|正月|腊月|初[一二三四五六七八九十]"),
    "ja": re.compile(r"旧暦|陰暦|太陰|旧正月|正月|旧(?=\d{1,2}月)"),
    "fr": re.compile(r"luna(?:ire|ison)|luni-?solaire|pleine lune", re.IGNORECASE),
}
# How far from a day `âm lịch` still speaks of it.
_NEAR = 60
_MONTHS, _DAYS, _FULL_MOON = 12, 31, 15


class DayOfYear(NamedTuple):
    """A month and a day, and how that was written."""

    month: int
    day: int
    written: str


def swapped(source: str, translation: str, lang: str) -> list[tuple[str, str]]:
    """`ngày 2/9` is not `February 9`: both sides as they are written."""
    mine, theirs = (
        {(one.month, one.day): one.written for one in _days(text, base)}
        for text, base in ((source, "vi"), (translation, lang))
    )
    return [
        (written, theirs[day, month])
        for (month, day), written in mine.items()
        if (month, day) not in theirs
        and (day, month) in theirs
        and (day, month) not in mine
    ]


def lost_moon(source: str, translation: str, lang: str) -> list[tuple[str, str]]:
    """`10 tháng 3 âm lịch` is not `10 March`: the day is another every year."""
    moon = _LUNAR.get(known(lang))
    if moon is None or moon.search(translation):
        return []
    told = {(one.month, one.day): one.written for one in _days(translation, lang)}
    return [
        (one.written, told[one.month, one.day])
        for one in _lunar_days(source)
        if (one.month, one.day) in told
    ]


def _lunar_days(source: str) -> Iterator[DayOfYear]:
    for match, one in _matches(source, "vi"):
        near = source[match.start() : match.end() + _NEAR]
        if _LUNAR["vi"].search(near.lower().replace("âl", "ÂL")):
            yield one


def _days(text: str, lang: str) -> Iterator[DayOfYear]:
    for _, one in _matches(text, lang):
        yield one


def _matches(text: str, lang: str) -> Iterator[tuple[re.Match[str], DayOfYear]]:
    base = known(lang)
    for pattern in _WRITTEN.get(base, ()):
        for match in pattern.finditer(text):
            groups = match.groupdict()
            month = _month(groups.get("m"), groups.get("name"), base)
            day = int(groups["d"]) if groups.get("d") else _FULL_MOON
            if 1 <= month <= _MONTHS and 1 <= day <= _DAYS:
                yield match, DayOfYear(month, day, match[0].strip())


def _month(number: str | None, name: str | None, base: str) -> int:
    if name is not None:
        return MONTH_NAMES[base][name.rstrip(".").lower()]
    assert number is not None  # noqa: S101 -- every pattern has one of the two
    return int(number) if number.isdecimal() else _VI_MONTHS[number.lower()]
