"""A passage of the report: sentences, then tables, all of it plain text."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Figures = Mapping[str, Any]
Names = Mapping[str, str]
NOTHING = "-"


@dataclass(frozen=True, slots=True)
class Table:
    """`list` names the rows of the snapshot that the numbers were counted from."""

    title: str
    head: list[str]
    rows: list[list[str]]
    list: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """Sentences, then tables."""

    lines: list[str] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
