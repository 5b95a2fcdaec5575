"""The bucket check: 100,000 objects that were really put, compared with their rows."""

import asyncio
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import psycopg
from processes import cpu_seconds

from assets_api.storage import keys
from assets_api.storage.objects import Objects
from phohien import urls
from phohien.settings import S3Settings
from phohien_stack import schema
from phohien_stack.embedded.addresses import REGION
from phohien_stack.embedded.throwaway import throwaway_postgres, throwaway_seaweed

SIZES = (10_000, 100_000)
EACH = 10
"""Objects of one file: what was sent, and nine renditions."""
THREADS, ALLOWED = 16, 30
PAUSE = 0.05
BODY = b"phohien" * 60
ASSET = (
    "INSERT INTO assets.asset (id, agency_id, agency_code, kind, created_by,"
    " created_at, updated_at) VALUES (%s, %s, 'bench', 'image', 'bench', now(), now())"
)
VERSION = (
    "INSERT INTO assets.asset_version (id, asset_id, number, sha256, format, filename,"
    " width, height, pages, signed, has_text, created_at) VALUES (%s, %s, 1, %s,"
    " 'jpeg', 'a.jpg', 1, 1, 0, false, false, now())"
)
RENDITION = (
    "INSERT INTO assets.rendition (version_id, preset, epoch, format, sha256, width,"
    " height) VALUES (%s, %s, 1, 'webp', %s, 1, 1)"
)


@dataclass(frozen=True)
class Line:
    objects: int
    way: str
    wall: float
    cpu: float
    servers: float
    peak: float


def table(say: Callable[[str], None]) -> str:
    with ExitStack() as stack:
        server = stack.enter_context(throwaway_postgres())
        store = stack.enter_context(throwaway_seaweed())
        home = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        schema.upgrade(server.url())
        settings = S3Settings(
            endpoint=store.endpoint,
            access_key=store.keys.access,
            secret_key=store.keys.secret,
            region=REGION,
        )
        objects = Objects(settings)
        objects.ensure_bucket()
        environment = {
            "PHOHIEN_DATABASE_URL": server.url(),
            "PHOHIEN_DATA": str(home),
            "PHOHIEN_S3_ENDPOINT": store.endpoint,
            "PHOHIEN_S3_ACCESS_KEY": store.keys.access,
            "PHOHIEN_S3_SECRET_KEY": store.keys.secret,
        }
        pids = [int((server.data / "postmaster.pid").read_text().split()[0])]
        pids += [_listener(store.endpoint)]
        lines, done = [], 0
        for size in SIZES:
            say(f"putting {size - done:,} objects …")
            asyncio.run(_fill(objects, server.url(), range(done, size)))
            done = size
            for way in ([], ["--deep", "1"]):
                lines.append(_measured(size, way, environment, pids))
                say(str(lines[-1]))
        objects.close()
    return _page(lines)


async def _fill(objects: Objects, owner_url: str, numbers: range) -> None:
    """Real bytes under their real hashes, then the rows that name them."""
    names = await asyncio.to_thread(_put_all, objects, numbers)
    with psycopg.connect(urls.libpq(owner_url)) as connection:
        connection.execute("SET ROLE phohien_owner")
        with connection.cursor() as cursor:
            with cursor.copy(
                "COPY assets.blob (sha256, bytes, created_at) FROM STDIN"
            ) as copy:
                for name, size in names:
                    copy.write_row((name, size, "now"))
            agency = uuid4()
            for start in range(0, len(names), EACH):
                asset, version = uuid4(), uuid4()
                cursor.execute(ASSET, (asset, agency))
                cursor.execute(VERSION, (version, asset, names[start][0]))
                made = [
                    (version, f"p{place}", name)
                    for place, (name, _) in enumerate(names[start + 1 : start + EACH])
                ]
                cursor.executemany(RENDITION, made)
        connection.commit()
        connection.autocommit = True
        connection.execute("RESET ROLE")
        connection.execute("ANALYZE")


def _put_all(objects: Objects, numbers: range) -> list[tuple[str, int]]:
    def put(number: int) -> tuple[str, int]:
        body = BODY + str(number).encode()
        name = hashlib.sha256(body).hexdigest()
        objects.put(keys.blob(name), body)
        return name, len(body)

    with ThreadPoolExecutor(THREADS) as threads:
        return list(threads.map(put, numbers, chunksize=100))


def _measured(
    size: int, way: list[str], environment: dict[str, str], pids: list[int]
) -> Line:
    """The command itself, as an operator runs it, from its start to its end."""
    before = sum(map(cpu_seconds, pids))
    begun = time.monotonic()
    command = [sys.executable, "-m", "phohien_stack", "assets", "fsck", "--json", *way]
    peak = 0.0
    with subprocess.Popen(
        command, env={**os.environ, **environment}, stdout=subprocess.PIPE
    ) as process:
        pid = 0
        while not pid:
            # The kernel's own maximum would begin with that of this process.
            peak = max(peak, _peak(process.pid))
            time.sleep(PAUSE)
            pid, status, usage = os.wait4(process.pid, os.WNOHANG)
        process.returncode = os.waitstatus_to_exitcode(status)
        answer = process.stdout.read()
    wall = time.monotonic() - begun
    told = json.loads(answer)
    if (told["outcome"], told["objects"]) != ("clean", size):
        message = f"not what was put: {told}"
        raise RuntimeError(message)
    return Line(
        size,
        " ".join(way) or "key and size",
        wall,
        usage.ru_utime + usage.ru_stime,
        sum(map(cpu_seconds, pids)) - before,
        peak,
    )


def _peak(pid: int) -> float:
    """The most memory a process has held so far, in MiB."""
    status = Path(f"/proc/{pid}/status").read_text()
    found = [line for line in status.splitlines() if line.startswith("VmHWM:")]
    return int(found[0].split()[1]) / 1024 if found else 0.0


def _listener(endpoint: str) -> int:
    """The process that has this port open."""
    port = f":{int(endpoint.rpartition(':')[2]):04X}"
    inodes = {
        fields[9]
        for fields in map(str.split, Path("/proc/net/tcp").read_text().splitlines()[1:])
        if fields[1].endswith(port) and fields[3] == "0A"
    }
    for folder in Path("/proc").glob("[0-9]*/fd"):
        try:
            links = {str(each.readlink()) for each in folder.iterdir()}
        except OSError:
            continue
        if links & {f"socket:[{inode}]" for inode in inodes}:
            return int(folder.parent.name)
    raise RuntimeError(endpoint)


def _page(lines: list[Line]) -> str:
    rows = "\n".join(
        f"| {each.objects:,} | {each.way} | **{each.wall:.1f}** | {each.cpu:.1f} "
        f"| {each.servers:.1f} | {each.peak:.0f} |"
        for each in lines
    )
    return f"""## The bucket and the records

`phohien assets fsck` from its start to its exit, over objects that were really put
({EACH} of each file); {ALLOWED} s are allowed for 100,000. `--deep 1` reads the bytes
of one per cent as well. CPU is that of the command, then of PostgreSQL and SeaweedFS;
the memory is the most the command ever held, and is not to grow with the bucket.

| objects | compared by | seconds | CPU s | CPU s of the servers | peak MiB |
| ---: | --- | ---: | ---: | ---: | ---: |
{rows}
"""
