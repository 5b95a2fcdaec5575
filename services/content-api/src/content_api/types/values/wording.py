"""How a field is named to people, and how a value is refused, in both languages."""

from decimal import Decimal
from typing import Any

from pydantic import Field
from pydantic_core import PydanticCustomError


def label(vi: str, en: str) -> Any:
    """The name of a field; the JSON Schema carries both languages."""
    return Field(title=en, json_schema_extra={"x-label": {"vi": vi, "en": en}})


def refusal(code: str, *, vi: str, en: str) -> PydanticCustomError:
    """What a validator raises; `check` turns it into a field problem."""
    return PydanticCustomError(code, "{en}", {"vi": vi, "en": en})  # type: ignore[arg-type, unused-ignore]


def number_vi(value: Decimal) -> str:
    """1082.5 as a Vietnamese official writes it: 1.082,5."""
    return number_en(value).translate(str.maketrans(",.", ".,"))


def number_en(value: Decimal) -> str:
    return format(value.normalize(), ",f")


def plain(value: Decimal) -> Decimal:
    """The same number with no trailing zeros, no exponent and no minus zero."""
    trimmed = Decimal(format(value.normalize(), "f"))
    return abs(trimmed) if trimmed.is_zero() else trimmed


def canonical(value: Decimal) -> str:
    return format(plain(value), "f")
