"""Secrecy markings: found in a text before the text is stored anywhere.

`docs/marking-scan.md` says what is a marking and what is not. The text is folded first,
so that tones left out, NFD, spacing, look-alike letters and full-width forms do not
hide one. A stamp that stands alone is always a hit; words inside a sentence are none
when the sentence is about secrecy law, a film or a museum.
"""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain
from unicodedata import category, normalize

from phohien.errors import FieldProblem, InvalidError, Text
from phohien.marking_patterns import ABOUT, INSIDE, LEVELS, STAMPS

# Letters of other scripts that look like the Latin ones, and digits put for letters.
_LOOKALIKE = str.maketrans(
    "АВЕЅКМНОРСТУХІЈаеѕорсухіјΑΒΕΖΗΙΚΜΝΟΡΤΥΧοΙᎪᎷᎢᴍᴀᴛᴏɪ",
    "ABESKMHOPCTYXIJaesopcyxijABEZHIKMNOPTYXoIAMTmatoi",
)
_REGIONAL = {0x1F1E6 + place: chr(65 + place) for place in range(26)}
_INVISIBLE = {"Cf", "Cc", "Me", "Mn"}
# The marks Vietnamese writes; any other is a stroke through a letter, or worse.
_MARKS = "\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323"
_INLINE = re.compile(
    r"</?(?:a|b|i|u|s|em|strong|span|sup|sub|small|mark)\b[^<>]{0,300}>"
)
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,300}>")
# How far to either side a sentence is read for what it is about.
_NEAR = 120


class MarkingFoundError(InvalidError):
    title = "A secrecy marking was found; nothing was stored"
    title_vi = "Phát hiện dấu hiệu bí mật nhà nước; không lưu nội dung nào"


@dataclass(frozen=True, slots=True)
class Marking:
    """`kind` names the pattern; `start` and `end` are offsets in the folded text."""

    kind: str
    start: int
    end: int


def fold(text: str) -> str:
    """What a reader sees: no tags, one form of each letter, nothing invisible."""
    if "<" in text:
        text = _TAG.sub("\n", _INLINE.sub("", text))
    if "&" in text:
        text = html.unescape(text)
    # NFKC: full-width letters and ligatures become plain ones.
    plain = normalize("NFKC", text).translate(_LOOKALIKE).translate(_REGIONAL)
    decomposed = normalize("NFD", plain)
    seen = {ord(char): _seen(char) for char in set(decomposed)}
    return normalize("NFC", decomposed.translate(seen)).replace("Ð", "Đ")


def _seen(char: str) -> str:
    """The letter as a reader sees it, or nothing."""
    if char in "\n\r\v\f\u2028\u2029\x85":
        return "\n"
    if char.isspace():
        return "   " if char == "\t" else " "
    if char in _MARKS:
        return char
    return "" if category(char) in _INVISIBLE else char


def scan(text: str) -> list[Marking]:
    """Every marking in `text`; offsets are in the folded text and reveal nothing."""
    folded = fold(text)
    stamps = (
        Marking(kind, match.start(), match.end())
        for kind, pattern in STAMPS
        for match in pattern.finditer(folded)
    )
    inside = (
        Marking(kind, match.start(), match.end())
        for kind, pattern in INSIDE
        for match in pattern.finditer(folded)
        if not _is_about(folded, match)
    )
    return list(chain(stamps, inside))


def _is_about(folded: str, match: re.Match[str]) -> bool:
    """A sentence that names several levels, or a law, a film, a museum, is no stamp."""
    before = folded[max(0, match.start() - _NEAR) : match.start()]
    after = folded[match.end() : match.end() + _NEAR]
    sentence = re.split(r"[\n;]|[.!?]\s", before)[-1]
    sentence += match[0] + re.split(r"[\n;]|[.!?](?:\s|$)", after)[0]
    levels = {" ".join(found.split()).lower() for found in LEVELS.findall(sentence)}
    return len(levels) > 1 or ABOUT.search(sentence) is not None


def refuse(texts: Mapping[str, str]) -> None:
    """`texts` by JSON Pointer. Raises MarkingFoundError, which repeats no content."""
    found = [
        FieldProblem(
            pointer,
            Text(
                vi="Có dấu hiệu bí mật nhà nước. Không nhập tài liệu mật vào hệ thống"
                " này; nếu nhầm, báo cán bộ bảo mật của cơ quan.",
                en="Carries a secrecy marking. Secret documents do not belong here;"
                " if this is a mistake, tell your security officer.",
            ),
            f"marking-{marking.kind}",
        )
        for pointer, text in texts.items()
        for marking in scan(text)[:1]
    ]
    if found:
        raise MarkingFoundError(
            Text(
                vi=f"{len(found)} trường có dấu hiệu bí mật; nội dung đã bị loại bỏ.",
                en=f"{len(found)} field(s) carry a secrecy marking and were dropped.",
            ),
            errors=found,
        )
