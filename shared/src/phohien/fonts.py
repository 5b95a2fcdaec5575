"""Letters of fonts from before Unicode: TCVN3 (.VnTime) and VNI (VNI-Times).

The bytes of such a text mean Vietnamese only in its font, so it is converted by the
name of the font where that is known, cell by cell, and by its letters where it is not,
line by line.
"""

import re
from collections import Counter
from dataclasses import dataclass
from unicodedata import normalize

_TCVN3_CODES = (
    "¸µ¶·¹¨¾»¼½Æ©ÊÇÈÉË®ÐÌÎÏÑªÕÒÓÔÖÝ×ØÜÞãßáâä«èåæçé¬íêëìîóïñòô\u00adøõö÷ùýúûüþ¡¢§£¤¥¦"  # noqa: RUF001 -- the codes are what they are
)
_TCVN3_LETTERS = (
    "áàảãạăắằẳẵặâấầẩẫậđéèẻẽẹêếềểễệíìỉĩịóòỏõọôốồổỗộơớờởỡợúùủũụưứừửữựýỳỷỹỵĂÂĐÊÔƠƯ"
)
TCVN3 = str.maketrans(_TCVN3_CODES, _TCVN3_LETTERS)

_VNI_PAIRS = re.findall(
    r"\S+",
    "aù á aø à aû ả aõ ã aï ạ aâ â aá ấ aà ầ aå ẩ aã ẫ aä ậ aê ă aé ắ aè ằ aú ẳ aü ẵ"
    " aë ặ eù é eø è eû ẻ eõ ẽ eï ẹ eâ ê eá ế eà ề eå ể eã ễ eä ệ où ó oø ò oû ỏ oõ õ"
    " oï ọ oâ ô oá ố oà ồ oå ổ oã ỗ oä ộ ôù ớ ôø ờ ôû ở ôõ ỡ ôï ợ uù ú uø ù uû ủ uõ ũ"
    " uï ụ öù ứ öø ừ öû ử öõ ữ öï ự yù ý yø ỳ yû ỷ yõ ỹ",
)
_VNI_SINGLES = re.findall(r"\S+", "æ ỉ ó ĩ ò ị ô ơ ö ư î ỵ ñ đ")


def _vni_table() -> dict[str, str]:
    lower = dict(zip(_VNI_PAIRS[::2], _VNI_PAIRS[1::2], strict=True))
    lower |= dict(zip(_VNI_SINGLES[::2], _VNI_SINGLES[1::2], strict=True))
    table = dict(lower)
    for written, letter in lower.items():
        table[written.upper()] = letter.upper()
        # A capital with the mark of a small letter is met too.
        table[written[0].upper() + written[1:]] = letter.upper()
    return table


VNI = _vni_table()
_VNI_PATTERN = re.compile("|".join(sorted(VNI, key=len, reverse=True)))
_UNICODE = re.compile("[\u0102-\u01b0\u0300-\u0323\u1ea0-\u1ef9]")


def is_legacy(font: str) -> bool:
    return font.lower().startswith((".vn", "vni-", "vni "))


def converted(text: str, font: str) -> str:
    """The text as Unicode; one that is Unicode already stays as it is."""
    name = font.lower()
    if _UNICODE.search(text):
        return text
    if name.startswith(".vn"):
        letters = text.translate(TCVN3)
        return letters.upper() if name.endswith("h") else letters
    if name.startswith(("vni-", "vni ")):
        return normalize("NFC", _VNI_PATTERN.sub(lambda at: VNI[at[0]], text))
    return text


# Inside of a word, these stand in no language that Vietnamese documents quote.
_IN_TCVN3 = re.compile(
    r"[A-Za-z\u00ad][¸µ¶·¹¨¾»¼½Æ©Ê®ÐªÕÖ×Ø«¬Þß¡¢£¤¥¦§]|[®¨©¬][A-Za-z]"  # noqa: RUF001 -- the codes are what they are
)
_ADDED = "ùøûõïâáàåãäêéèúüëÙØÛÕÏÂÁÀÅÃÄÊÉÈÚÜË"
_IN_VNI = re.compile(f"[aeoyuôöAEOYUÔÖ][{_ADDED}]|ñ[ôö]")
# The second half of a letter has a first one before it; é of French has not.
_NOT_VNI = re.compile(f"(?<![aeoyuôöAEOYUÔÖ])[{_ADDED}çÇß]")
_WORD = re.compile(r"\S*[^\W\d_]\S*")
_FEWEST, _SHARE = 2, 0.25


@dataclass(frozen=True, slots=True)
class Reading:
    """A text in Unicode, and the fonts it was written for: unicode, tcvn3 or vni."""

    text: str
    font: str


def read(text: str) -> Reading:
    """Lines of old fonts become Unicode; the others stay as they are."""
    found: Counter[str] = Counter()
    lines = []
    for line in text.split("\n"):
        font = _font_of(line)
        if font:
            found[font] += 1
            line = converted(line, _named(font, line))  # noqa: PLW2901 -- the line, read
        lines.append(line)
    if not text.strip():
        return Reading(text, "")
    font = found.most_common(1)[0][0] if found else "unicode"
    return Reading("\n".join(lines), font)


def _font_of(line: str) -> str:
    """By the share of words that only make sense in one of the old fonts."""
    if _UNICODE.search(line):
        return ""
    words = _WORD.findall(line)
    hits = {
        font: sum(1 for word in words if pattern.search(word))
        for font, pattern in _SIGNS
    }
    if _NOT_VNI.search(line):
        hits["vni"] = 0
    font = max(hits, key=lambda name: hits[name])
    if hits[font] < _FEWEST or hits[font] < _SHARE * len(words):
        return ""
    return font


_SIGNS = (("vni", _IN_VNI), ("tcvn3", _IN_TCVN3))


def _named(font: str, line: str) -> str:
    """Small letters of the fonts whose name ends in H are drawn as capitals."""
    if font == "vni":
        return "VNI-Times"
    plain = re.sub(r"[^A-Za-z]", "", line)
    return ".VnTimeH" if plain.isupper() else ".VnTime"
