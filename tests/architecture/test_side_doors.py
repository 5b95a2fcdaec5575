"""`docs/side-doors.md` names tests that exist and covers every route there is."""

import ast
import re
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
REGISTER = ROOT / "docs" / "side-doors.md"
SERVICES = ("content_api", "assets_api", "asean_sync")
ENVIRONMENT = {
    "PHOHIEN_DATABASE_URL": "postgresql://nobody:nothing@127.0.0.1:9/nowhere",
    "PHOHIEN_S3_ENDPOINT": "127.0.0.1:9",
    "PHOHIEN_S3_ACCESS_KEY": "nobody",
    "PHOHIEN_S3_SECRET_KEY": "nothing",
}
COLUMNS = 5
# Lines about a whole class of answers; they cover no route by themselves.
WHOLE = {"/v1", "/staff/v1"}


@pytest.fixture(scope="module")
def lines() -> list[list[str]]:
    """The cells of every line of the register, its headings left out."""
    found = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in REGISTER.read_text("utf-8").splitlines()
        if line.startswith("| ") and not line.startswith(("| door", "| ---"))
    ]
    assert found
    return found


@pytest.fixture(scope="module")
def tests() -> set[str]:
    """The names of all tests, in every tree."""
    names: set[str] = set()
    for path in ROOT.glob("**/test_*.py"):
        if ".venv" in path.parts or "node_modules" in path.parts:
            continue
        names |= {
            node.name
            for node in ast.walk(ast.parse(path.read_text("utf-8")))
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
            and node.name.startswith("test_")
        }
    return names


@pytest.fixture(params=SERVICES)
def paths(request, monkeypatch) -> list[str]:
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    settings = import_module(f"{request.param}.settings").Settings()
    app = import_module(f"{request.param}.app").create_app(settings)
    return list(app.openapi()["paths"])


def quoted(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def test_every_line_says_what_where_and_by_which_test(lines) -> None:
    incomplete = [
        line for line in lines if len(line) != COLUMNS or not all(line) or not line[4]
    ]

    assert incomplete == []


def test_every_test_named_in_the_register_exists(lines, tests) -> None:
    missing = {
        name: line[0] for line in lines for name in quoted(line[4]) if name not in tests
    }
    nameless = [line[0] for line in lines if not quoted(line[4])]

    assert (missing, nameless) == ({}, [])


def test_every_route_stands_in_the_register(lines, paths) -> None:
    prefixes = {name for line in lines for name in quoted(line[1])} - WHOLE
    uncovered = [
        path
        for path in paths
        if not any(path == name or path.startswith(f"{name}/") for name in prefixes)
    ]

    assert uncovered == []
