"""What a size costs that nobody has asked for before, and one that is kept.

The picture is in, as a photographer sent it: 24 megapixels. Each way makes the same
widths of it, in turn; CPU is of the whole family of processes, from /proc.
"""

import asyncio
import hashlib
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from uuid import UUID, uuid4

import painters
import peers
import psycopg
import pyvips
import servers
import uploads
from load import Request, measure
from processes import cpu_seconds

from phohien import urls
from phohien_stack.embedded.ports import Ports

SIDES = {"thumb": 320, "hero": 1280}
SIZE = (6000, 4000)
ROUNDS, OURS, TOGETHER = 2, 8, 3
"""Rounds, and in each of them sizes of ours and of the others: theirs take longer."""

KEPT, SECONDS = 50_000, 3.0
ORIGINALS = {"baseline": False, "progressive": True}
LIMITS = {
    ("baseline", "thumb"): 0.45,
    ("baseline", "hero"): 0.75,
    ("progressive", "thumb"): 0.2,
}
PATIENCE = 120.0


@dataclass
class Found:
    """CPU milliseconds a size, by original, preset and way."""

    cpu: dict[tuple[str, str, str], list[float]] = field(default_factory=dict)

    def note(self, original: str, preset: str, way: str, cpu: float) -> None:
        self.cpu.setdefault((original, preset, way), []).append(cpu)

    def of(self, original: str, preset: str, way: str) -> float:
        return median(self.cpu.get((original, preset, way), [float("nan")]))


@dataclass(frozen=True)
class Copies:
    """Versions with the same sources and no size made yet: every request is cold."""

    database: psycopg.Connection

    def released(self, asset: UUID) -> None:
        """Shown by a document that has nothing else to say."""
        key = f"hy-destination-{uuid4().hex[:8]}"
        digest = hashlib.sha256(key.encode()).hexdigest()
        self.database.execute(
            "WITH d AS (INSERT INTO release.document (item_id, lang, type, key, slug,"
            " agency_id, agency_code, revision, closure_hash, etag, doc, card, title,"
            " sort_key, fi_category, search, released_at, visible_from, seq) VALUES"
            " (uuidv7(), 'vi', 'destination', %s, %s, uuidv7(), 'a', 1, %s, %s, '{}',"
            " '{}', 'Ảnh', 'anh', 'tourism', '', now(), now() - interval '1 minute',"
            " 1)"
            " RETURNING id) INSERT INTO release.media (document_id, ordinal, role,"
            " asset_id, asset_version_id, path, sha256, bytes, mime, filename, alt,"
            " caption, credit, licence) SELECT d.id, 0, 'photo', v.asset_id, v.id,"
            " '/m', %s, 1, 'image/jpeg', 'a.jpg', '', '', '', '' FROM d,"
            " assets.asset_version v WHERE v.asset_id = %s",
            [key, key, digest, f'"{key}"', digest, asset],
        )

    def another(self, asset: UUID) -> UUID:
        """A copy of the asset with its sources alone; its version."""
        fresh, version = uuid4(), uuid4()
        for table, ident, named in (
            ("asset", "id", {"id": fresh}),
            ("asset_version", "asset_id", {"id": version, "asset_id": fresh}),
        ):
            self._copy(table, f"{ident} = %s", asset, named)
        former = (
            "version_id = (SELECT id FROM assets.asset_version WHERE asset_id = %s)"
        )
        sources = f"{former} AND preset IN ('mezzanine', 'proof')"
        self._copy("rendition", sources, asset, {"version_id": version})
        self._copy("appearance", former, asset, {"version_id": version})
        # As the tick does of everything that is shown.
        self.database.execute(
            "UPDATE assets.asset_version SET first_public_at = now() WHERE id = %s",
            [version],
        )
        self.released(fresh)
        return version

    def _copy(self, table: str, where: str, asset: UUID, named: dict) -> None:
        rows = self.database.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_schema ="
            " 'assets' AND table_name = %s",
            [table],
        )
        columns = [name for (name,) in rows]
        values = ", ".join("%s" if name in named else name for name in columns)
        self.database.execute(
            f"INSERT INTO assets.{table} ({', '.join(columns)}) SELECT {values}"
            f" FROM assets.{table} WHERE {where}",
            [*(named[name] for name in columns if name in named), asset],
        )


def photograph(folder: Path) -> None:
    """Clouds of colour in several sizes and the noise of a sensor."""
    width, height = SIZE
    picture = pyvips.Image.gaussnoise(width, height, sigma=4, mean=0)
    for grain in (8, 64, 512):
        bands = [
            pyvips.Image.gaussnoise(
                width // grain + 2, height // grain + 2, sigma=24, mean=40
            )
            for _ in range(3)
        ]
        cloud = bands[0].bandjoin(bands[1:]).resize(grain, kernel="cubic")
        picture += cloud.crop(0, 0, width, height)
    whole = picture.cast("uchar").copy(interpretation="srgb").copy_memory()
    for name, interlace in ORIGINALS.items():
        whole.jpegsave(str(folder / f"{name}.jpg"), Q=90, interlace=interlace)


def sent(stand: uploads.Stand, file: Path, database: psycopg.Connection) -> UUID:
    """The asset that the file has become."""
    sender = uploads.Sender(stand.port, stand.token, file)
    sender.create(hashlib.sha256(file.read_bytes()).hexdigest())
    sender.send()
    ident, end = sender.path.rsplit("/", 1)[1], time.monotonic() + PATIENCE
    while time.monotonic() < end:
        row = database.execute(
            "SELECT asset_id, state, reason FROM assets.upload WHERE id = %s", [ident]
        ).fetchone()
        if row and row[0]:
            return row[0]
        time.sleep(0.2)
    raise RuntimeError(row)


