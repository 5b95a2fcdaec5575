"""Base classes for what goes over the wire."""

import re
from datetime import date
from typing import Annotated, Any
from unicodedata import normalize

from pydantic import BaseModel, BeforeValidator, ConfigDict, model_validator
from pydantic_core import PydanticCustomError

# NUL and half a character: JSON can spell them, no text of PostgreSQL can hold them.
_UNWRITABLE = re.compile("[\x00\ud800-\udfff]")

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


Day = Annotated[date, BeforeValidator(_written)]


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
