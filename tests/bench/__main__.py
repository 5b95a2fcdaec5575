"""`make bench`: what reading costs, beside what the same SQL costs without us."""

import argparse
import asyncio
import os
import random
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from urllib.parse import quote

import bare
import dataset
import load
import processes
import report
import servers
import uvloop

from content_api.text.terms import search_query
from phohien import urls
from phohien_stack import schema
from phohien_stack.embedded.ports import Ports
from phohien_stack.embedded.throwaway import throwaway_postgres, throwaway_seaweed

# The lane answers this from the database, whatever it has kept.
RELOAD = {"cache_control": "no-cache"}
QUESTION = "nhãn lồng Văn Giang"
SERVICES = {"content-api": "CONTENT", "assets-api": "ASSETS", "asean-sync": "SYNC"}


@dataclass
class Bench:
    """One filled database, the processes on it, and what they are asked."""

    public_url: str
    port: int
    given: argparse.Namespace
    sample: dataset.Sample
    pids: dict[str, int]
    noop_port: int
    noop_pid: int
    rest: dict[str, processes.Memory] = field(default_factory=dict)
    most: dict[str, processes.Memory] = field(default_factory=dict)

    def lines(self) -> Iterator[report.Line]:
        scripts = bare.scripts(self.given.items, search_query(QUESTION, "vi"))
        for name, requests in self.requests().items():
            line = self._line(name, requests, scripts[name])
            kept, asked = line.kept, line.asked
            say(
                f"{name}: kept {kept.rate:,.0f}/s {kept.app_us:.0f} µs, no-op "
                f"{line.noop_us:.0f} µs; asked {asked.rate:,.0f}/s "
                f"{asked.app_us:.0f} µs, pgbench {line.bare:,.0f}/s"
            )
            yield line

    def requests(self) -> dict[str, list[load.Request]]:
        """Each once as a reader sends it; RELOAD makes the lane ask the database."""
        dice = random.Random(7)
        keys = dice.choices(self.sample.keys, k=2000)
        details = [f"/v1/items/{key}?locale=vi" for key in keys]
        asked = quote(QUESTION)
        return {
            "detail": [load.Request(path) for path in details],
            "304": [
                load.Request(path, {"if-none-match": self._tag(path)})
                for path in details[:200]
            ],
            "list": [
                load.Request(f"/v1/items?locale=vi&agency={agency}")
                for agency in self.sample.agencies
            ],
            "search": [load.Request(f"/v1/search?q={asked}&locale=vi")],
            "changes": [
                load.Request(f"/v1/changes?since={dice.randrange(last)}&limit=500")
                for last in [self.sample.last_seq - 1000] * 40
            ],
        }

    def processes(self) -> list[report.Process]:
        return [
            report.Process(name, self.rest[name], self.most.get(name, self.rest[name]))
            for name in self.pids
        ]

    def note_rest(self) -> None:
        self.rest = {name: processes.memory(pid) for name, pid in self.pids.items()}

    def _line(
        self, name: str, asked: list[load.Request], script: bare.Script
    ) -> report.Line:
        kept = [request.bytes() for request in asked]
        reload = [request.bytes(**RELOAD) for request in asked]
        wanted = {b"304"} if name == "304" else {b"200"}
        content, seconds = self.pids["content-api"], self.given.seconds
        size = self._warm(kept)
        nothing = [load.Request(f"/{size}").bytes()]
        rounds = []
        for _ in range(self.given.rounds):
            with tempfile.TemporaryDirectory() as folder:
                bare_rate = bare.run(script, self.public_url, Path(folder), seconds)
            rounds.append(
                (
                    *self._measured(content, self.port, kept, wanted),
                    *self._measured(content, self.port, reload, wanted),
                    self._measured(self.noop_pid, self.noop_port, nothing, {b"200"})[3],
                    bare_rate,
                )
            )
        middle = list(map(median, zip(*rounds, strict=True)))
        return report.Line(
            name,
            report.Measured(*middle[:5]),
            report.Measured(*middle[5:10]),
            *middle[10:],
        )

    def _warm(self, requests: list[bytes]) -> int:
        """Until each was asked more than once; the usual size of an answer."""
        asked = 0
        while asked < 2 * len(requests) + load.CONNECTIONS:
            counted = self._load(self.port, requests, 1.0)
            asked += counted.answers
        return counted.bytes // counted.answers

    def _measured(
        self, pid: int, port: int, requests: list[bytes], wanted: set[bytes]
    ) -> tuple[float, ...]:
        before = self._cpu(pid)
        counted = self._load(port, requests, self.given.seconds)
        spent = [after - at for after, at in zip(self._cpu(pid), before, strict=True)]
        if set(counted.statuses) != wanted:
            message = f"{requests[0]!r} was answered {counted.statuses}"
            raise RuntimeError(message)
        micro = [each / counted.answers * 1e6 for each in spent]
        return counted.rate, counted.wait(0.5), counted.wait(0.99), *micro

    def _load(self, port: int, requests: list[bytes], seconds: float) -> load.Counted:
        return uvloop.run(self._watched(port, requests, seconds))

    async def _watched(
        self, port: int, requests: list[bytes], seconds: float
    ) -> load.Counted:
        """Memory is read in the middle of the load."""
        asking = asyncio.create_task(load.measure(port, requests, seconds))
        await asyncio.sleep(seconds / 2)
        for name, pid in self.pids.items():
            now, known = processes.memory(pid), self.most.get(name)
            if known is None or now.pss > known.pss:
                self.most[name] = now
        return await asking

    def _cpu(self, pid: int) -> tuple[float, float]:
        return (
            processes.cpu_seconds(pid),
            processes.cpu_seconds(self.pids["PostgreSQL"]),
        )

    def _tag(self, path: str) -> str:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}") as answer:
            return answer.headers["etag"]


