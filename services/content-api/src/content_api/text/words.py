"""Text to words: folding, tones, and the scripts that are written without spaces."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

WORD_LIMIT = 60
MOST_WORDS = 16_384

# The combining marks Vietnamese writes its five tones with.
TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
# Only these marks are accents. Kana voicing marks and Thai vowels are letters.
ACCENTS = re.compile("[\u0300-\u036f]")

# Han, kana, bopomofo, hangul, Thai, Lao, Burmese, Khmer: no spaces between words.
SPACELESS = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3041-\u3096\u3099\u309a"
    "\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3105-\u312f\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003fffd"
)
RUN = re.compile(rf"(?P<spaceless>[{SPACELESS}]+)|(?P<word>(?:(?![{SPACELESS}_])\w)+)")


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a script with spaces: without its accents, and with them if any."""

    folded: str
    toned: str | None


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of a script without spaces, side by side."""

    text: str


def fold(text: str) -> str:
    """What is left without accents and case: "Đường Hoà" gives "duong hoa"."""
    bare = ACCENTS.sub("", unicodedata.normalize("NFKD", text).lower())
    return unicodedata.normalize("NFC", bare).replace("đ", "d")


def toned(word: str) -> str | None:
    """The word with its accents, the same for "hoà" and "hòa"; None if it has none.

    The tone stands behind a tilde, which no word contains, so that a toned token
    never equals a folded one.
    """
    parts = unicodedata.normalize("NFKD", word).lower()
    if "đ" not in parts and not ACCENTS.search(parts):
        return None
    letters = "".join(char for char in parts if char not in TONES)
    tones = "".join(TONES[char] for char in parts if char in TONES)
    return f"{unicodedata.normalize('NFC', letters)}~{tones}"


def pieces(text: str) -> Iterator[Word | Run]:
    for match in RUN.finditer(unicodedata.normalize("NFKC", text)):
        run = match["spaceless"]
        if run is not None:
            yield Run(run)
            continue
        word = _word(match["word"][:WORD_LIMIT])
        if word is not None:
            yield word


@lru_cache(maxsize=MOST_WORDS)
def _word(text: str) -> Word | None:
    """A text says the same words again and again."""
    folded = fold(text)
    return Word(folded, toned(text)) if folded else None
