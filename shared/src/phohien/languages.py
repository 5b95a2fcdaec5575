"""Which language is meant, and which one to answer in."""

import re
from collections.abc import Sequence

# Spellings people send, and the one we keep. The set of languages itself is data.
_ALIASES = {
    "zh": "zh-Hans",
    "zh-cn": "zh-Hans",
    "zh-sg": "zh-Hans",
    "zh-hans-cn": "zh-Hans",
}
# ISO 639-1. `vn`, `jp` and `cn` are countries: text kept under them nobody would find.
_TWO_LETTERS = (
    " aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs"
    " cu cv cy da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv"
    " ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl"
    " km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt"
    " my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru"
    " rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn"
    " to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu "
)
_NO_LANGUAGE = re.compile(r"und|mul|mis|zxx|q[a-t][a-z]")
# Language, script, region, variants (RFC 5646); extensions mean nothing to us.
_TAG = re.compile(
    r"(?P<language>[a-z]{2,3})(?:-[a-z]{4})?(?:-(?:[a-z]{2}|\d{3}))?"
    r"(?:-(?:[a-z\d]{5,8}|\d[a-z\d]{3}))*"
)
SOURCE = "vi"
FALLBACKS = ("en", "vi")


def resolve(tag: str) -> str | None:
    """`zh-CN` is `zh-Hans`; `EN` is `en`; what is no language tag is None."""
    lowered = tag.strip().replace("_", "-").lower()
    if lowered in _ALIASES:
        return _ALIASES[lowered]
    match = _TAG.fullmatch(lowered)
    if match is None or not _is_language(match["language"]):
        return None
    first, *parts = lowered.split("-")
    script = 4
    rest = [part.title() if len(part) == script else part.upper() for part in parts]
    return "-".join([first, *rest])


def _is_language(code: str) -> bool:
    if len(code) == 2:  # noqa: PLR2004 -- ISO 639-1; three letters are ISO 639-3
        return f" {code} " in _TWO_LETTERS
    return _NO_LANGUAGE.fullmatch(code) is None


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
