"""Figures that are said in a way of their own, rewritten as digits and words.

`quý III` and `Q3` are both `quarter 3`; `1m75` is `1,75 m`; `500 M€` is 500 millions.
"""

import re

from content_api.translations.reading.lexicon import known

_QUARTER = "quý"
_COUNTED = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "一": 1, "二": 2, "三": 3, "四": 4}
_COUNTED |= {"first": 1, "second": 2, "third": 3, "fourth": 4}
_COUNTED |= {"1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
_COUNTED |= {"premier": 1, "1er": 1, "deuxième": 2, "2e": 2, "troisième": 3, "3e": 3}
_COUNTED |= {"quatrième": 4, "4e": 4}
_QUARTERS: dict[str, tuple[str, ...]] = {
    "vi": (r"\bquý (?P<n>IV|I{1,3}|[1-4])\b",),
    "en": (
        r"\b(?P<n>first|second|third|fourth|1st|2nd|3rd|4th)[- ]quarter\b",
        r"\bQ(?P<n>[1-4])\b",
    ),
    "zh": (r"第?(?P<n>[一二三四1-4])季度",),
    "ja": (r"第?(?P<n>[一二三四1-4])四半期",),
    "fr": (
        r"\b(?P<n>premier|1er|deuxième|second|2e|troisième|3e|quatrième|4e) trimestre",
        r"\bT(?P<n>[1-4])\b",
    ),
}
_OTHERS: dict[str, tuple[tuple[str, str], ...]] = {
    "vi": ((r"(?<![\d.,])(\d{1,2})m(\d{1,2})(?!\w)", r"\1,\2 m"),),
    "ja": (
        (r"[上下]半期", "6か月"),
        (r"(?<![\d.,])([1-9])割([1-9])分", r"\1\2%"),
        (r"(?<![\d.,])([1-9])割", r"\g<1>0%"),
    ),
    "zh": (
        (r"(?<![\d.,])([1-9])成(?!\w?[立为為])", r"\g<1>0%"),
        (r"[上下]半年", "6个月"),
    ),
    "en": (
        (r"(?i)\b(?:first|last|second) half of (?=the year|\d{4})", "6 months of "),
    ),
    "fr": (
        (r"(?i)\b(?:premier|1er|second|deuxième|2e) semestre", "6 mois"),
        (r"(\d) ?(?:Mds?|Mrds?)(?![a-zà-ÿ])", r"\1 milliards"),
        (r"(\d) ?M(?= ?(?:€|\$|USD|EUR|VND|d'|de ))", r"\1 millions"),
    ),
}
# `the 2025/26 school year` ends in 2026.
_YEARS = re.compile(r"(?<![\d/.,-])((?:19|20)(\d\d))[/\u2013-](\d\d)(?![\d/.,-])")


def spelt_out(text: str, lang: str) -> str:
    base = known(lang)
    for pattern in _QUARTERS.get(base, ()):
        text = re.sub(pattern, _quarter, text, flags=re.IGNORECASE)
    for pattern, written in _OTHERS.get(base, ()):
        text = re.sub(pattern, written, text)
    return _YEARS.sub(_both_years, text)


def _quarter(match: re.Match[str]) -> str:
    return f"{_QUARTER} {_COUNTED.get(match['n'].lower(), match['n'])} "


def _both_years(match: re.Match[str]) -> str:
    if int(match[3]) != (int(match[2]) + 1) % 100:
        return match[0]
    return f"{match[1]} - {int(match[1]) + 1}"
