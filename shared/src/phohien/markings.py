"""Secrecy markings: found in a text before the text is stored anywhere.

The basic patterns of `docs/marking-scan.md`. The text is folded first, so that tones,
NFD, spacing, look-alike letters and full-width forms do not hide a marking. A sentence
*about* secrecy law ("Luật Bảo vệ bí mật nhà nước") is no hit: a marking stands alone,
in capitals, or in the fixed phrases documents carry.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from unicodedata import category, normalize

from phohien.errors import FieldProblem, InvalidError, Text

# Letters of other scripts, and digits, that look like the Latin ones.
_LOOKALIKE = str.maketrans(
    "АВЕКМНОРСТУХІЈЅаеорсухіјѕΑΒΕΖΗΙΚΜΝΟΡΤΥΧο０１",
    "ABEKMHOPCTYXIJSaeopcyxijsABEZHIKMNOPTYXo01",
)
_INVISIBLE = {"Cf", "Mn", "Me", "Cc"}


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
    """Capitals and lower case kept apart; marks, look-alikes and đ are not."""
    # NFKC first: full-width letters and ligatures become plain ones.
    plain = normalize("NFKC", text).translate(_LOOKALIKE)
    decomposed = normalize("NFD", plain)
    letters = [
        " " if char in "\n\r\t\u00a0" else char
        for char in decomposed
        if char in "\n\r\t" or category(char) not in _INVISIBLE
    ]
    return "".join(letters).replace("đ", "d").replace("Đ", "D")


def _spaced(word: str) -> str:
    """The word, also with its letters spaced out or dotted: `M Ậ T`, `M.A.T`."""
    return r"[\s._·*-]{0,3}".join(re.escape(letter) for letter in word)


_TOI_MAT = f"{_spaced('TOI')}[\\s._·*-]{{0,4}}{_spaced('MAT')}"
_TUYET_MAT = f"{_spaced('TUYET')}[\\s._·*-]{{0,4}}{_spaced('MAT')}"
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("tuyet-mat", re.compile(rf"(?<![A-Za-z]){_TUYET_MAT}(?![A-Za-z])")),
    ("toi-mat", re.compile(rf"(?<![A-Za-z]){_TOI_MAT}(?![A-Za-z])")),
    # MẬT alone: a stamp is a line of its own, or stands in brackets or after "Độ".
    ("mat", re.compile(rf"^[\W_]*{_spaced('MAT')}[\W_]*$", re.MULTILINE)),
    ("mat", re.compile(r"[\[(<«\"]\s*M\s?A\s?T\s*[\])>»\"]")),
    (
        "do-mat",
        re.compile(r"\bDo\s+mat\s*:\s*(?:Mat|Toi\s+mat|Tuyet\s+mat)\b", re.IGNORECASE),
    ),
    (
        "luu-hanh-noi-bo",
        re.compile(r"\bluu\s+hanh\s+noi\s+bo\b(?!\s+(?:la|co\s+nghia))", re.IGNORECASE),
    ),
    # Numbers of secret documents: 12/TM-UBND, 05/BC-UBND (M), 7/TuM-BCA.
    (
        "document-number",
        re.compile(r"\b\d{1,5}\s*/\s*(?:TM|TuM|TUM|M)\s*-\s*[A-Z]{2,}"),
    ),
    ("document-number", re.compile(r"\b\d{1,5}\s*/\s*[A-Z-]{2,20}\s*\((?:M|TM|TuM)\)")),
)


def _lines(text: str) -> str:
    """Fold line by line, so that a stamp on its own line is still one."""
    return "\n".join(fold(line) for line in text.splitlines())


def scan(text: str) -> list[Marking]:
    """Every marking in `text`; offsets are in the folded text and reveal nothing."""
    folded = _lines(text)
    return [
        Marking(kind, match.start(), match.end())
        for kind, pattern in _PATTERNS
        for match in pattern.finditer(folded)
    ]


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
