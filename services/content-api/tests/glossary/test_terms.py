"""Names in texts, found and not found, without a database."""

import pytest

from content_api.translations.terms import FORBIDDEN, MISSING, Term, check

COMMUNE = Term("Quảng Châu", "Quang Chau", ["Guangzhou", "广州"], "place", "danh mục")
UNIT = Term("Xã Quảng Châu", "Quang Chau Commune", [], "unit", "danh mục")
OLD = Term("Thái Bình", "Thai Binh", ["Pacific"], "place", "danh mục")
OCEAN = Term("Thái Bình Dương", "Pacific", [], "term", "từ điển")


def codes(vi, other, *terms):
    return [found.code for found in check({"body": vi}, {"body": other}, terms)]


@pytest.mark.parametrize(
    ("vi", "other", "expected"),
    [
        ("Về Quảng Châu.", "To Quang Chau.", []),
        ("Về Quảng Châu.", "To Quảng Châu.", []),
        ("Về quảng châu.", "To QUANG CHAU.", []),
        ("Về Quảng Châu.", "<p>To Quang&nbsp;Chau</p>", []),
        ("Về Quảng Châu.", "To Guangzhou.", [FORBIDDEN, MISSING]),
        ("Về Quảng Châu.", "To Guangzhounese.", [MISSING]),
        ("Về Quảng Châu.", "To it.", [MISSING]),
        ("Về Quang Chau.", "To Guangzhou.", []),
        ("Về Quảng Châut.", "To Guangzhou.", []),
        ("Về Quảng Châu.", "前往广州市。", [FORBIDDEN, MISSING]),
        ("", "Guangzhou", []),
    ],
)
def test_a_name_is_looked_for_word_by_word(vi, other, expected):
    assert codes(vi, other, COMMUNE) == expected


def test_a_longer_name_stands_for_the_shorter_one_in_it():
    assert codes("Ở xã Quảng Châu.", "Quang Chau Commune.", COMMUNE, UNIT) == []
    assert codes("Ở xã Quảng Châu.", "Guangzhou.", COMMUNE, UNIT) == [
        MISSING,
        FORBIDDEN,
    ]


def test_an_ocean_is_no_province():
    assert codes("Châu Á - Thái Bình Dương.", "Asia-Pacific.", OLD, OCEAN) == []
    assert FORBIDDEN in codes("Tỉnh Thái Bình.", "Pacific Province.", OLD, OCEAN)


def test_a_field_that_is_not_translated_yet_lacks_nothing():
    assert check({"body": "Quảng Châu"}, {"title": "A title"}, [COMMUNE]) == []
