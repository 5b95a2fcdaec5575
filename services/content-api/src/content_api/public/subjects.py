"""What a kept answer is about, and which of that a line of the change log touches.

A subject is the key of an item, a language, a list (`vi/industrial-park/` holds every
released industrial park in Vietnamese), or EVERYTHING.
"""

from collections.abc import Iterator

# Every line of the change log may alter an answer about this.
EVERYTHING = "*"


def list_of(lang: str, type_code: str | None, agency: str | None) -> str:
    """All released items in a language, of this type and agency if one is given."""
    return f"{lang}/{type_code or ''}/{agency or ''}"


def touched_by(key: str, lang: str, type_code: str, agency: str) -> Iterator[str]:
    yield key
    yield lang
    for one in (None, type_code):
        yield list_of(lang, one, None)
        yield list_of(lang, one, agency)
