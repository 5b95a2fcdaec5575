"""Figures, dates and units of a translation against the Vietnamese."""

import csv
import sys
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from content_api.translations.differences import differences
from content_api.translations.numbers import figures, readings

PAIRS = list(
    csv.DictReader(Path(__file__).with_name("pairs.csv").read_text().splitlines())
)


def kinds(source, translation, lang="en"):
    return [found.kind for found in differences(source, translation, lang)]


def test_the_labelled_pairs_are_told_apart(capsys):
    """Precision is what counts: a leader who is asked in vain stops reading."""
    counts, wrong = Counter(), []
    for pair in PAIRS:
        differs = pair["agrees"] == "no"
        told = bool(differences(pair["vi"], pair["translation"], pair["lang"]))
        counts[differs, told] += 1
        if differs != told:
            wrong.append(f"{pair['lang']}: {pair['vi']} / {pair['translation']}")
    precision = counts[True, True] / (counts[True, True] + counts[False, True])
    recall = counts[True, True] / (counts[True, True] + counts[True, False])
    with capsys.disabled():
        sys.stdout.write(
            f"\n{len(PAIRS)} labelled pairs: precision {precision:.3f},"
            f" recall {recall:.3f}; wrong: {'; '.join(wrong) or 'none'}\n"
        )

    assert len(PAIRS) >= 300
    assert {pair["lang"] for pair in PAIRS} == {"en", "zh-Hans", "ja", "fr"}
    assert precision >= 0.98
    assert recall >= 0.95


@pytest.mark.parametrize(
    ("digits", "lang", "value"),
    [
        ("1.234,5", "vi", "1234.5"),
        ("1.234", "vi", "1234"),
        ("688.94", "vi", "688.94"),
        ("0.123", "vi", "0.123"),
        ("1,234.5", "en", "1234.5"),
        ("1,234", "en", "1234"),
        ("1.234", "en", "1.234"),
        ("1234,5", "fr", "1234.5"),
        ("1.2.3", "en", "123"),
    ],
)
def test_separators_are_read_as_the_language_reads_them(digits, lang, value):
    assert readings(digits, lang) == {Decimal(value)}


def test_a_language_without_a_rule_allows_both_readings():
    assert readings("1.234", "sw") == {Decimal(1234), Decimal("1.234")}


@pytest.mark.parametrize(
    ("source", "translation", "lang", "expected"),
    [
        ("8,7 tỷ USD", "USD 8.7 million", "en", ["amount"]),
        ("8,7 tỷ USD", "VND 8.7 billion", "en", ["currency"]),
        ("84%", "48 %", "fr", ["percent"]),
        ("92,5 ha", "92.5亩", "zh-Hans", ["unit"]),
        ("ngày 05/3/2026", "2026年5月3日", "ja", ["date"]),
        ("ĐT: 0221 3863 456", "Tel. +84 221 3863 465", "en", ["phone"]),
        ("12 dự án", "13 projects", "en", ["number"]),
        ("235 ha", "253 ha", "en", ["measure"]),
        ("mồng 10 tháng 3 âm lịch", "10 March", "en", ["calendar"]),
        ("ngày 2/9", "2月9日", "ja", ["date"]),
        ("-5 độ C", "5°C", "en", ["number"]),
        ("1.082.000 đồng", "VND 1,082,100", "en", ["amount"]),
    ],
)
def test_a_difference_has_a_name(source, translation, lang, expected):
    assert kinds(source, translation, lang) == expected


def test_a_difference_quotes_both_sides():
    (found,) = differences("Rộng 235 ha.", "253 hectares.", "en")

    assert (found.source, found.found) == ("235 ha", "253 hectares")


def test_what_was_left_out_and_what_was_added_have_one_side_only():
    left_out = differences("Rộng 235 ha.", "A large park.", "en")
    added = differences("Rộng lớn.", "253 ha.", "en")

    assert [(each.source, each.found) for each in left_out] == [("235 ha", None)]
    assert [(each.source, each.found) for each in added] == [(None, "253 ha")]


def test_tags_addresses_and_names_with_digits_are_no_figures():
    source = '<h2>Cao tốc</h2><a href="https://a.vn/c2611.html">Tuyến QL39 5G</a>'

    assert kinds(source, "<h3>The road</h3>") == []


def test_fields_of_any_shape_are_compared():
    source = ["Rộng 5 ha", {"ghi_chu": "năm 2020"}]

    assert kinds(source, ["5 hectares", {"note": "in 2021"}]) == ["number"]


def test_a_wrong_figure_is_told_however_many_others_were_left_out():
    source = ", ".join(f"ngày {day}/3/2026" for day in range(1, 29)) + ", " * 3
    source += ", ".join(f"{day}/4/2026" for day in range(1, 31))

    first, *rest = differences(source, "An area of 7.3 hectares.", "en")

    assert first.found == "7.3 hectares"
    assert len(rest) == 49


def test_thousands_of_figures_are_compared_at_once():
    """Compared each with each, these took minutes, and everybody waited."""
    text = " ".join(
        f"{one}.{one % 7} ha, {one} km, ngày {one % 28 + 1}/{one % 12 + 1}/{one}"
        for one in range(1900, 3900)
    )

    assert differences(text, text, "fr") == []
    assert differences(text, text.replace("3899 km", "4999 km"), "fr")[0].found


def test_a_range_is_one_figure_twice():
    assert kinds("từ 5 đến 10 triệu USD", "from 5 to 10 million US dollars") == []
    assert kinds("5/3/2026 đến 7/4/2026", "March 5 to April 7, 2026") == []


@pytest.mark.parametrize("lang", ["vi", "en", "zh-Hans", "ja", "fr", "ko", "xx"])
@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "九" * 2_000,
        "1" * 5_000,
        "1.1," * 2_000,
        "<" * 3_000 + "5 ha",
        "5 tỷ " * 1_000,
        "ngày 99 tháng 99 năm 9999, 令和99年13月40日, Feb 31, 2026",
        "twenty-" * 1_000,
        "\ud7ff١٢٣ ½ ① Ⅷ 5²",
        "(0" * 2_000,
        "1/1," * 1_500,
        "-5%, quý IV " * 300,
        "10 tháng 3 âm lịch, 10 March, 3月10日 " * 100,
    ],
)
def test_no_text_breaks_the_reading(text, lang):
    figures(text, lang)
    differences(text, "", lang)
    differences(text, text, lang)
