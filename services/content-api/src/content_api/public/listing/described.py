"""Filters of the content types as OpenAPI describes parameters."""

from collections.abc import Iterator
from typing import Any

from content_api.types.filters.derived import Filter, FilterKind, every_filter

WORD: dict[str, Any] = {"type": "string", "minLength": 1, "maxLength": 2000}
NUMBER: dict[str, Any] = {"type": "number", "minimum": -1e18, "maximum": 1e18}
DAY: dict[str, Any] = {"type": "string", "format": "date"}
SCHEMAS = {FilterKind.WORD: WORD, FilterKind.NUMBER: NUMBER, FilterKind.DAY: DAY}


def filter_parameters() -> list[dict[str, Any]]:
    """Each of them once, whichever types have it."""
    return [
        {
            "name": parameter,
            "in": "query",
            "required": False,
            "schema": SCHEMAS[one.kind],
            "description": _described(one, parameter, owners),
        }
        for name, owners in sorted(every_filter().items())
        for one in [owners[0][1]]
        for parameter in one.parameters
    ]


def _described(
    one: Filter, parameter: str, owners: tuple[tuple[str, Filter], ...]
) -> str:
    return " ".join(_sentences(one, parameter, owners))


def _sentences(
    one: Filter, parameter: str, owners: tuple[tuple[str, Filter], ...]
) -> Iterator[str]:
    """What it compares, and which types have it."""
    title = one.title.en
    if one.kind is FilterKind.WORD:
        yield f"{title}, values separated by commas."
    elif parameter.endswith("_from"):
        yield f"{title}, at least this."
    else:
        yield f"{title}, at most this."
    if one.unit is not None:
        yield f"In {one.unit}."
    types = ", ".join(f"`{type_code}`" for type_code, _ in owners)
    yield f"Only with one `type` of {types}."
