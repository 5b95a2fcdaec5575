"""The golden set of the search: whole, and about things that are in the dataset."""

import unicodedata
from collections import Counter
from pathlib import Path

import pytest
import yaml

from phohien_stack.dataset.entries import all_entries

GOLDEN = Path(__file__).parents[1] / "golden/search.yaml"
AT_LEAST = {"vi": 70, "en": 35, "zh-Hans": 20, "ja": 15, "fr": 10}


@pytest.fixture(scope="module")
def queries() -> list[dict]:
    return yaml.safe_load(GOLDEN.read_text("utf-8"))


def test_every_language_has_its_queries_and_some_that_find_nothing(queries) -> None:
    asked = Counter(query["lang"] for query in queries)

    assert {
        lang: count for lang, count in asked.items() if count < AT_LEAST[lang]
    } == {}
    assert asked.keys() == AT_LEAST.keys()
    for lang in AT_LEAST:
        assert any(q["lang"] == lang and not q["expect"] for q in queries), lang


def test_every_query_is_told_once_in_the_same_words(queries) -> None:
    assert all(
        query.keys() - {"note"} == {"id", "lang", "q", "expect"} for query in queries
    )
    assert max(Counter(query["id"] for query in queries).values()) == 1
    assert max(Counter((query["lang"], query["q"]) for query in queries).values()) == 1
    assert all(set(query["expect"].values()) <= {1, 2, 3} for query in queries)
    assert any(not unicodedata.is_normalized("NFC", query["q"]) for query in queries)


def test_what_is_expected_is_in_the_dataset_in_that_language(queries) -> None:
    languages = {entry.id: entry.languages for entry in all_entries()}
    missing = [
        (query["id"], name)
        for query in queries
        for name in query["expect"]
        if query["lang"] not in languages.get(name, ())
    ]

    assert missing == []
