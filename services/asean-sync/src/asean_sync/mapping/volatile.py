"""Fields that change without meaning, wherever in a payload they are. Pure."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any


def without(value: Any, places: Collection[str]) -> Any:
    """`meta.exportedAt` is below `meta`, or in every element of a list there.

    A name with a point in it is taken as it stands where there is such a field.
    """
    if not places:
        return value
    if isinstance(value, list):
        return [without(one, places) for one in value]
    if not isinstance(value, Mapping):
        return value
    return {
        name: without(one, list(_below(name, places)))
        for name, one in value.items()
        if name not in places
    }


def _below(name: str, places: Collection[str]) -> Iterator[str]:
    for place in places:
        if place.startswith(f"{name}."):
            yield place[len(name) + 1 :]
