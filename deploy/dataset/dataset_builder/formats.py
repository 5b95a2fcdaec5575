"""Numbers as each language writes them."""


def number(value: str, lang: str) -> str:
    """1234.5 as 1.234,5 (vi), 1 234,5 (fr) or 1,234.5."""
    whole, _, rest = value.partition(".")
    grouped = f"{int(whole):,}"
    if lang == "vi":
        return grouped.replace(",", ".") + (f",{rest}" if rest else "")
    if lang == "fr":
        return grouped.replace(",", "\u202f") + (f",{rest}" if rest else "")
    return grouped + (f".{rest}" if rest else "")
