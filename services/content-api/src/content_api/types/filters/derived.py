"""What readers may filter and sort the items of a type by, read from its fields.

A type names its filters: a parameter, and the way to the value. What may be asked, and
how the database finds the value in a released document, follows from the model.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from typing import Any

from content_api.types import registry
from phohien.errors import Text

Schema = Mapping[str, Any]


class FilterKind(StrEnum):
    """`word`: one of several; `number` and `day`: from and to."""

    WORD = "word"
    NUMBER = "number"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Filter:
    """One value to filter by. `values` is empty where any word may be asked for.

    `unit` is what a number is given in, `scales` how much of it other units are.
    `otherwise` is the word of a document that leaves its default out.
    """

    name: str
    kind: FilterKind
    path: str
    title: Text
    values: tuple[str, ...] = ()
    unit: str | None = None
    scales: Mapping[str, str] | None = None
    sortable: bool = False
    otherwise: str | None = None

    @property
    def parameters(self) -> tuple[str, ...]:
        if self.kind is FilterKind.WORD:
            return (self.name,)
        return (f"{self.name}_from", f"{self.name}_to")


# How much of a smaller unit each unit is.
SCALES: Mapping[str, tuple[str, str]] = {
    "million_VND": ("VND", "1000000"),
    "billion_VND": ("VND", "1000000000"),
    "million_USD": ("USD", "1000000"),
    "billion_USD": ("USD", "1000000000"),
    "million_EUR": ("EUR", "1000000"),
    "billion_JPY": ("JPY", "1000000000"),
    "km": ("m", "1000"),
    "km2": ("m2", "1000000"),
}


@cache
def filters_of(type_code: str) -> Mapping[str, Filter]:
    """By the name readers use."""
    content_type = registry.get(type_code)
    schema = content_type.fields.model_json_schema()
    return {
        name: _filter(name, way, schema) for name, way in content_type.filters.items()
    }


@cache
def every_filter() -> Mapping[str, tuple[tuple[str, Filter], ...]]:
    """By name: each type that has such a filter, and the filter."""
    found: dict[str, tuple[tuple[str, Filter], ...]] = {}
    for content_type in registry.all_types():
        for name, one in filters_of(content_type.code).items():
            found[name] = (*found.get(name, ()), (content_type.code, one))
    return found


def declarations() -> Iterator[dict[str, Any]]:
    """Every filter as the database keeps it."""
    for content_type in registry.all_types():
        for one in filters_of(content_type.code).values():
            yield {
                "type": content_type.code,
                "name": one.name,
                "path": one.path,
                "kind": one.kind.value,
                "scales": dict(one.scales or {}),
                "otherwise": one.otherwise,
            }


def _filter(name: str, way: str, schema: Schema) -> Filter:
    """`way` is `held.start`, or `capital.amount:USD` for one of several currencies."""
    steps, _, currency = way.partition(":")
    node, many, default, label = schema, False, None, {"vi": name, "en": name}
    for step in steps.split("."):
        found = node["properties"][step]
        label = found.get("x-label", label)
        default = found.get("default")
        node, listed = _plain(found, schema)
        many = many or listed
    title = Text(vi=label["vi"], en=label["en"])
    blank = Filter(name, FilterKind.WORD, f"$.{steps}[*]", title)
    return _of_kind(blank, node, currency, many=many, default=default)


def _of_kind(
    blank: Filter, node: Schema, currency: str, *, many: bool, default: Any
) -> Filter:
    if "properties" in node:
        units = _enumerated(node["properties"]["unit"])
        unit = currency or SCALES.get(units[0], (units[0], ""))[0]
        scales = {one: SCALES.get(one, (one, "1")) for one in units}
        known = {one: by for one, (of, by) in scales.items() if of == unit}
        number = replace(blank, kind=FilterKind.NUMBER, unit=unit, scales=known)
        return replace(number, sortable=not many)
    if node.get("format") == "date" or r"\d{4}(-\d{2}" in node.get("pattern", ""):
        return replace(blank, kind=FilterKind.DAY, sortable=not many)
    if node.get("type") == "integer" and not many:
        return replace(blank, kind=FilterKind.NUMBER, sortable=True)
    otherwise = None if many or default is None else str(default).lower()
    return replace(blank, values=_words(node), otherwise=otherwise)


def _words(node: Schema) -> tuple[str, ...]:
    """What the word may be; nothing when it may be anything."""
    if node.get("type") == "boolean":
        return ("true", "false")
    if node.get("type") == "integer":
        return tuple(map(str, range(node["minimum"], node["maximum"] + 1)))
    return _enumerated(node)


def _enumerated(node: Schema) -> tuple[str, ...]:
    return tuple(node.get("enum", [node["const"]] if "const" in node else []))


def _plain(node: Schema, schema: Schema) -> tuple[Schema, bool]:
    """Without `or null`, references and lists around it; and whether it was a list."""
    many = False
    while True:
        if "anyOf" in node:
            node = next(one for one in node["anyOf"] if one.get("type") != "null")
        elif "$ref" in node:
            node = schema["$defs"][node["$ref"].rpartition("/")[2]]
        elif node.get("type") == "array":
            node, many = node["items"], True
        else:
            return node, many
