"""What must not be in any file that is kept."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
REGISTRY = (
    r"(?:pypi|pythonhosted|npmjs|yarnpkg|artifactory|jfrog|nexus)\.(?:org|com|io)"
)
MACHINE = r"/(?:root|home/[a-z]+|work/(?:main|shared)|Users/[A-Za-z]+)/"
FORBIDDEN = re.compile(rf"https?://[^\s\"'<>]*{REGISTRY}|(?<![\w.]){MACHINE}")
SKIPS = re.compile(r"pytest\.(?:mark\.)?(?:skip|xfail)|unittest\.skip")
OURS = Path(__file__).relative_to(ROOT)


@pytest.fixture(scope="module")
def tracked() -> dict[Path, str]:
    """Every tracked file that is text, by its path in the repository."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True
    )
    found = {}
    for name in listed.stdout.decode().split("\0"):
        path = ROOT / name
        if name and path.is_file() and b"\0" not in (data := path.read_bytes()):
            found[Path(name)] = data.decode(errors="replace")
    return found


def test_no_file_names_a_registry_or_a_machine(tracked) -> None:
    guilty = [
        f"{path}: {match[0]}"
        for path, text in tracked.items()
        if path != OURS
        for match in FORBIDDEN.finditer(text)
    ]

    assert guilty == []


def test_no_test_is_skipped_or_expected_to_fail(tracked) -> None:
    guilty = [
        str(path)
        for path, text in tracked.items()
        if path.suffix == ".py" and path != OURS and SKIPS.search(text)
    ]

    assert guilty == []


def test_test_folders_are_not_packages(tracked) -> None:
    assert [path for path in tracked if path.match("tests/**/__init__.py")] == []


def test_every_text_is_composed_unicode(tracked) -> None:
    """Two spellings of one Vietnamese word would be two words."""
    decomposed = re.compile(
        "[aăâeêioôơuưyAĂÂEÊIOÔƠUƯY][\u0300\u0301\u0303\u0309\u0323]"
    )
    guilty = [
        str(path)
        for path, text in tracked.items()
        if path.suffix in {".py", ".md", ".yaml", ".toml"} and decomposed.search(text)
    ]

    assert guilty == []
