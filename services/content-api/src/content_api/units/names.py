"""Names of units as people type them: with or without tones, marks and level."""

from content_api.text.words import fold

IN_ENGLISH = {
    "xa": ("commune", "Commune"),
    "phuong": ("ward", "Ward"),
    "thi tran": ("township", "Township"),
}
LEVELS = ("tinh ", "thanh pho ", "huyen ", "thi xa ", "thi tran ", "phuong ", "xa ")


def folded(name: str) -> str:
    """One name for "Phường Thuỵ  Anh" and "phuong thụy anh"."""
    return " ".join(fold(name).replace("|", " ").split())


def bare(name: str) -> str:
    """The folded name without its level."""
    whole = folded(name)
    for level in LEVELS:
        if whole.startswith(level) and len(whole) > len(level):
            return whole.removeprefix(level)
    return whole


def both(name: str) -> str:
    """With and without the level, in the form `folded` columns keep."""
    return "|".join(dict.fromkeys((folded(name), bare(name))))


def level_of(name: str) -> str:
    """`commune` of "Xã Quảng Châu"; a name without a level is a commune's."""
    return _level(name)[0]


def in_english(name: str) -> str:
    """`Quang Chau Commune`, as the statistics office writes it."""
    title = " ".join(word.capitalize() for word in bare(name).split())
    return f"{title} {_level(name)[1]}"


def _level(name: str) -> tuple[str, str]:
    whole = folded(name)
    found = (
        found for word, found in IN_ENGLISH.items() if whole.startswith(f"{word} ")
    )
    return next(found, IN_ENGLISH["xa"])