@contextmanager
def stack_on(
    database_url: str, postmaster: int
) -> Iterator[tuple[int, dict[str, int]]]:
    """Every process of the stack on this database: content-api's port, all pids."""
    with ExitStack() as stack:
        store = stack.enter_context(throwaway_seaweed())
        held = stack.enter_context(closing(Ports()))
        ports = {name: held.free() for name in SERVICES}
        environment = {
            "PHOHIEN_DATABASE_URL": database_url,
            "PHOHIEN_S3_ENDPOINT": store.endpoint,
            "PHOHIEN_S3_ACCESS_KEY": store.keys.access,
            "PHOHIEN_S3_SECRET_KEY": store.keys.secret,
            "PHOHIEN_CONTENT_ADDRESS_REQUESTS_A_MINUTE": "1000000000",
        }
        for name, port in ports.items():
            prefix = f"PHOHIEN_{SERVICES[name]}"
            environment[f"{prefix}_URL"] = f"http://127.0.0.1:{port}"
            environment[f"{prefix}_PORT"] = str(port)
            environment[f"{prefix}_SERVICE_TOKEN"] = "only for the benchmark"
        pids = {"PostgreSQL": postmaster}
        for name, port in ports.items():
            serving = servers.serving(name, port, environment)
            pids[name] = stack.enter_context(serving)
            working = servers.working(name, environment)
            pids[f"{name} worker"] = stack.enter_context(working)
        yield ports["content-api"], pids


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("--items", type=int, default=10_000)
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    busy = os.getloadavg()[0]
    with ExitStack() as stack, throwaway_postgres() as server:
        schema.upgrade(server.url())
        say(f"filling {given.items:,} items × 3 languages …")
        sample = dataset.fill(urls.libpq(server.url()), given.items)
        public = urls.role_url(server.url(), "phohien_public")
        postmaster = int((server.data / "postmaster.pid").read_text().split()[0])
        with stack_on(server.url(), postmaster) as (port, pids):
            idle = stack.enter_context(closing(Ports())).free()
            doing_nothing = stack.enter_context(servers.doing_nothing(idle))
            bench = Bench(public, port, given, sample, pids, idle, doing_nothing)
            bench.note_rest()
            lines = list(bench.lines())
            shown = {"items": given.items, "busy": busy}
            page = report.write(lines, bench.processes(), **shown)
    say(page.read_text())


def say(text: str) -> None:
    sys.stderr.write(f"{text}\n")


if __name__ == "__main__":
    main()
