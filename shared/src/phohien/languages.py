"""Which language is meant, and which one to answer in."""

from collections.abc import Sequence

# Spellings people send, and the one we keep. The set of languages itself is data.
_ALIASES = {
    "zh": "zh-Hans",
    "zh-cn": "zh-Hans",
    "zh-sg": "zh-Hans",
    "zh-hans-cn": "zh-Hans",
}
SOURCE = "vi"
FALLBACKS = ("en", "vi")


def resolve(tag: str) -> str | None:
    """`zh-CN` is `zh-Hans`; `EN` is `en`; what is no language tag is None."""
    parts = tag.strip().replace("_", "-").split("-")
    if not parts or not all(part.isascii() and part.isalnum() for part in parts):
        return None
    if not (2 <= len(parts[0]) <= 3 and parts[0].isalpha()):  # noqa: PLR2004 -- ISO 639
        return None
    lowered = "-".join(part.lower() for part in parts)
    if lowered in _ALIASES:
        return _ALIASES[lowered]
    script = 4
    rest = [part.title() if len(part) == script else part.upper() for part in parts[1:]]
    return "-".join([parts[0].lower(), *rest])


def _wanted(header: str) -> list[str]:
    weighted: list[tuple[float, int, str]] = []
    for position, part in enumerate(header.split(",")[:32]):
        tag, _, parameter = part.partition(";")
        try:
            quality = float(parameter.partition("=")[2]) if parameter else 1.0
        except ValueError:
            continue
        resolved = resolve(tag)
        if resolved is not None and quality > 0:
            weighted.append((-quality, position, resolved))
    return [tag for _, _, tag in sorted(weighted)]


def preferences(header: str | None, locale: str | None = None) -> list[str]:
    """What the caller asked for, best first; `locale` wins over `Accept-Language`."""
    if locale is not None:
        resolved = resolve(locale)
        return [resolved] if resolved else []
    return _wanted(header or "")


def negotiate(
    header: str | None, available: Sequence[str], locale: str | None = None
) -> str | None:
    """The best of `available`, or None when none of it was asked for."""
    for tag in preferences(header, locale):
        if tag in available:
            return tag
        base = tag.split("-")[0]
        if base in available:
            return base
    return None


def spoken(header: str | None) -> str:
    """`vi` or `en`: the language of an error message."""
    return negotiate(header, ("vi", "en")) or "en"
