"""Names of units as people type them: with or without tones, marks and level."""

from content_api.text.words import fold

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
