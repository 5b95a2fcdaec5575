"""Vectors and queries, asked of PostgreSQL itself."""

import psycopg
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from content_api.text.terms import search_query, search_vector
from phohien.urls import libpq

HOSTILE = [
    "'; DROP TABLE release.document; --",
    "a' | 'b",
    "\\' & !x:*",
    "((((",
    "<-> & | !",
    "x" * 5000,
    "工业" * 2500,
    "%_*?[a-z]+(.*)$",
    "\u0301\u0300\u0323",
    "   \t\n ",
    "\x00",
    "\ud800",
    "''''",
    "~1 ~",
]
FROM_A_FIXTURE = settings(
    max_examples=150,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@pytest.fixture(scope="module")
def matches(urls):
    with psycopg.connect(libpq(urls.owner), autocommit=True) as connection:

        def ask(vector: str, query: str) -> bool:
            row = connection.execute(
                "SELECT %s::tsvector @@ %s::tsquery", (vector, query)
            ).fetchone()
            return row[0]

        yield ask


@pytest.fixture
def finds(matches):
    def ask(q: str, title: str, *, body: str = "", lang: str | None = None) -> bool:
        query = search_query(q, lang)
        assert query is not None
        return matches(search_vector(title, "", body, lang or "vi"), query)

    return ask


@pytest.mark.parametrize(
    ("q", "title", "found"),
    [
        ("pho noi", "Khu công nghiệp Phố Nối A", True),
        ("Phố Nối", "Khu công nghiệp Phố Nối A", True),
        ("phố nối", "KHU CÔNG NGHIỆP PHỐ NỐI", True),
        ("Phổ Nội", "Khu công nghiệp Phố Nối A", False),
        ("nhan", "nhãn lồng", True),
        ("nhân", "nhãn lồng", False),
        ("nhãn long", "nhãn lồng", True),
        ("hoà bình", "Hòa Bình", True),
        ("duong", "đường", True),
        ("đường", "duong", False),
        ("工业园", "兴安工业园区", True),
        ("工园", "兴安工业园区", False),
        ("园", "兴安工业园区", True),
        ("工业 兴安", "兴安工业园区", True),
        ("工業団地", "フンイエン工業団地", True),
        ("カ", "ガ", False),
        ("KCN 工业园", "KCN Phố Nối 工业园", True),
        ("168/KH-UBND", "Kế hoạch số 168/KH-UBND", True),
        ("l'usine", "L\u2019usine d\u2019été", True),
    ],
)
def test_a_question_finds_what_a_reader_means(finds, q, title, found) -> None:
    assert finds(q, title) is found


def test_in_english_a_name_typed_with_tones_finds_the_plain_one(finds) -> None:
    assert finds("Phố Nối", "Pho Noi Industrial Park", lang="en")


def test_every_word_of_the_question_must_be_there(finds) -> None:
    assert not finds("nhãn bưởi", "nhãn lồng")


def test_tags_of_a_rich_text_are_no_words(finds) -> None:
    body = '<p>Nhãn lồng</p><a href="https://hungyen.gov.vn">C&amp;D</a>'

    assert finds("nhãn lồng c&d", "", body=body)
    assert not finds("href", "", body=body)


def test_words_of_a_phrase_in_two_parts_are_no_phrase(matches) -> None:
    vector = search_vector("兴安工", "业园", "", "zh-Hans")

    assert not matches(vector, search_query("工业", None))


@given(st.text(max_size=200))
@FROM_A_FIXTURE
def test_every_question_is_a_valid_query_or_none(matches, q) -> None:
    query = search_query(q, None)

    if query is not None:
        matches("'x':1A", query)


@pytest.mark.parametrize("q", HOSTILE)
def test_a_hostile_question_is_a_valid_query_or_none(matches, q) -> None:
    query = search_query(q, "vi")

    if query is not None:
        matches("'x':1A", query)


@pytest.mark.parametrize("q", ["", "   ", "\u0301\u0300", "?!…", "_", "\x00"])
def test_a_question_without_a_word_is_no_query(q) -> None:
    assert search_query(q, None) is None


@given(st.text(max_size=120), st.text(max_size=200), st.text(max_size=300))
@example("\\", "'", "\\'")
@FROM_A_FIXTURE
def test_a_document_is_found_by_its_own_title(matches, title, summary, body) -> None:
    vector = search_vector(title, summary, body, "vi")
    query = search_query(title, "vi")

    if query is not None:
        assert matches(vector, query)


def test_a_document_of_a_million_words_still_has_a_vector(matches) -> None:
    body = " ".join(f"từ{number}" for number in range(300_000)) + " 工" * 70_000

    assert matches(search_vector("Nhãn lồng", "", body, "vi"), "'nhan'")


def test_a_word_that_never_ends_is_cut(matches) -> None:
    word = "a" * 100_000

    assert matches(search_vector(word, "", "", "vi"), search_query(word, "vi"))
