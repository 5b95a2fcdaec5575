"""Base classes for what goes over the wire."""

from datetime import date
from typing import Annotated, Any
from unicodedata import normalize

from pydantic import BaseModel, BeforeValidator, ConfigDict, model_validator


def composed(value: Any) -> Any:
    """Every text in NFC, however deep: the same word typed on two systems is equal."""
    if isinstance(value, str):
        return normalize("NFC", value)
    if isinstance(value, list):
        return [composed(item) for item in value]
    if isinstance(value, dict):
        return {composed(key): composed(item) for key, item in value.items()}
    return value


def _written(value: Any) -> Any:
    """Pydantic would also read a number as seconds since 1970."""
    if isinstance(value, int | float) or (isinstance(value, str) and "-" not in value):
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
        return composed(value)


class Out(BaseModel):
    """A response body: every field is always present, defaults included."""

    model_config = ConfigDict(
        from_attributes=True,
        frozen=True,
        json_schema_serialization_defaults_required=True,
    )
