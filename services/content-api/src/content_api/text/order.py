"""Vietnamese alphabetical order as a string that sorts by bytes (COLLATE "C")."""

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


def sort_key(text: str) -> str:
    """Letters first, then tones, then capitals: ba bà bả bã bá bạ Bạ băng bâng."""
    letters: list[str] = []
    tones: list[str] = []
    capitals: list[str] = []
    for char in unicodedata.normalize("NFC", " ".join(text.split()))[:KEY_CHARACTERS]:
        letter, tone = _weights(char)
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


def _weights(char: str) -> tuple[str, str]:
    lower = char.lower()
    if lower == "đ":
        return "d1", "0"
    base, *marks = list(unicodedata.normalize("NFD", lower))
    if not (base.isascii() and base.isalpha()):
        # Digits before letters, everything else before digits, other scripts last.
        return (lower, "0") if lower.isalnum() else (" ", "0")
    rank, tone = "0", "0"
    for mark in marks:
        if (base, mark) in RANK:
            rank = RANK[base, mark]
        else:
            tone = TONE.get(mark, "6")
    return base + rank, tone
