"""Base classes for what goes over the wire."""

import re
from datetime import date, datetime
from typing import Annotated, Any
from unicodedata import normalize

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    model_validator,
)
from pydantic_core import PydanticCustomError

# NUL and half a character: JSON can spell them, no text of PostgreSQL can hold them.
_UNWRITABLE = re.compile("[\x00\ud800-\udfff]")

_FIRST_DAY, _FIRST_YEAR, _LAST_YEAR = 1000, 1900, 2200
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def composed(value: Any) -> Any:
    """Every text in NFC, however deep: the same word typed on two systems is equal."""
    if isinstance(value, str):
        return normalize("NFC", value)
    if isinstance(value, list):
        return [composed(item) for item in value]
    if isinstance(value, dict):
        return {composed(key): composed(item) for key, item in value.items()}
    return value


def _refuse_unwritable(value: Any) -> None:
    if isinstance(value, str) and _UNWRITABLE.search(value):
        raise PydanticCustomError(
            "text_unwritable", "Text may not contain NUL or half a character"
        )
    if isinstance(value, dict):
        _refuse_unwritable([*value.keys(), *value.values()])
    elif isinstance(value, list):
        for item in value:
            _refuse_unwritable(item)


def _written(value: Any) -> Any:
    """Pydantic would also read a number as seconds since 1970."""
    if not isinstance(value, date) and not _DAY.fullmatch(str(value)):
        message = "write the day as year-month-day"
        raise ValueError(message)
    return value


def _in_history(day: date) -> date:
    if _FIRST_DAY <= day.year <= _LAST_YEAR:
        return day
    message = f"the year is between {_FIRST_DAY} and {_LAST_YEAR}"
    raise ValueError(message)


Day = Annotated[date, BeforeValidator(_written), AfterValidator(_in_history)]


def _as_text(value: Any) -> Any:
    """Pydantic would also read a number as seconds since 1970."""
    if isinstance(value, str | datetime):
        return value
    message = "write the moment as 2026-11-30T08:00:00+07:00"
    raise ValueError(message)


def _in_our_time(moment: datetime) -> datetime:
    """Far years are slips of a key, and leave the calendar in another time zone."""
    if _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        return moment
    message = f"the year is between {_FIRST_YEAR} and {_LAST_YEAR}"
    raise ValueError(message)


Moment = Annotated[
    AwareDatetime, BeforeValidator(_as_text), AfterValidator(_in_our_time)
]


class In(BaseModel):
    """A request body: unknown fields are an error, text arrives in NFC."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    @model_validator(mode="before")
    @classmethod
    def _compose(cls, value: Any) -> Any:
        _refuse_unwritable(value)
        return composed(value)


class Out(BaseModel):
    """A response body: every field is always present, defaults included."""

    model_config = ConfigDict(
        from_attributes=True,
        frozen=True,
        json_schema_serialization_defaults_required=True,
    )


class Said(Out):
    """One sentence in both languages."""

    vi: str
    en: str
