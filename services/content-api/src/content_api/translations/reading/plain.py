"""What a reader sees of a text: no tags, no addresses, one form of every character."""

import html
import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

_TAG = re.compile(r"<[^<>]{0,2000}>")
_ADDRESS = re.compile(
    r"https?://\S+|www\.\S+|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}\.[\w.]+"
    r"|(?<![\w.-])[\w-]{1,63}"
    r"(?:\.[\w-]{1,63}){0,4}\.(?:vn|com|org|net)\b(?:/\S*)?"
)
_PHONE = re.compile(
    r"(?<![\w/])(?:\(?(?:\+|00)84\)?[ .-]?|\(?0(?=[\d) .-]{8,24}))"
    r"[\d) .-]{6,24}\d(?![\w/])"
)
# Nobody counts so far; a run like this is a code, or an attack.
_ENDLESS = re.compile(r"\d{19,}")
_PHONE_DIGITS = range(9, 12)


def plain(value: Any) -> str:
    """The words of a field, whether it is a text, a list or a record."""
    joined = "\n".join(_strings(value))
    text = html.unescape(_TAG.sub(" ", joined))
    text = unicodedata.normalize("NFKC", text).replace("\u200b", "")
    return _ENDLESS.sub(" ", _ADDRESS.sub(" ", text))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _strings(inner)


def phones(text: str) -> tuple[dict[str, str], str]:
    """Telephone numbers (national digits to what was written) and the text without."""
    found: dict[str, str] = {}

    def take(match: re.Match[str]) -> str:
        digits = re.sub(r"\D", "", match[0])
        digits = digits.removeprefix("00")
        national = "0" + (
            digits.removeprefix("84") if digits.startswith("84") else digits[1:]
        )
        # Groups of three with one separator are an amount, not a telephone.
        if len(national) not in _PHONE_DIGITS or not match[0].lstrip("(").startswith(
            ("0", "+")
        ):
            return match[0]
        found[national] = match[0].strip()
        return " | "

    return found, _PHONE.sub(take, text)
