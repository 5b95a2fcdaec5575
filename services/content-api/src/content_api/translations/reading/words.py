"""Numbers in words: enough to excuse a digit that the other language spells out."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from content_api.translations.reading.lexicon import known, scale_pattern


def _list(words: str) -> list[str]:
    return words.split()


_VI = _list("không một hai ba bốn năm sáu bảy tám chín mười")
_EN = _list(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen"
    " fourteen fifteen sixteen seventeen eighteen nineteen twenty"
)
_EN_TH = _list(
    "_ first second third fourth fifth sixth seventh eighth ninth tenth eleventh"
    " twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth"
    " nineteenth twentieth"
)
_FR = _list(
    "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze"
    " quinze seize dix-sept dix-huit dix-neuf vingt"
)
_FR_TH = _list(
    "_ premier deuxième troisième quatrième cinquième sixième septième huitième"
    " neuvième dixième onzième douzième treizième quatorzième quinzième seizième"
    " dix-septième dix-huitième dix-neuvième vingtième"
)
_MORE: dict[str, dict[str, int]] = {
    "vi": {"mốt": 1, "nhất": 1, "giêng": 1, "nhì": 2, "đôi": 2, "cặp": 2, "tư": 4}
    | {"lăm": 5, "bẩy": 7, "chục": 10, "mươi": 10, "chạp": 12, "tá": 12},
    "en": {"once": 1, "twice": 2, "double": 2, "both": 2, "pair": 2, "dozen": 12}
    | {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70}
    | {"doubled": 2, "doubling": 2, "doubles": 2, "twofold": 2, "tripled": 3}
    | {"threefold": 3, "thirds": 3, "quarters": 4, "fifths": 5, "millennium": 1000}
    | {"eighty": 80, "ninety": 90, "a": 1, "an": 1, "single": 1, "triple": 3},
    "fr": {"une": 1, "première": 1, "second": 2, "seconde": 2, "double": 2}
    | {"doublé": 2, "doubler": 2, "triple": 3, "triplé": 3, "tiers": 3, "quart": 4}
    | {"quarts": 4, "cinquièmes": 5}
    | {"trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60}
    | {"soixante-dix": 70, "quatre-vingts": 80, "quatre-vingt": 80}
    | {"quatre-vingt-dix": 90, "douzaine": 12, "dizaine": 10},
}
_TIMES: dict[str, dict[str, int]] = {
    "vi": {"mươi": 10, "trăm": 10**2, "nghìn": 10**3, "ngàn": 10**3, "triệu": 10**6}
    | {"tỷ": 10**9, "tỉ": 10**9},
    "en": {"hundred": 10**2, "thousand": 10**3, "million": 10**6, "billion": 10**9},
    "fr": {"cent": 10**2, "cents": 10**2, "mille": 10**3, "million": 10**6}
    | {"millions": 10**6, "milliard": 10**9, "milliards": 10**9},
}
_TABLES: dict[str, dict[str, int]] = {
    "vi": {word: value for value, word in enumerate(_VI)} | _MORE["vi"],
    "en": {word: value for value, word in enumerate(_EN)}
    | {word: value for value, word in enumerate(_EN_TH)}
    | _MORE["en"],
    "fr": {word: value for value, word in enumerate(_FR)}
    | {word: value for value, word in enumerate(_FR_TH)}
    | _MORE["fr"],
}
_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")}
_DIGITS |= {"\u3007": 0, "两": 2, "両": 2, "兩": 2, "廿": 20}
_TENS = {"十": 10, "百": 10**2, "千": 10**3}
_MYRIADS = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8, "兆": 10**12}
_RUN = re.compile(
    r"([\u3007零一二三四五六七八九十百千万萬亿億兆两両兩廿]{1,24})(?:[点點]([\u3007零一二三四五六七八九]{1,8}))?"
)
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_ROMAN = re.compile(r"\b(?=[IVX])(X{0,3})(IX|IV|V?I{0,3})(?=\b|e\b|ème\b|er\b)")
_ROMANS = {"I": 1, "V": 5, "X": 10}
_LONGEST = 6
HALF = Decimal("0.5")
_HALVES = {"half", "nửa", "rưỡi", "demi", "demie", "moitié"}
_BETWEEN = {"and", "et", "linh", "lẻ", "of", "a", "an"}


def worded(text: str, lang: str) -> set[Decimal]:
    """Every value that could be meant by words, rather too many than too few."""
    base = known(lang)
    text = re.sub(rf"\d[\d.,]*(?:[ -]?{scale_pattern(lang)})*", " | ", text)
    values: set[Decimal] = set(_romans(text))
    if base in {"zh", "ja"}:
        for run, tail in _RUN.findall(text):
            values |= _cjk(run, tail)
        if "半" in text:
            values.add(HALF)
    elif base in _TABLES:
        values |= _latin(_WORD.findall(text.lower()), base)
    return values


def _romans(text: str) -> Iterator[Decimal]:
    for found in _ROMAN.finditer(text):
        total, before = 0, 0
        for char in reversed(found[0]):
            value = _ROMANS[char]
            total += value if value >= before else -value
            before = max(before, value)
        if total:
            yield Decimal(total)


def _cjk(run: str, tail: str) -> set[Decimal]:
    """The run read whole, and digit by digit as in a year: 二零二六.

    `tail` is what follows a decimal point: 八十四点五.
    """
    part = Decimal("0." + _digits(tail)) if tail else Decimal(0)
    if all(char in _DIGITS for char in run):
        whole = Decimal(_digits(run))
        return {whole + part} | {Decimal(_DIGITS[char]) for char in run}
    total = section = digit = 0
    for char in run:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif char in _TENS:
            section, digit = section + (digit or 1) * _TENS[char], 0
        else:
            total, section, digit = (
                total + (section + digit or 1) * _MYRIADS[char],
                0,
                0,
            )
    return {total + section + digit + part}


def _digits(chars: str) -> str:
    return "".join(str(_DIGITS[char]) for char in chars)


def _latin(tokens: Sequence[str], lang: str) -> set[Decimal]:
    values: set[Decimal] = set()
    tokens = list(_opened(tokens, _TABLES[lang]))
    for place in range(len(tokens)):
        values |= _from(tokens[place : place + _LONGEST], lang)
    return values


def _from(tokens: Sequence[str], lang: str) -> set[Decimal]:
    """Values of the phrases that begin with the first of these words."""
    values: set[Decimal] = set()
    value: Decimal | None = None
    last = Decimal(1)
    for token in tokens:
        times = _TIMES[lang].get(token)
        if times is not None and (value or lang != "en"):
            value, last = (value or 1) * Decimal(times), Decimal(times)
        elif (said := _TABLES[lang].get(token)) is not None and _joins(value, lang):
            value = (value or 0) + Decimal(said)
        elif token in _HALVES:
            value = HALF if value is None else value + last * HALF
        elif token not in _BETWEEN:
            break
        if value is not None:
            values.add(value)
    return values


def _joins(value: Decimal | None, lang: str) -> bool:
    """Whether another word may add to it: `mười hai`, `twenty five`."""
    return (
        value is None or value >= 2 * 10 or (lang == "vi" and value == 10)  # noqa: PLR2004 -- mười hai
    )


def _opened(tokens: Sequence[str], table: dict[str, int]) -> Iterator[str]:
    """`twenty-five` is two words, `dix-sept` is one."""
    for token in tokens:
        if token in table or "-" not in token:
            yield token
        else:
            yield from token.split("-")
