"""Uploads: what a MiB costs, beside S3 itself, and over a line that is cut."""

import asyncio
import hashlib
import http.client
import os
import secrets
import tempfile
import threading
import time
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from uuid import uuid4

import desk
import psycopg
import servers
from processes import cpu_seconds, memory
from tests.standins.cutting_proxy import CuttingProxy

from phohien import urls
from phohien.db import Database
from phohien_stack import schema
from phohien_stack.embedded.ports import Ports
from phohien_stack.embedded.seaweed import Seaweed
from phohien_stack.embedded.throwaway import throwaway_postgres, throwaway_seaweed

MIB = 1024 * 1024
PIECE = 8 * MIB
# Somebody else is at this upload, perhaps the line that has just died; or too busy.
NOT_NOW = {http.HTTPStatus.CONFLICT, http.HTTPStatus.LOCKED, 503}
TUS = {"Tus-Resumable": "1.0.0"}
BYTES = {**TUS, "Content-Type": "application/offset+octet-stream"}
UPLOADS = "/staff/v1/uploads"
SIZE, ROUNDS = 256, 3
CUT_SIZE, CUTS = 2048, 100
PATIENCE = 900
WHOLE = 1 << 40
WAYS = {
    "checked": (True, PIECE, "pieces of 8 MiB with `Upload-Checksum`"),
    "larger": (True, 4 * PIECE, "pieces of 32 MiB with `Upload-Checksum`"),
    "plain": (False, WHOLE, "the whole file in one PATCH, as tus-js-client sends it"),
}
"""With a checksum or without, bytes of a piece, how the table names it."""


@dataclass(frozen=True)
class Stand:
    """One process of assets-api, its store, and an officer's token."""

    port: int
    pid: int
    token: str
    store: Seaweed
    database_url: str
    environment: dict[str, str]


@contextmanager
def standing(home: Path) -> Iterator[Stand]:
    with ExitStack() as stack:
        server = stack.enter_context(throwaway_postgres())
        store = stack.enter_context(throwaway_seaweed())
        schema.upgrade(server.url())
        port = stack.enter_context(closing(Ports())).free()
        environment = {
            "PHOHIEN_DATABASE_URL": server.url(),
            "PHOHIEN_S3_ENDPOINT": store.endpoint,
            "PHOHIEN_S3_ACCESS_KEY": store.keys.access,
            "PHOHIEN_S3_SECRET_KEY": store.keys.secret,
            "PHOHIEN_ASSETS_PORT": str(port),
            "PHOHIEN_ASSETS_SCRATCH": str(home / "scratch"),
            "PHOHIEN_ASSETS_QUOTA_BYTES": str(1 << 40),
            "PHOHIEN_ASSETS_TICK_SECONDS": "1",
            "PHOHIEN_ASSETS_SERVICE_TOKEN": "only for the benchmark",
        }
        serving = servers.serving("assets-api", port, environment)
        pid = stack.enter_context(serving)
        token = asyncio.run(_officer(server.url()))
        yield Stand(port, pid, token, store, server.url(), environment)


async def _officer(owner_url: str) -> str:
    login = urls.role_url(owner_url, "phohien_login")
    async with Database.connect(login, application_name="bench") as accounts:
        code = f"bench-{secrets.token_hex(4)}"
        _, token = await desk.person(accounts, "officer", uuid4(), code)
        return token


