"""Rules about the shape of the code that no linter can be told."""

import ast
from collections.abc import Iterator
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ["phohien", "content_api", "assets_api", "asean_sync", "phohien_stack"]
SOURCES = sorted(ROOT.glob("services/*/src/**/*.py")) + sorted(
    ROOT.glob("shared/src/**/*.py")
)
TESTS = sorted(ROOT.glob("services/*/tests/**/*.py")) + sorted(
    ROOT.glob("tests/**/*.py")
)
DUMPS = {"utils", "helpers", "common", "misc", "base", "core", "manager", "constants"}
FEATURE_FILES = 12
MOST = {ROOT / "shared/src/phohien": 30}  # ADR 0016


def lines(path: Path) -> int:
    return len(path.read_text().splitlines())


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
class TestEveryModule:
    def test_is_short(self, path: Path) -> None:
        assert lines(path) <= 300

    def test_has_short_functions(self, path: Path) -> None:
        long = [
            node.name
            for node in functions(path)
            if (node.end_lineno or node.lineno) - node.lineno >= 50
        ]
        assert long == []

    def test_is_named_after_what_it_holds(self, path: Path) -> None:
        assert path.stem not in DUMPS


def test_test_modules_are_short() -> None:
    assert [str(path) for path in TESTS if lines(path) > 400] == []


def test_folders_are_small() -> None:
    counts: dict[Path, int] = {}
    for path in SOURCES:
        if path.parent.name != "versions":  # a history only grows
            counts[path.parent] = counts.get(path.parent, 0) + 1
    crowded = {
        str(at): n for at, n in counts.items() if n > MOST.get(at, FEATURE_FILES)
    }
    assert crowded == {}


def test_queries_stay_in_their_feature() -> None:
    graph = grimp.build_graph(*PACKAGES)
    strays = [
        f"{importer} -> {queries}"
        for queries in graph.modules
        if queries.endswith(".queries")
        for importer in graph.find_modules_that_directly_import(queries)
        if importer.rpartition(".")[0] != queries.rpartition(".")[0]
    ]
    assert strays == []


def test_only_db_commits() -> None:
    guilty = [
        str(path.relative_to(ROOT))
        for path in SOURCES
        if path.name != "db.py" and ".commit()" in path.read_text()
    ]
    assert guilty == []
