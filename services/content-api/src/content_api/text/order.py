"""The order of a language's dictionary as a string that sorts by bytes (COLLATE "C").

Vietnamese has letters of its own. In English, French and others an accent only parts
words that are spelt alike. Chinese characters stand by their reading (pinyin), Japanese
ones by theirs, as the national character sets list the common ones.
"""

import unicodedata

KEY_CHARACTERS = 200

# Letters Vietnamese counts as letters of their own, right behind the plain one.
RANK = {
    ("a", "\u0306"): "1",
    ("a", "\u0302"): "2",
    ("e", "\u0302"): "1",
    ("o", "\u0302"): "1",
    ("o", "\u031b"): "2",
    ("u", "\u031b"): "1",
}
TONE = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}


# Where the character sets list characters: GB 2312 by pinyin, JIS X 0208 by reading.
LISTED = {"zh": "gb2312", "ja": "euc_jp"}
LATIN_END = 0x2E7F
KATAKANA, TO_HIRAGANA = range(0x30A1, 0x30F7), -0x60


def sort_key(text: str, lang: str = "vi") -> str:
    """Letters first, then tones, then capitals: ba bà bả bã bá bạ Bạ băng bâng."""
    letters: list[str] = []
    tones: list[str] = []
    capitals: list[str] = []
    language = lang.partition("-")[0]
    for char in unicodedata.normalize("NFC", " ".join(text.split()))[:KEY_CHARACTERS]:
        letter, tone = _weights(char, language)
        letters.append(letter)
        tones.append(tone)
        capitals.append("1" if char != char.lower() else "0")
    return "\t".join(
        (
            "".join(letters),
            "".join(tones).rstrip("0"),
            "".join(capitals).rstrip("0"),
        )
    )


def _weights(char: str, language: str) -> tuple[str, str]:
    lower = char.lower()
    if language in LISTED and ord(char) > LATIN_END:
        return _place(char, LISTED[language]), "0"
    if lower == "đ":
        return ("d1", "0") if language == "vi" else ("d0", "6")
    base, *marks = list(unicodedata.normalize("NFD", lower))
    if not (base.isascii() and base.isalpha()):
        # Digits before letters, everything else before digits, other scripts last.
        return (lower, "0") if lower.isalnum() else (" ", "0")
    rank, tone = "0", "0"
    for mark in marks:
        if language == "vi" and (base, mark) in RANK:
            rank = RANK[base, mark]
        else:
            tone = TONE.get(mark, "6")
    return base + rank, tone


def _place(char: str, listing: str) -> str:
    """Behind every other script; what the set does not list comes last."""
    if ord(char) in KATAKANA:
        char = chr(ord(char) + TO_HIRAGANA)
    try:
        return f"~{char.encode(listing).hex()}"
    except UnicodeEncodeError:
        return f"~~{ord(char):06x}"
