"""Items nobody would think of, made from the columns of their type."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import strategies as st

from content_api.spreadsheets.layout.columns import (
    Column,
    columns_of,
    dig,
    groups_of,
    plant,
    pruned,
)
from content_api.spreadsheets.layout.names import Directory, Names, plain
from content_api.spreadsheets.layout.shape import Kind

CODES = {"11953": "Phường Phố Hiến", "11977": "Xã Tân Hưng"}
AGENCIES = {"so-tc": "Sở Tài chính", "so-ct": "Sở Công Thương"}
KEYS = {"hy-article-00000000": "Tin thứ nhất", "hy-event-00000001": "Lễ hội"}
# What a text field keeps: stripped, composed, without what XML cannot carry.
LETTERS = st.characters(exclude_categories=("Cs", "Cn", "Cc", "Co"))
ODD = st.sampled_from(
    ("=1+1", "-5", "+84 221", "@x", "'=a", "''", "'", '"', ";", "a; b", '"a"', "\n"),
)
PIECES = st.one_of(ODD, st.text(LETTERS, max_size=12), st.just("Phố Hiến"))


def names(held: dict[str, str]) -> Names:
    return Names.of((code, name, (plain(name),)) for code, name in held.items())


@pytest.fixture(scope="session")
def directory() -> Directory:
    return Directory(names(CODES), names(AGENCIES), names(KEYS))


def _text() -> st.SearchStrategy[str]:
    from unicodedata import normalize  # noqa: PLC0415 -- for the strategy alone

    pieces = st.lists(PIECES, min_size=1, max_size=6)
    joined = pieces.map(lambda found: normalize("NFC", "".join(found)).strip())
    return joined.filter(
        lambda text: text and text.lower() not in {"(xóa)", "(delete)"}
    )


def _number(places: int) -> st.SearchStrategy[str]:
    whole = st.integers(0, 10**18 - 1).map(str)
    part = st.integers(1, 10**places - 1).map(lambda n: f"{n:0{places}}".rstrip("0"))
    decimal = st.tuples(st.integers(0, 99_999).map(str), part).map(".".join)
    return st.one_of(whole, decimal, st.just("1.234"))


def _value(column: Column) -> st.SearchStrategy[Any]:
    days = st.dates().map(lambda day: day.isoformat())
    years = st.integers(1000, 2200).map(str)
    one = {
        Kind.TEXT: _text(),
        Kind.NUMBER: _number(6),
        Kind.DEGREES: st.integers(-179_999, 179_999).map(lambda n: f"{n / 1000:g}"),
        Kind.WHOLE: st.integers(1, 10**6),
        Kind.YES_NO: st.booleans(),
        Kind.DAY: days,
        Kind.PERIOD: st.one_of(years, days, st.just("2022-2023"), st.just("2025-08")),
        Kind.MOMENT: st.just("2026-01-02T03:04:05+00:00"),
        Kind.CHOICE: st.sampled_from(column.leaf.choices or ("x",)),
        Kind.UNIT: st.sampled_from(sorted(CODES)),
        Kind.AGENCY: st.just("so-tc"),
        Kind.ITEM: st.sampled_from(sorted(KEYS)),
        Kind.JSON: st.lists(st.dictionaries(_text(), _text(), min_size=1), min_size=1),
    }[column.kind]
    return st.lists(one, min_size=1, max_size=4) if column.leaf.many else one


def _made(columns: list[Column], values: dict[str, Any], key: str) -> dict[str, Any]:
    draft: dict[str, Any] = {}
    for column in columns:
        if column.code in values:
            plant(draft, column.path, values[column.code])
    # Every figure has a unit, and no unit stands alone.
    for column in columns:
        base = column.path[:-1]
        if column.path[-1] != "unit":
            continue
        if dig(draft, (*base, "value")) is not None:
            plant(draft, column.path, values.get(column.code, column.leaf.choices[0]))
        elif dig(draft, base) is not None:
            plant(draft, column.path, None)
            plant(draft, (*base, "precision"), None)
    draft["key"] = key
    draft.setdefault("texts", {}).setdefault("vi", {})["title"] = f"Mục {key}"
    found: dict[str, Any] = pruned(draft)
    return found


@pytest.fixture(scope="session")
def drafts_of() -> Callable[[str], st.SearchStrategy[list[dict[str, Any]]]]:
    """A few items of a type, each with some of everything it may have."""

    def make(type_code: str) -> st.SearchStrategy[list[dict[str, Any]]]:
        repeats = dict.fromkeys(groups_of(type_code), 2)
        columns = columns_of(type_code, ("vi", "zh-Hans"), repeats)
        by_code = {column.code: _value(column) for column in columns}
        some = st.lists(st.sampled_from(sorted(by_code)), unique=True, max_size=14)
        values = some.flatmap(
            lambda codes: st.fixed_dictionaries({code: by_code[code] for code in codes})
        )
        return st.lists(values, min_size=1, max_size=3).map(
            lambda found: [
                _made(columns, each, f"hy-x-{number:08}")
                for number, each in enumerate(found)
            ]
        )

    return make