@dataclass
class Sender:
    """A client that sends pieces, and after a cut asks where to go on."""

    port: int
    token: str
    file: Path
    checked: bool = True
    piece: int = PIECE
    path: str = ""
    cuts: int = 0
    _line: http.client.HTTPConnection | None = None

    @property
    def size(self) -> int:
        return self.file.stat().st_size

    def create(self, sha256: str) -> None:
        described = {"filename": "phim.bin.jpg", "sha256": sha256}
        metadata = ",".join(
            f"{name} {b64encode(value.encode()).decode()}"
            for name, value in described.items()
        )
        headers = {"Upload-Length": str(self.size), "Upload-Metadata": metadata}
        answer = self._ask("POST", UPLOADS, {**TUS, **headers})
        if answer.status != http.HTTPStatus.CREATED:
            raise RuntimeError(answer.status)
        self.path = answer.headers["Location"]

    def send(self) -> None:
        """Until the server has all of it, whatever the line does."""
        offset, end = 0, time.monotonic() + PATIENCE
        with self.file.open("rb") as file:
            while offset < self.size:
                if time.monotonic() > end:
                    raise TimeoutError
                try:
                    file.seek(offset)
                    answer = self._piece(offset, file.read(min(self.piece, self.size)))
                    if answer.status in NOT_NOW:
                        time.sleep(float(answer.headers.get("Retry-After", "0.1")))
                        offset = self._where()
                        continue
                    if answer.status != http.HTTPStatus.NO_CONTENT:
                        raise RuntimeError(answer.status)
                    offset = int(answer.headers["Upload-Offset"])
                except (OSError, http.client.HTTPException):
                    self.cuts += 1
                    offset = self._where()

    def _piece(self, offset: int, data: bytes) -> http.client.HTTPResponse:
        headers = {**BYTES, "Upload-Offset": str(offset)}
        if self.checked:
            digest = b64encode(hashlib.sha256(data).digest()).decode()
            headers["Upload-Checksum"] = f"sha256 {digest}"
        return self._ask("PATCH", self.path, headers, data)

    def _where(self) -> int:
        while True:
            with suppress(OSError, http.client.HTTPException):
                answer = self._ask("HEAD", self.path, TUS)
                return int(answer.headers["Upload-Offset"])

    def _ask(
        self, method: str, path: str, headers: dict[str, str], body: bytes = b""
    ) -> http.client.HTTPResponse:
        line = self._line or http.client.HTTPConnection(
            "127.0.0.1", self.port, timeout=60, blocksize=256 * 1024
        )
        self._line = None
        try:
            signed = {**headers, "Authorization": f"Bearer {self.token}"}
            line.request(method, path, body, signed)
            answer = line.getresponse()
            answer.read()
        except BaseException:
            line.close()
            raise
        self._line = line
        return answer


@dataclass(frozen=True)
class Cost:
    rate: float
    cpu_ms: float
    """Of the API, for each MiB."""


def costs(stand: Stand, file: Path, sha256: str) -> dict[str, list[Cost]]:
    """Each way in turn, so that a busy machine is as busy for all of them."""
    found: dict[str, list[Cost]] = {name: [] for name in (*WAYS, "direct")}
    for _ in range(ROUNDS):
        for name, (checked, piece, _) in WAYS.items():
            sender = Sender(stand.port, stand.token, file, checked, piece)
            sender.create(sha256)
            found[name].append(_measured(sender.send, stand, file))
        found["direct"].append(_measured(_direct(stand, file), stand, file))
    return found


def _measured(work: Callable[[], None], stand: Stand, file: Path) -> Cost:
    mebibytes = file.stat().st_size / MIB
    before, began = cpu_seconds(stand.pid), time.monotonic()
    work()
    took = time.monotonic() - began
    spent = cpu_seconds(stand.pid) - before
    return Cost(mebibytes / took, spent * 1000 / mebibytes)


def _direct(stand: Stand, file: Path) -> Callable[[], None]:
    client = stand.store.client()
    if not client.bucket_exists("direct"):
        client.make_bucket("direct")

    def put() -> None:
        client.fput_object("direct", secrets.token_hex(8), str(file), part_size=PIECE)

    return put


@dataclass
class Watch:
    """Asks for something else all the time, and how much memory the API holds."""

    stand: Stand
    slowest: float = 0.0
    asked: int = 0
    most_rss: float = 0.0
    _over: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        line = http.client.HTTPConnection("127.0.0.1", self.stand.port, timeout=60)
        headers = {"Authorization": f"Bearer {self.stand.token}"}
        while not self._over.wait(0.02):
            began = time.monotonic()
            line.request("GET", "/staff/v1/assets", headers=headers)
            line.getresponse().read()
            self.slowest = max(self.slowest, time.monotonic() - began)
            self.asked += 1
            if self.asked % 10 == 0:
                self.most_rss = max(self.most_rss, memory(self.stand.pid).rss)
        line.close()

    @contextmanager
    def watching(self) -> Iterator["Watch"]:
        thread = threading.Thread(target=self.run)
        thread.start()
        try:
            yield self
        finally:
            self._over.set()
            thread.join()


