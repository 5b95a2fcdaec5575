"""Columns, choices, numbers and days, of every type there is."""

from collections import Counter
from datetime import date
from pathlib import Path
from re import findall

import pytest

from content_api.imports.errors import WORDS
from content_api.imports.understanding.headers import LANGUAGES, Lexicon, header_key
from content_api.spreadsheets.layout import choices, numbers, words
from content_api.spreadsheets.layout.columns import columns_of, groups_of, plant, pruned
from content_api.spreadsheets.layout.names import MOST_LOOKED_UP, Names, plain
from content_api.spreadsheets.layout.reading import read
from content_api.spreadsheets.layout.shape import Kind
from content_api.spreadsheets.reading import sandbox
from content_api.types import registry

TYPES = [content_type.code for content_type in registry.all_types()]


@pytest.fixture(params=TYPES)
def columns(request):
    repeats = dict.fromkeys(groups_of(request.param), 2)
    return columns_of(request.param, list(LANGUAGES), repeats)


def test_no_two_columns_share_a_code_or_a_name(columns):
    for names in (
        [column.code for column in columns],
        [header_key(column.label.vi) for column in columns],
        [header_key(column.label.en) for column in columns],
    ):
        assert [name for name, count in Counter(names).items() if count > 1] == []


def test_every_column_is_found_by_what_it_is_called(columns, request):
    type_code = request.node.callspec.params["columns"]
    lexicon = Lexicon(type_code, list(LANGUAGES), {})
    for column in columns:
        for label in (column.label.vi, column.label.en):
            assert lexicon.heading(0, label).column.code == column.code
        assert lexicon.coded(0, column.code).column.code == column.code


def test_every_choice_has_words_of_its_own(columns, directory):
    for column in columns:
        if column.kind is not Kind.CHOICE:
            continue
        shown = [choices.name_of(column, code).vi for code in column.leaf.choices]
        assert len({plain(name) for name in shown}) == len(shown)
        for code, name in zip(column.leaf.choices, shown, strict=True):
            found = read(column, name, directory).found
            assert found == ([code] if column.leaf.many else code)


def test_every_choice_of_the_types_is_in_the_list_of_words():
    missing = set()
    for type_code in TYPES:
        for column in columns_of(type_code, (), dict.fromkeys(groups_of(type_code), 1)):
            missing |= {
                code
                for code in column.leaf.choices
                if column.path[-1] != "unit"
                and choices.name_of(column, code).vi == code
                and code != "asean"
            }
    assert missing == set()


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("31/08/2025", date(2025, 8, 31)),
        ("1-2-2025", date(2025, 2, 1)),
        ("5.3.2026", date(2026, 3, 5)),
        ("2025-08-31", date(2025, 8, 31)),
        ("ngày 5 tháng 3 năm 2026", date(2026, 3, 5)),
        ("30/02/2025", None),
        ("08/31/2025", None),
        ("1/2/25", None),
        ("hôm qua", None),
    ],
)
def test_a_day_is_day_before_month(written, found):
    assert numbers.day(written) == found


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("2025", "2025"),
        ("năm 2025", "2025"),
        ("08/2025", "2025-08"),
        ("tháng 8/2025", "2025-08"),
        ("2022 \u2013 2023", "2022-2023"),
        ("31/08/2025", "2025-08-31"),
        ("13/2025", None),
        ("đầu năm", None),
    ],
)
def test_the_time_of_a_figure(written, found):
    assert numbers.period(written) == found


@pytest.mark.parametrize(
    "written", ["", "-5", "1.2.3", "1,2,3", "12.34.567", "abc", "1e5", "½", "١٢"]
)
def test_what_is_no_number(written):
    found = numbers.number(written)
    assert found is None or "." not in found.text or found.text.count(".") == 1


def test_a_number_is_written_so_that_nobody_takes_it_for_thousands():
    assert numbers.number(numbers.certain("1.234")).text == "1.2340"
    assert numbers.number(numbers.certain("1.234")).other is None
    assert numbers.certain("1234.5") == "1234.5"


def test_suggestions_end_after_some():
    names = Names.of((str(n), f"Khu {n}", (f"khu {n}",)) for n in range(100))

    found = [names.like(f"Khhu {n}") for n in range(MOST_LOOKED_UP + 20)]

    assert all(found[:MOST_LOOKED_UP])
    assert found[MOST_LOOKED_UP + 1] == []
    assert names.like("Khhu 1") == found[1]


def test_a_gap_between_records_closes():
    draft = {}
    plant(draft, ("fields", "phases", 2, "number"), 3)
    plant(draft, ("fields", "phases", 0, "number"), None)

    assert pruned(draft) == {"fields": {"phases": [{"number": 3}]}}


def test_every_reason_a_file_is_refused_for_has_words():
    folder = Path(sandbox.__file__).parent
    raised = {
        code
        for file in (*folder.glob("*.py"), *folder.parents[1].glob("imports/**/*.py"))
        for code in findall(r'UnreadableError\("([a-z-]+)"', file.read_text("utf-8"))
    }
    assert raised <= WORDS.keys()
    assert set(words.BROKEN) == {"formula", "error"}
