"""What people call the values of a closed list; without words, its codes."""

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from content_api.spreadsheets.layout.columns import Column
from content_api.text.words import fold
from content_api.types import vocabulary
from content_api.types.values.figures import UNITS
from phohien.errors import Text

LISTS = {"topics": "topic", "fi_category": "fi_category", "relations": "relation"}


@cache
def _words() -> Mapping[str, Text]:
    path = files("content_api.spreadsheets.layout").joinpath("data", "choices.csv")
    rows = csv.DictReader(path.read_text("utf-8").splitlines())
    return {row["code"]: Text(vi=row["vi"], en=row["en"]) for row in rows}


def name_of(column: Column, code: str) -> Text:
    """`operating` in the column of a status is "Đang hoạt động"."""
    first, last = column.path[0], column.path[-1]
    if first in LISTS:
        term = vocabulary.terms(LISTS[str(first)]).get(code)
        return term.name if term else Text(vi=code, en=code)
    if last == "unit" and code in UNITS:
        vi, en = UNITS[code]
        return Text(vi=vi, en=en)
    words = _words()
    found = words.get(f"{last}:{code}") or words.get(code)
    return found or Text(vi=code, en=code)


@cache
def by_name(column: Column) -> Mapping[str, str]:
    """Codes of the column's list by everything they are called, folded."""
    found: dict[str, str] = {}
    for code in column.leaf.choices:
        name = name_of(column, code)
        for word in (code, name.vi, name.en):
            found.setdefault(fold(word), code)
    return found