@dataclass(frozen=True)
class Cut:
    size: int
    cuts: int
    again: float
    """MiB sent again, for each cut."""
    watch: Watch
    verdict: str


def cut(stand: Stand, file: Path, sha256: str, cuts: int) -> Cut:
    """The file over a proxy that cuts the line; then the worker's hash of it."""
    size = file.stat().st_size
    proxy = CuttingProxy(stand.port, after=size // (cuts + 1), cuts=cuts)
    sender = Sender(0, stand.token, file)

    async def through() -> None:
        async with proxy.running():
            sender.port = proxy.port
            await asyncio.to_thread(sender.create, sha256)
            await asyncio.to_thread(sender.send)

    with Watch(stand).watching() as watch:
        asyncio.run(through())
    again = (proxy.sent - size) / MIB / max(len(proxy.cut_at), 1)
    return Cut(size, len(proxy.cut_at), again, watch, _verdict(stand, sender.path))


def _verdict(stand: Stand, path: str) -> str:
    """Noise is no picture, so it is refused: but for that, not for its hash."""
    ident, end = path.rsplit("/", 1)[1], time.monotonic() + PATIENCE
    with (
        psycopg.connect(urls.libpq(stand.database_url), autocommit=True) as database,
        servers.working("assets-api", stand.environment),
    ):
        while time.monotonic() < end:
            row = database.execute(
                "SELECT reason FROM assets.upload WHERE id = %s", [ident]
            ).fetchone()
            if row and row[0]:
                return row[0]
            time.sleep(0.5)
    return "none"


def table(say: Callable[[str], None]) -> str:
    mebibytes, cut_mebibytes, cuts = SIZE, CUT_SIZE, CUTS
    with tempfile.TemporaryDirectory() as folder, standing(Path(folder)) as stand:
        small, small_hash = _noise(Path(folder) / "small", mebibytes)
        rest = memory(stand.pid).rss
        say(f"sending {mebibytes} MiB in turns …")
        found = costs(stand, small, small_hash)
        say(f"sending {cut_mebibytes} MiB with {cuts} cuts …")
        large, large_hash = _noise(Path(folder) / "large", cut_mebibytes)
        return _page(mebibytes, found, rest, cut(stand, large, large_hash, cuts))


def _noise(path: Path, mebibytes: int) -> tuple[Path, str]:
    running = hashlib.sha256()
    with path.open("wb") as file:
        for _ in range(mebibytes):
            data = os.urandom(MIB)
            running.update(data)
            file.write(data)
    return path, running.hexdigest()


def _page(mebibytes: int, found: dict[str, list[Cost]], rest: float, tried: Cut) -> str:
    rate = {name: median(one.rate for one in each) for name, each in found.items()}
    cpu = {name: median(one.cpu_ms for one in each) for name, each in found.items()}
    rows = "\n".join(
        f"| {words} | {rate[name]:.0f} | {rate[name] / rate['direct']:.2f} "
        f"| {cpu[name]:.2f} |"
        for name, (_, _, words) in WAYS.items()
    )
    exact = "byte-exact" if tried.verdict == "type-mismatch" else tried.verdict
    return f"""## Uploads

A file of {mebibytes} MiB through one process of assets-api into SeaweedFS, and the same
file by `minio`'s `fput_object` (parts of 8 MiB, three at once) straight into the same
store, in turn, the middle of {ROUNDS}. CPU is that of the API: 3 ms for a MiB with its
checksum are allowed; the rate is to be 0.75 of the direct one ({rate["direct"]:.0f}
MiB/s).

| way | MiB/s | of the direct rate | CPU ms/MiB |
| --- | ---: | ---: | ---: |
{rows}

A file of {tried.size // MIB:,} MiB whose line was cut **{tried.cuts} times**: {exact},
**{tried.again:.1f} MiB** sent again for each cut (8 are allowed). Meanwhile
{tried.watch.asked:,} other requests were answered, the slowest in
**{tried.watch.slowest * 1000:.0f} ms** (1,000 are allowed). The API's memory was
{rest:.0f} MiB before and at most **{tried.watch.most_rss:.0f} MiB** (200 are allowed).
"""
