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
RELOAD = {"cache_control": "no-cache"}
QUESTION = "nhãn lồng Văn Giang"


@dataclass
class Bench:
    """One filled database, the processes on it, and what they are asked."""

    public_url: str
    port: int
    given: argparse.Namespace
    sample: dataset.Sample
    pids: dict[str, int]
    # Port and pid of what is compared: `no-op`, and `nginx` and `django` if there.
    peers: dict[str, tuple[int, int]]
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

    def note_rest(self) -> None:
        self.rest = {name: processes.memory(pid) for name, pid in self.pids.items()}

    def _line(
        self, name: str, asked: list[load.Request], script: bare.Script | None
    ) -> report.Line:
        kept = [request.bytes() for request in asked]
        reload = [request.bytes(**RELOAD) for request in asked]
        wanted = {b"304"} if name == "304" else {b"200"}
        here, content = self.port, self.pids["content-api"]
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
            for way, port, pid, requests in (
                ("kept", here, content, kept),
                ("asked", here, content, reload),
                *(
                    (peer, *self.peers[peer], requests)
                    for peer, requests in asking.items()
                    if peer in self.peers
                ),
            ):
                expected = wanted if port == here else {b"200"}
                ran = self._measured(pid, port, requests, expected)
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
            counted = self._load(self.port, requests, 1.0)
            asked += counted.answers
        return counted.bytes // counted.answers

    def _measured(
        self, pid: int, port: int, requests: list[bytes], wanted: set[bytes]
    ) -> report.Measured:
        before = self._cpu(pid)
        counted = self._load(port, requests, self.given.seconds)
        spent = [after - at for after, at in zip(self._cpu(pid), before, strict=True)]
        if set(counted.statuses) != wanted:
            message = f"{requests[0]!r} was answered {counted.statuses}"
            raise RuntimeError(message)
        micro = [each / counted.answers * 1e6 for each in spent]
        waits = (counted.wait(0.5), counted.wait(0.99))
        return report.Measured(counted.rate, *waits, *micro)

    def _load(self, port: int, requests: list[bytes], seconds: float) -> load.Counted:
        return uvloop.run(self._watched(port, requests, seconds))

    async def _watched(
        self, port: int, requests: list[bytes], seconds: float
    ) -> load.Counted:
        """Memory is read in the middle of the load."""
        asking = asyncio.create_task(load.measure(port, requests, seconds))
        await asyncio.sleep(seconds / 2)
        self.note_most()
        return await asking

    def note_most(self) -> None:
        for name, pid in self.pids.items():
            now, known = processes.memory(pid), self.most.get(name)
            if known is None or now.pss > known.pss:
                self.most[name] = now

    def _cpu(self, pid: int) -> tuple[float, float]:
        return (
            processes.cpu_seconds(pid),
            processes.cpu_seconds(self.pids["PostgreSQL"]),
        )

    def _url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def _tag(self, path: str) -> str:
        with urllib.request.urlopen(self._url(path)) as answer:
            return answer.headers["etag"]
