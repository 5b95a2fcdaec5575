"""Below zero or not: `-5°C` is not `5°C`, and `-2,5%` may be `fell by 2.5%`."""

import re
from decimal import Decimal

from content_api.translations.numbers import readings
from content_api.translations.reading.lexicon import known

_SIGNED = re.compile(
    r"(?<![\d\w])(?<!\d )(?P<sign>[-\u2212\u2013] ?)?(?P<n>\d+(?:[.,]\d+)?) ?"
    r"(?:%|°|độ|degrees|degrés|度|摄氏|pour cent|per ?cent)"
)
_FALLING = {
    "vi": r"giảm|âm|dưới|sụt|thấp hơn|lỗ|hụt|trừ|suy",
    "en": r"f[ae]ll|declin|decreas|drop|down|minus|negative|below|less|shr[aiu]nk|lower"
    r"|contract|loss|lost|cut|reduc|deficit",
    "zh": r"下降|减|減|负|負|零下|低于|下跌|跌|缩|降",
    "ja": r"減|マイナス|氷点下|零下|下落|低下|下回|縮",
    "fr": r"baiss|recul|moins|diminu|chut|négati|inférieur|repli|rédu|perte|perdu",
}


def lost_sign(source: str, translation: str, lang: str) -> list[tuple[str, str]]:
    """Shares and temperatures whose sign differs, where no word makes up for it."""
    sides = ((source, "vi"), (translation, known(lang)))
    (mine, fell), (theirs, falls) = (
        (_shares(text, base), re.compile(_FALLING.get(base, "")).search(text.lower()))
        for text, base in sides
    )
    both = mine.keys() & theirs.keys()
    return [
        (mine[value][1], theirs[value][1])
        for value in sorted(both)
        if mine[value][0] != theirs[value][0]
        and not (falls if mine[value][0] else fell)
    ]


def _shares(text: str, base: str) -> dict[Decimal, tuple[bool, str]]:
    """By value: whether it is below zero everywhere, and how it is written."""
    found: dict[Decimal, tuple[bool, str]] = {}
    for match in _SIGNED.finditer(text):
        for value in readings(match["n"], base):
            below = bool(match["sign"]) and found.get(value, (True,))[0]
            found[value] = (below, match[0].strip())
    return found
