"""`phohien search`: where the index stands, made anew, and what a score is."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from content_api.search.index.layout import folder_in
from content_api.search.index.writing import Writing
from phohien_stack.commands.search import app, told
from phohien_stack.embedded.errors import StackError
from phohien_stack.golden import questions
from phohien_stack.golden.questions import GoldenQuery
from phohien_stack.golden.scoring import scored

GOLDEN = Path(__file__).parents[3] / questions.PLACE


@pytest.fixture
def where(tmp_path) -> Path:
    return tmp_path / "search"


@pytest.fixture
def run(fresh_urls, where, monkeypatch):
    monkeypatch.setenv("PHOHIEN_DATABASE_URL", fresh_urls.owner)
    monkeypatch.setenv("PHOHIEN_CONTENT_SEARCH_DIR", str(where))
    return lambda *words: CliRunner().invoke(app, list(words))


def test_an_index_is_made_and_says_where_it_stands(run, where) -> None:
    absent, made, level = run("status"), run("rebuild"), run("status", "--json")
    writing = Writing(folder_in(where))
    asked = run("rebuild")
    writing.close()

    assert (absent.exit_code, made.exit_code, level.exit_code) == (1, 0, 0)
    assert "PostgreSQL answers" in absent.output
    assert json.loads(level.output)["state"] == "level"
    assert "the worker makes it anew" in asked.output
    assert (where / "rebuild").exists()


def test_a_score_is_better_the_higher_the_better_things_stand() -> None:
    query = GoldenQuery(id="vi-1", lang="vi", q="nhãn", expect={"a": 3, "b": 1})
    nothing = GoldenQuery(id="vi-2", lang="vi", q="bitcoin", expect={})

    best, worse, lost = (
        scored(query, got).score
        for got in (["a", "b"], ["x", "b", "a"], ["x"] * 10 + ["a"])
    )

    assert (best, lost) == (1.0, 0.0)
    assert 0 < worse < best
    assert (scored(nothing, []).score, scored(nothing, ["a"]).score) == (1.0, 0.0)
    report = told([scored(query, ["x"]), scored(nothing, [])])
    assert report["ndcg_at_10"] == 0.5
    assert [each["id"] for each in report["failures"]] == ["vi-1"]


def test_the_golden_set_is_whole(tmp_path) -> None:
    found = questions.read(GOLDEN)
    strange = tmp_path / "strange.yaml"
    strange.write_text("- {id: a, lang: vi, q: b, expect: {nobody: 3}}\n")

    assert len(found) >= 150
    assert len({query.id for query in found}) == len(found)
    assert {"vi", "en", "zh-Hans", "ja", "fr"} <= {query.lang for query in found}
    with pytest.raises(StackError, match="nobody"):
        questions.read(strange)
