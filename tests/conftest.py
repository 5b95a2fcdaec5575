"""Which worker runs what; and `make soak` writes what it proved, with its commit."""

import gc
import os
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

ROOT = Path(__file__).parents[1]
DOCUMENT = ROOT / "docs" / "proofs.md"
HEAD = """# Proofs

## Soak

Written by `make soak`, the third tier of tests; do not edit. Each line is a test that
ran to its end on real parts; its name says what was shown.

"""
# Where tests share one stack; the first that fits counts.
TOGETHER = ("tests/e2e/", "tests/debian/wordpress/", "tests/debian/test_pages.py")
# What stands from here on is kept: scores are printed by other commands.
KEPT = "\n## Scores\n"


class OneStack(LoadScopeScheduling):
    """Each test goes to whichever worker is free; those of one stack stay together.

    They are sent off first, since they take longest.
    """

    def _split_scope(self, nodeid: str) -> str:
        stacks = (place for place in TOGETHER if nodeid.startswith(place))
        return next(stacks, nodeid)


def pytest_collection_finish() -> None:
    """Thousands of tests stay to the end: nobody looks for rubbish among them."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What needs Debian's programs is a proof, unless it is a soak."""
    for item in items:
        needs_debian = item.nodeid.startswith("tests/debian/")
        if needs_debian and item.get_closest_marker("soak") is None:
            item.add_marker("proof")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> OneStack:
    return OneStack(config, log)


def _git(*words: str) -> str:
    done = subprocess.run(
        ["git", *words], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return done.stdout.strip()


def _row(report: pytest.TestReport) -> str:
    figures = ", ".join(f"{name} {value}" for name, value in report.user_properties)
    path, _, name = report.nodeid.partition("::")
    outcome = "held" if report.passed else "**did not hold**"
    shown = name.replace("|", r"\|").replace("test_", "", 1).replace("_", " ")
    return f"| {shown} | {outcome} | {report.duration:.0f} s | {figures} | `{path}` |"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if not os.environ.get("PHOHIEN_WRITE_PROOFS"):
        return
    told = [
        report
        for outcome in ("passed", "failed")
        for report in terminalreporter.stats.get(outcome, [])
        if report.when == "call"
    ]
    table = [
        "| what | outcome | took | figures | where |",
        "| --- | --- | ---: | --- | --- |",
        *map(_row, told),
    ]
    today = datetime.now(UTC).date()
    commit = _git("rev-parse", "--short", "HEAD")
    foot = f"{os.cpu_count()} processors · {today} · commit {commit}"
    _, scores, below = DOCUMENT.read_text().partition(KEPT)
    DOCUMENT.write_text(f"{HEAD}{chr(10).join(table)}\n\n{foot}\n{scores}{below}")
