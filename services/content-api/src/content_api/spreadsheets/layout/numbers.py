"""Numbers and days as Vietnamese offices type them."""

import re
from dataclasses import dataclass
from datetime import date

MONTHS = 12
_PLAIN = re.compile(r"\d+(\.\d+)?")
_GROUPED_VI = re.compile(r"\d{1,3}(\.\d{3})+(,\d+)?")
_GROUPED_EN = re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?")
_COMMA = re.compile(r"\d+,\d+")
_ONE_GROUP = re.compile(r"\d{1,3}[.,]\d{3}")
_BLANKS = re.compile(r"(?<=\d)[\s\u00a0\u202f'](?=\d{3}(\D|$))")
_WITH_UNIT = re.compile(r"([\d.,\s\u00a0\u202f']*\d)\s*(\D.*)?", re.DOTALL)
_DAY = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_WORDS = re.compile(
    r"(?:ngày\s+)?(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})", re.IGNORECASE
)
_MONTH = re.compile(r"(?:tháng\s+)?(\d{1,2})\s*[/\-]\s*(\d{4})", re.IGNORECASE)
_YEARS = re.compile(r"(\d{4})\s*[-\u2013]\s*(\d{4})")


@dataclass(frozen=True, slots=True)
class Number:
    """`text` is the number with a decimal point; `other` is what else it could be."""

    text: str
    other: str | None = None
    unit: str = ""


def number(written: str) -> Number | None:
    """`1.234,5` is 1234.5. `1.234` is 1234, and may be 1.234: that is said."""
    found = _WITH_UNIT.fullmatch(written.strip())
    if found is None:
        return None
    digits = _BLANKS.sub("", found[1]).replace(" ", "")
    unit = (found[2] or "").strip()
    grouped = not digits.startswith("0")
    if grouped and _ONE_GROUP.fullmatch(digits):
        whole, fraction = re.sub("[.,]", "", digits), digits.replace(",", ".")
        # A dot groups thousands here; a comma is the decimal mark.
        return Number(
            *((whole, fraction) if "." in digits else (fraction, whole)), unit
        )
    text = _settled(digits, grouped=grouped)
    return None if text is None else Number(text, None, unit)


def _settled(digits: str, *, grouped: bool) -> str | None:
    """Digits whose marks can mean one thing only."""
    if grouped and _GROUPED_VI.fullmatch(digits):
        return digits.replace(".", "").replace(",", ".")
    if grouped and _GROUPED_EN.fullmatch(digits):
        return digits.replace(",", "")
    plain = digits.replace(",", ".") if _COMMA.fullmatch(digits) else digits
    return plain if _PLAIN.fullmatch(plain) else None


def certain(text: str) -> str:
    """A decimal nobody can take for thousands: 1.234 is written 1.2340."""
    return f"{text}0" if _ONE_GROUP.fullmatch(text) else text


def day(written: str) -> date | None:
    """dd/mm/yyyy, always in that order; also ISO, and in words."""
    text = written.strip()
    for pattern, order in ((_DAY, (3, 2, 1)), (_ISO, (1, 2, 3)), (_WORDS, (3, 2, 1))):
        found = pattern.fullmatch(text)
        if found:
            year, month, day_ = (int(found[place]) for place in order)
            try:
                return date(year, month, day_)
            except ValueError:
                return None
    return None


def period(written: str) -> str | None:
    """2025, 2025-08, 2025-08-31 or 2022-2023, however it was typed."""
    text = re.sub(r"^năm\s+", "", written.strip(), flags=re.IGNORECASE)
    if re.fullmatch(r"\d{4}(-\d{2})?", text):
        return text
    found = _MONTH.fullmatch(text)
    if found and 1 <= int(found[1]) <= MONTHS:
        return f"{found[2]}-{int(found[1]):02}"
    found = _YEARS.fullmatch(text)
    if found:
        return f"{found[1]}-{found[2]}"
    whole = day(text)
    return whole.isoformat() if whole else None


def is_plain(text: str) -> bool:
    return _PLAIN.fullmatch(text) is not None
