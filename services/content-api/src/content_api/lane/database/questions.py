"""Statements as everybody here writes them, as the driver takes them."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from psycopg.types.json import Json, Jsonb

_PLACE = re.compile(r"%(?:\((\w+)\)s|(%))")
# An installation has fewer statements than this; nothing a reader sends makes one.
MOST_STATEMENTS = 1024

Convert = Callable[[Any], Any]


@lru_cache(maxsize=MOST_STATEMENTS)
def numbered(statement: str) -> tuple[str, tuple[str, ...]]:
    """`%(name)s` as `$1`, and the names in that order; `%%` is a percent sign."""
    names: dict[str, int] = {}

    def place(found: re.Match[str]) -> str:
        if found[2]:
            return "%"
        return f"${names.setdefault(found[1], len(names) + 1)}"

    return _PLACE.sub(place, statement), tuple(names)


def as_json(value: object) -> str:
    return json.dumps(value.obj if isinstance(value, Json | Jsonb) else value)


def _moment(value: object) -> object:
    return datetime.fromisoformat(value) if isinstance(value, str) else value


def _day(value: object) -> object:
    return date.fromisoformat(value) if isinstance(value, str) else value


# The driver takes no text where PostgreSQL wants one of these.
CONVERTS: Mapping[str, Convert] = {
    "timestamptz": _moment,
    "timestamp": _moment,
    "date": _day,
}


def converts_for(types: Sequence[str]) -> tuple[Convert | None, ...]:
    return tuple(CONVERTS.get(name) for name in types)
