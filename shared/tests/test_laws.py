"""Laws of the small pure parts, for inputs nobody thought of."""

from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phohien import canonical, keys, languages
from phohien.schemas import composed

texts = st.text(max_size=20)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | texts,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4)
    ),
    max_leaves=12,
)


@given(values)
def test_canonical_json_ignores_how_a_text_was_composed(value) -> None:
    assert canonical.canonical_json(value) == canonical.canonical_json(composed(value))


@given(st.dictionaries(st.text("abcdef", max_size=5), st.integers(), max_size=6))
def test_canonical_json_ignores_the_order_of_keys(value) -> None:
    reverse = dict(reversed(list(value.items())))

    assert canonical.canonical_json(value) == canonical.canonical_json(reverse)


def test_canonical_json_refuses_a_float() -> None:
    with pytest.raises(TypeError, match="float"):
        canonical.canonical_json({"area": 688.94})


@given(st.text(max_size=200))
def test_any_header_negotiates_without_an_error(header) -> None:
    assert languages.negotiate(header, ("vi", "en")) in {"vi", "en", None}


@pytest.mark.parametrize(
    ("tag", "resolved"),
    [
        ("zh", "zh-Hans"),
        ("zh-CN", "zh-Hans"),
        ("ZH-hans", "zh-Hans"),
        ("zh-TW", "zh-TW"),
        ("EN", "en"),
        ("", None),
        ("not a tag", None),
        ("12", None),
        ("vn", None),
        ("jp", None),
        ("cn", None),
        ("und", None),
        ("fil", "fil"),
        ("sr-latn", "sr-Latn"),
        ("en-x-secret", None),
        ("vi-VN", "vi-VN"),
        ("ｖｉ", None),
        ("vi\n", "vi"),
    ],
)
def test_input_tags_resolve(tag, resolved) -> None:
    assert languages.resolve(tag) == resolved


def test_the_heavier_language_wins() -> None:
    assert languages.negotiate("fr;q=0.2, en;q=0.9, vi;q=0.5", ["vi", "en"]) == "en"


def test_a_token_with_one_wrong_letter_is_known_as_such() -> None:
    token = keys.new_token("phk")
    wrong = ("0" if token[10] != "0" else "1").join([token[:10], token[11:]])

    assert keys.looks_like_token(token)
    assert not keys.looks_like_token(wrong)


def test_text_is_composed_however_deep() -> None:
    nfd = normalize("NFD", "Phố Nối")

    assert composed({nfd: [nfd]}) == {"Phố Nối": ["Phố Nối"]}
