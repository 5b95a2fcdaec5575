"""`make bench`: what reads and releases cost, beside what others need for the same."""

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import courier
import dataset
import desk
import fsck
import growth
import peers
import pictures
import report
import search
import servers
import uploads
import uvloop
import writing
from reads import Bench

from phohien import urls
from phohien_stack import schema
from phohien_stack.embedded.ports import Ports
from phohien_stack.embedded.throwaway import throwaway_postgres, throwaway_seaweed

SERVICES = {"content-api": "CONTENT", "assets-api": "ASSETS", "asean-sync": "SYNC"}
SECOND = "content-api, second"
FRESH = 60
SIZES = "10000,100000,1000000"
MEDIA: dict[str, Callable[[Callable[[str], None]], str]] = {
    "uploads": uploads.table,
    "pictures": pictures.table,
    "fsck": fsck.table,
    "courier": courier.table,
}
"""Sections of assets-api and asean-sync; each may be measured alone."""


@contextmanager
def stack_on(
    database_url: str, postmaster: int
) -> Iterator[tuple[list[int], dict[str, int]]]:
    """Every process of the stack on this database: content-api's ports, all pids."""
    with ExitStack() as stack:
        store = stack.enter_context(throwaway_seaweed())
        held = stack.enter_context(closing(Ports()))
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        ports = {name: held.free() for name in (*SERVICES, SECOND)}
        environment = {
            "PHOHIEN_DATABASE_URL": database_url,
            "PHOHIEN_S3_ENDPOINT": store.endpoint,
            "PHOHIEN_S3_ACCESS_KEY": store.keys.access,
            "PHOHIEN_S3_SECRET_KEY": store.keys.secret,
            "PHOHIEN_CONTENT_ADDRESS_REQUESTS_A_MINUTE": "1000000000",
            "PHOHIEN_CONTENT_SEARCH_DIR": folder,
        }
        for name, prefix in SERVICES.items():
            environment[f"PHOHIEN_{prefix}_URL"] = f"http://127.0.0.1:{ports[name]}"
            environment[f"PHOHIEN_{prefix}_PORT"] = str(ports[name])
            environment[f"PHOHIEN_{prefix}_SERVICE_TOKEN"] = "only for the benchmark"
        pids = {"PostgreSQL": postmaster}
        for name in SERVICES:
            serving = servers.serving(name, ports[name], environment)
            pids[name] = stack.enter_context(serving)
            working = servers.working(name, environment)
            pids[f"{name} worker"] = stack.enter_context(working)
        other = {**environment, "PHOHIEN_CONTENT_PORT": str(ports[SECOND])}
        serving = servers.serving("content-api", ports[SECOND], other)
        pids[SECOND] = stack.enter_context(serving)
        yield [ports["content-api"], ports[SECOND]], pids


def measured(given: argparse.Namespace, missing: list[str]) -> Iterator[str]:
    """The page, section by section."""
    with ExitStack() as stack, throwaway_postgres() as server:
        schema.upgrade(server.url())
        say(f"filling {given.items:,} items × 3 languages …")
        sample = dataset.fill(urls.libpq(server.url()), given.items)
        postmaster = int((server.data / "postmaster.pid").read_text().split()[0])
        with stack_on(server.url(), postmaster) as (ports, pids):
            free = stack.enter_context(closing(Ports())).free
            idle = free()
            nothing = stack.enter_context(servers.doing_nothing(idle))
            # The worker that makes it would share the processors with what is measured.
            say(f"indexed in {servers.until_indexed(ports[0]):.0f} s")
            public = urls.role_url(server.url(), "phohien_public")
            known = {"no-op": (idle, nothing)}
            bench = Bench(public, ports, given, sample, pids, known)
            bench.note_rest()
            home = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            for name, opened in {
                "nginx": lambda port: peers.nginx(port, bench.files(), home),
                "django": lambda port: peers.django(port, server.url()),
            }.items():
                try:
                    port = free()
                    known[name] = (port, stack.enter_context(opened(port)))
                except peers.MissingError as missed:
                    say(str(missed))
                    missing.append(f"{name} was not measured: {missed}")
            lines = []
            for line in bench.lines():
                say(line.said())
                lines.append(line)
            yield report.reads(lines)
            say("releasing …")
            yield written(bench, ports, server.url())
            bench.note_most()
            yield report.memory(bench.processes())


def written(bench: Bench, ports: list[int], database_url: str) -> str:
    """Releases: how many, how soon, and what readers notice."""
    given = bench.given
    beside = int(writing.PACE * given.seconds * 2) + 4 * writing.TOGETHER
    filled = desk.fill(database_url, given.releases + FRESH + 2 * beside)
    leader = uvloop.run(filled)
    fresh = writing.freshness(ports, leader, database_url, FRESH)
    rate = writing.bulk(ports[0], leader, given.releases)
    noticed = {}
    for name in ("detail", "list"):
        requests = [request.bytes() for request in bench.requests()[name]]
        noticed[name] = writing.beside_readers(bench, leader, requests, given.seconds)
    return report.writes(given.releases, rate, fresh, noticed)


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("--items", type=int, default=100_000, help="in 3 languages")
    parser.add_argument("--seconds", type=float, default=4.0, help="of a measurement")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--releases", type=int, default=1000, help="in bulk")
    parser.add_argument("--growth", default=SIZES, help="documents; empty: none")
    parser.add_argument("--search", type=int, help="documents; 0: leave it out")
    parser.add_argument("--only", help=f"of {', '.join(MEDIA)}, by commas")
    given = parser.parse_args()
    if given.only:
        for name in given.only.split(","):
            say(report.replace(MEDIA[name](say)).read_text())
        return
    documents = given.items * 3 if given.search is None else given.search
    busy, missing, sections = os.getloadavg()[0], [], []
    for section in every_section(given, documents, missing):
        sections.append(section)
        # A run that is ended early keeps what it has measured.
        page = report.write(sections, missing, items=given.items, busy=busy)
    say(page.read_text())


def every_section(
    given: argparse.Namespace, documents: int, missing: list[str]
) -> Iterator[str]:
    servers.compile_all()
    yield from measured(given, missing)
    sizes = [int(size) for size in given.growth.split(",") if size]
    if documents:
        say("searching …")
        yield f"## Ranked search\n\n{search.table(documents, 200, say)}"
    if len(sizes) > 1:
        say("growing …")
        yield growth.table(sizes, given.seconds / 2)
    for section in MEDIA.values():
        yield section(say)


def say(text: str) -> None:
    sys.stderr.write(f"{text}\n")


if __name__ == "__main__":
    main()