def spent(pid: int, port: int, paths: list[str]) -> float:
    """CPU milliseconds a request."""
    before = cpu_seconds(pid)
    for path in paths:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}") as answer:
            answer.read()
    return (cpu_seconds(pid) - before) * 1000 / len(paths)


def table(say: Callable[[str], None]) -> str:
    missing: list[str] = []
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        stand = stack.enter_context(uploads.standing(folder))
        free = stack.enter_context(closing(Ports())).free
        say("taking a photograph …")
        photograph(folder)
        database = stack.enter_context(
            psycopg.connect(urls.libpq(stand.database_url), autocommit=True)
        )
        with servers.working("assets-api", stand.environment):
            assets = {
                name: sent(stand, folder / f"{name}.jpg", database)
                for name in ORIGINALS
            }
        others = {}
        for name in ("thumbor", "ipx"):
            try:
                port = free()
                opened = getattr(painters, name)(port, folder)
                others[name] = (stack.enter_context(opened), port)
            except peers.MissingError as error:
                missing.append(f"{name} was not measured: {error}")
        copies = Copies(database)
        found = cold(stand, copies, assets, others, say)
        kept = warm(stand, copies, assets["baseline"], free(), folder)
    return page(found, kept, missing)


def cold(
    stand: uploads.Stand,
    copies: Copies,
    assets: dict[str, UUID],
    others: dict[str, tuple[int, int]],
    say: Callable[[str], None],
) -> Found:
    """Each way has been asked once before it is measured."""
    found = Found()
    for measured in range(ROUNDS + 1):
        for original, asset in assets.items():
            for preset, side in SIDES.items():
                versions = [copies.another(asset) for _ in range(OURS)]
                paths = [f"/m/{version}/{preset}-1.webp" for version in versions]
                told = {"ours": spent(stand.pid, stand.port, paths)}
                for name, (pid, port) in others.items():
                    path = getattr(painters, f"{name}_path")(f"{original}.jpg", side)
                    told[name] = spent(pid, port, [path] * TOGETHER)
                say(f"{original} {side} px: {told}")
                for name, cpu in told.items():
                    if measured:
                        found.note(original, preset, name, cpu)
    return found


def warm(
    stand: uploads.Stand, copies: Copies, asset: UUID, port: int, folder: Path
) -> dict[str, tuple[float, float]]:
    """A size of about 50 kB, kept by one process and served by nginx: rate, CPU µs."""
    version = copies.another(asset)
    paths = [f"/m/{version}/{name}-1.webp" for name in ("square", "card", "hero")]
    bodies = {}
    for path in paths:
        with urllib.request.urlopen(f"http://127.0.0.1:{stand.port}{path}") as answer:
            bodies[path] = answer.read()
    path = min(bodies, key=lambda one: abs(len(bodies[one]) - KEPT))
    home = folder / "nginx"
    home.mkdir()
    found = {"bytes": (len(bodies[path]), 0.0)}
    # Its workers may be another user.
    folder.chmod(0o755)
    with peers.nginx(port, {"picture.webp": bodies[path]}, home) as pid:
        ways = {
            "ours": (stand.pid, stand.port, Request(path)),
            "nginx": (pid, port, Request("/picture.webp")),
        }
        for name, (process, at, request) in ways.items():
            rates, costs = [], []
            for _ in range(ROUNDS):
                before = cpu_seconds(process)
                counted = asyncio.run(measure([at], [request.bytes()], SECONDS))
                cpu = (cpu_seconds(process) - before) * 1e6 / counted.answers
                rates.append(counted.rate)
                costs.append(cpu)
            found[name] = (median(rates), median(costs))
    return found


def page(found: Found, kept: dict[str, tuple[float, float]], missing: list[str]) -> str:
    rows = []
    for original in ORIGINALS:
        for preset, side in SIDES.items():
            cpu = {way: found.of(original, preset, way) for way in ("ours", "ipx")}
            thumbor = found.of(original, preset, "thumbor")
            limit = LIMITS.get((original, preset))
            rows.append(
                f"| {original} | {side} | {cpu['ours']:.1f} | {thumbor:.1f} "
                f"| {cpu['ipx']:.1f} | **{cpu['ours'] / thumbor:.2f}** "
                f"| {limit or '-'} | {cpu['ours'] / cpu['ipx']:.2f} |"
            )
    ours, nginx = kept["ours"], kept["nginx"]
    left_out = "".join(f"\n- {each}" for each in missing)
    return f"""## Pictures

A JPEG of {SIZE[0] * SIZE[1] // 1_000_000} megapixels that has come in: a WebP of it in
a width that nobody has asked for before, over HTTP, one after another, the middle of
{ROUNDS} rounds. CPU in milliseconds a size of the whole family of processes: for ours
the API and the children that paint, with reading the source from S3 and storing the
size; for thumbor and ipx without any storage.

| original | px | ours | thumbor | ipx | ours ÷ thumbor | allowed | ours ÷ ipx |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
{chr(10).join(rows)}
{left_out}
A size of {kept["bytes"][0]:,.0f} bytes that one process keeps, and nginx with the same
bytes in a file: {ours[0]:,.0f} and {nginx[0]:,.0f} answers a second, {ours[1]:.0f} and
{nginx[1]:.0f} µs of CPU; the ratio of the rates is **{ours[0] / nginx[0]:.2f}**, of the
CPU **{nginx[1] / ours[1]:.2f}** (0.3 is wanted).
"""
