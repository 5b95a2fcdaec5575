"""Each hot read, kept and asked of the database, beside all it is compared to."""

import argparse
import asyncio
import random
import tempfile
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from urllib.parse import quote

import bare
import dataset
import load
import processes
import report
import uvloop

# The lane answers this from the database, whatever it has kept.
SERVING = ("content-api", "content-api, second")
# Port and pid.
Process = tuple[int, int]
RELOAD = {"cache_control": "no-cache"}
QUESTION = "nhãn lồng Văn Giang"


@dataclass
class Bench:
    """One filled database, the processes on it, and what they are asked."""

    public_url: str
    # Of the processes that serve, in the order of `SERVING`.
    ports: list[int]
    given: argparse.Namespace
    sample: dataset.Sample
    pids: dict[str, int]
    # Port and pid of what is compared: `no-op`, and `nginx` and `django` if there.
    peers: dict[str, Process]
    rest: dict[str, processes.Memory] = field(default_factory=dict)
    most: dict[str, processes.Memory] = field(default_factory=dict)

    def lines(self) -> Iterator[report.Line]:
        scripts = bare.scripts(self.given.items)
        for name, requests in self.requests().items():
            yield self._line(name, requests, scripts.get(name))

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

    def files(self) -> dict[str, bytes]:
        """What nginx serves: the same bytes under names without a query."""
        found = {}
        for request in self.requests()["detail"][:200]:
            with urllib.request.urlopen(self._url(request.path)) as answer:
                found[f"detail-{len(found)}"] = answer.read()
        for request in self.requests()["list"]:
            with urllib.request.urlopen(self._url(request.path)) as answer:
                found[f"list-{len(found)}"] = answer.read()
        return found

    def processes(self) -> list[report.Process]:
        return [
            report.Process(name, self.rest[name], self.most.get(name, self.rest[name]))
            for name in self.pids
        ]

    @property
    def serving(self) -> list[Process]:
        return [(self.ports[n], self.pids[name]) for n, name in enumerate(SERVING)]

    def note_rest(self) -> None:
        self.rest = {name: processes.memory(pid) for name, pid in self.pids.items()}

    def _line(
        self, name: str, asked: list[load.Request], script: bare.Script | None
    ) -> report.Line:
        kept = [request.bytes() for request in asked]
        reload = [request.bytes(**RELOAD) for request in asked]
        wanted = {b"304"} if name == "304" else {b"200"}
        one, both = self.serving[:1], self.serving
        asking = {"no-op": [load.Request(f"/{self._warm(kept)}").bytes()]}
        if name in {"detail", "list"}:
            asking["django"] = kept
            asking["nginx"] = [
                load.Request(f"/{path}").bytes()
                for path in self.files()
                if path.startswith(name)
            ]
        rounds: dict[str, list[report.Measured]] = {}
        bares = []
        for _ in range(self.given.rounds):
            if script is not None:
                bares.append(self._bare(script))
            for way, asked_of, requests in (
                ("kept", one, kept),
                ("asked", one, reload),
                ("asked of both", both, reload),
                *(
                    (peer, [self.peers[peer]], requests)
                    for peer, requests in asking.items()
                    if peer in self.peers
                ),
            ):
                expected = {b"200"} if way in self.peers else wanted
                ran = self._measured(asked_of, requests, expected)
                rounds.setdefault(way, []).append(ran)
        ways = {way: report.middle(each) for way, each in rounds.items()}
        return report.Line(name, ways, median(bares) if bares else None)

    def _bare(self, script: bare.Script) -> float:
        with tempfile.TemporaryDirectory() as folder:
            return bare.run(script, self.public_url, Path(folder), self.given.seconds)

    def _warm(self, requests: list[bytes]) -> int:
        """Until each was asked more than once; the usual size of an answer."""
        asked = 0
        while asked < 2 * len(requests) + load.CONNECTIONS:
            counted = self._load(self.ports[:1], requests, 1.0)
            asked += counted.answers
        return counted.bytes // counted.answers

    def _measured(
        self, asked: list[Process], requests: list[bytes], wanted: set[bytes]
    ) -> report.Measured:
        pids, ports = [pid for _, pid in asked], [port for port, _ in asked]
        before = self._cpu(pids)
        counted = self._load(ports, requests, self.given.seconds)
        spent = [after - at for after, at in zip(self._cpu(pids), before, strict=True)]
        if set(counted.statuses) != wanted:
            message = f"{requests[0]!r} was answered {counted.statuses}"
            raise RuntimeError(message)
        micro = [each / counted.answers * 1e6 for each in spent]
        waits = (counted.wait(0.5), counted.wait(0.99))
        return report.Measured(counted.rate, *waits, *micro)

    def _load(
        self, ports: list[int], requests: list[bytes], seconds: float
    ) -> load.Counted:
        return uvloop.run(self._watched(ports, requests, seconds))

    async def _watched(
        self, ports: list[int], requests: list[bytes], seconds: float
    ) -> load.Counted:
        """Memory is read in the middle of the load."""
        asking = asyncio.create_task(load.measure(ports, requests, seconds))
        await asyncio.sleep(seconds / 2)
        self.note_most()
        return await asking

    def note_most(self) -> None:
        for name, pid in self.pids.items():
            now, known = processes.memory(pid), self.most.get(name)
            if known is None or now.pss > known.pss:
                self.most[name] = now

    def _cpu(self, pids: list[int]) -> tuple[float, float]:
        return (
            sum(processes.cpu_seconds(pid) for pid in pids),
            processes.cpu_seconds(self.pids["PostgreSQL"]),
        )

    def _url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.ports[0]}{path}"

    def _tag(self, path: str) -> str:
        with urllib.request.urlopen(self._url(path)) as answer:
            return answer.headers["etag"]
