"""How words fold, and what a tone is worth."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content_api.text.terms import fold, sort_key
from content_api.text.words import Run, Word, pieces, toned


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Đường Đê", "duong de"),
        ("Phố Nối", "pho noi"),
        ("hoà", "hoa"),
        ("hòa", "hoa"),
        ("ĐỀN MẪU", "den mau"),
        ("Été à Huế", "ete a hue"),
        ("工业园", "工业园"),
        ("ガーデン", "ガーデン"),
        ("KCN\uff11", "kcn1"),
    ],
)
def test_folding_drops_accents_and_case_but_no_letter(written, folded) -> None:
    assert fold(written) == folded
    assert fold(unicodedata.normalize("NFD", written)) == folded


@pytest.mark.parametrize(
    ("old", "new"), [("hoà", "hòa"), ("uỵ", "ụy"), ("thuý", "thúy"), ("LOẢ", "lỏa")]
)
def test_both_ways_of_placing_a_tone_are_the_same_word(old, new) -> None:
    assert toned(old) == toned(new)


def test_words_that_differ_in_tone_or_letter_are_different_words() -> None:
    words = ["nhan", "nhân", "nhẫn", "nhãn", "nhàn", "đan", "dan", "đàn"]

    assert len({toned(word) or word for word in words}) == len(words)


def test_a_word_without_marks_has_no_toned_form() -> None:
    assert toned("kcn") is None


def test_scripts_without_spaces_come_as_runs_beside_words() -> None:
    assert list(pieces("KCN工业园3区")) == [
        Word("kcn", None),
        Run("工业园"),
        Word("3", None),
        Run("区"),
    ]


@given(st.text(max_size=300))
def test_folding_twice_is_folding_once(text) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=300))
def test_no_text_breaks_the_split_into_pieces(text) -> None:
    for piece in pieces(text):
        assert piece.text if isinstance(piece, Run) else piece.folded


def test_vietnamese_order_is_that_of_the_dictionary() -> None:
    words = "An anh ánh Ăn Ân ba bà bả bã Bá bạ Da Du Đa Đà Đắk Đông Ea Eo Oi Ôi Ơi"
    ordered = words.split()
    mixed = ordered[1::2] + ordered[::2]

    assert sorted(mixed, key=sort_key) == ordered


def test_a_shorter_name_stands_before_the_longer_one() -> None:
    names = ["Khu công nghiệp", "Khu công nghiệp A", "Khu công nghiệp Á", "Khuê Văn"]

    assert sorted([*names[2:], *names[:2]], key=sort_key) == names


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", "Ân Thi|Apple|Đông Anh|Dong Hung|Đông Hưng|Zoo|北京"),
        ("fr", "cote|coté|Coté|côte|cotes|École|Ecoles|Étude"),
        ("zh-Hans", "3 区|A 园|北宁|电子|工厂|海防|兴安|银行"),
        ("ja", "Hung Yen|あさひ|アニメ|かき|カツ|安全|工場|北"),
    ],
)
def test_each_language_has_the_order_of_its_dictionary(lang, words) -> None:
    ordered = words.split("|")
    mixed = ordered[1::2] + ordered[::2]

    assert sorted(mixed, key=lambda word: sort_key(word, lang)) == ordered


@given(st.text(max_size=300), st.sampled_from(["vi", "en", "zh-Hans", "ja"]))
def test_every_text_has_a_sort_key_that_postgresql_can_store(text, lang) -> None:
    key = sort_key(text, lang)

    assert "\x00" not in key
    key.encode()


@given(st.text(max_size=60))
def test_the_sort_key_does_not_depend_on_the_normal_form(text) -> None:
    composed = unicodedata.normalize("NFC", text)

    assert sort_key(unicodedata.normalize("NFD", text)) == sort_key(composed)
