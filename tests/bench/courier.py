"""What it costs to carry objects to a target, beside a loop that only posts them."""

import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import dataset
import processes
import psycopg
import servers
from tests.standins.activation import activate

from asean_sync import commands
from asean_sync.settings import Settings
from phohien import urls
from phohien_stack import schema
from phohien_stack.embedded.ports import Ports
from phohien_stack.embedded.throwaway import throwaway_postgres

TARGET, TOKEN = "asean-portal", "only for the benchmark"
LATENCY, TOGETHER, WORKERS = 0.05, 16, 2
PATIENCE = 900
PLANNED, CHANGED = (10_000, 100_000), (100, 1_000)
OFFERS = """
INSERT INTO release.offer (item_id, key, target_code, lang, closure_hash,
                           follow_policy, approved_by, approved_at)
SELECT item_id, key, %s, lang, closure_hash, 'follow', uuidv7(), now()
  FROM release.document WHERE lang = 'vi' ORDER BY seq LIMIT %s"""
ASKED = """
INSERT INTO sync.run (target_code, kind, scheduled_for, requested_by)
VALUES (%s, 'on_demand', now(), 'benchmark')"""
STATES = "SELECT state, count(*) FROM sync.object GROUP BY 1"
PAYLOADS = "SELECT body FROM sync.payload LIMIT %s"


@dataclass(frozen=True)
class Delivered:
    """Of one whole delivery; CPU seconds of the workers, and of PostgreSQL."""

    objects: int
    seconds: float
    requests: int
    together: int
    cpu: float
    postgres: float


def offered(owner_url: str, objects: int) -> None:
    """So many items released in three languages, Vietnamese offered to the target."""
    libpq = urls.libpq(owner_url)
    dataset.fill(libpq, objects)
    with psycopg.connect(libpq, autocommit=True) as db:
        db.execute(OFFERS, (TARGET, objects))
        db.execute("VACUUM ANALYZE release.offer")


def profile(folder: Path, *, listed: bool) -> Path:
    """The stand-in's, with as much at a time as the target of measurement bears."""
    text = commands.standin_profile().read_text()
    for old, new in {
        "concurrency: 4": f"concurrency: {TOGETHER}",
        "per_minute: 6000": "per_minute: 60000",
        "read: 1,": "read: 30,",
        "list_all: true": f"list_all: {str(listed).lower()}",
    }.items():
        if old not in text:
            message = f"the stand-in's profile has no {old!r}"
            raise ValueError(message)
        text = text.replace(old, new)
    path = folder / "profile.yaml"
    path.write_text(text)
    return path


@contextmanager
def target(port: int) -> Iterator[str]:
    script = str(Path(__file__).with_name("distant.py"))
    command = [sys.executable, script, str(port), str(LATENCY)]
    url = f"http://127.0.0.1:{port}"
    with servers.started(command, {}) as process:
        servers.until_answers(process, f"{url}/_state")
        yield url


def state(url: str) -> dict[str, object]:
    with urllib.request.urlopen(f"{url}/_state", timeout=30) as answer:
        return json.load(answer)


def environment(owner_url: str, target_url: str) -> dict[str, str]:
    return {
        "PHOHIEN_DATABASE_URL": owner_url,
        "PHOHIEN_STANDIN_URL": target_url,
        "PHOHIEN_STANDIN_TOKEN": TOKEN,
        "PHOHIEN_SYNC_TICK_SECONDS": "1",
    }


@contextmanager
def scene(objects: int, *, listed: bool) -> Iterator[tuple[dict[str, str], str, int]]:
    """Environment, the target's address, and the pid of PostgreSQL."""
    with ExitStack() as stack:
        server = stack.enter_context(throwaway_postgres())
        schema.upgrade(server.url())
        offered(server.url(), objects)
        free = stack.enter_context(closing(Ports())).free
        url = stack.enter_context(target(free()))
        given = environment(server.url(), url)
        os.environ.update(given)
        folder = Path(stack.enter_context(TemporaryDirectory()))
        activate(Settings(), profile(folder, listed=listed))
        postmaster = int((server.data / "postmaster.pid").read_text().split()[0])
        yield given, url, postmaster


def deliver(objects: int) -> tuple[Delivered, list[bytes]]:
    """One run, carried out by the workers; and the payloads it delivered."""
    with scene(objects, listed=True) as (given, url, postmaster), ExitStack() as stack:
        pids = [
            stack.enter_context(servers.working("asean-sync", given))
            for _ in range(WORKERS)
        ]
        libpq = urls.libpq(given["PHOHIEN_DATABASE_URL"])
        db = stack.enter_context(psycopg.connect(libpq, autocommit=True))
        db.execute(ASKED, (TARGET,))
        db.execute("SELECT pg_notify('phohien_sync', '')")
        # Starting and planning are over: what a plan costs is another table.
        began = _until(db, lambda states: sum(states.values()) == objects)
        before, pg_before = _cpu(pids), processes.cpu_seconds(postmaster)
        ended = _until(db, lambda states: states.get("synced", 0) == objects)
        spent, pg_spent = _cpu(pids), processes.cpu_seconds(postmaster)
        told = state(url)
        if told["objects"] != objects or told["keys"] != objects:
            message = f"the target holds {told}, not {objects} objects once each"
            raise RuntimeError(message)
        payloads = [
            json.dumps(row[0], ensure_ascii=False).encode()
            for row in db.execute(PAYLOADS, (objects,))
        ]
        requests = sum(told["requests"].values())
        most = told["most_together"]
        cpu, postgres = spent - before, pg_spent - pg_before
    found = Delivered(objects, ended - began, requests, most, cpu, postgres)
    return found, payloads


def _cpu(pids: list[int]) -> float:
    return sum(processes.cpu_seconds(pid) for pid in pids)


def _until(db: psycopg.Connection, reached: Callable[[dict[str, int]], bool]) -> float:
    """When the states of the objects were so."""
    states: dict[str, int] = {}
    for _ in range(PATIENCE * 4):
        states = dict(db.execute(STATES).fetchall())
        if reached(states):
            return time.monotonic()
        time.sleep(0.25)
    message = f"not delivered in time: {states}"
    raise RuntimeError(message)


PLAIN = """
import asyncio, sys, httpx, json
url, together = sys.argv[1], int(sys.argv[2])
payloads = open(sys.argv[3], "rb").read().splitlines()
async def hand(client, left):
    while left:
        body = left.pop()
        answer = await client.post(url + "/api/items", content=body,
            headers={"content-type": "application/json"})
        answer.raise_for_status()
        answer.json()["id"]
async def main():
    limits = httpx.Limits(max_connections=together)
    async with httpx.AsyncClient(limits=limits, timeout=30) as client:
        left = list(payloads)
        await asyncio.gather(*(hand(client, left) for _ in range(together)))
asyncio.run(main())
"""


def plain(payloads: list[bytes]) -> float:
    """CPU seconds of a process that posts each once and looks for the id."""
    with TemporaryDirectory() as folder, closing(Ports()) as ports:
        file = Path(folder) / "payloads"
        file.write_bytes(b"\n".join(payloads))
        with target(ports.free()) as url:
            command = [sys.executable, "-c", PLAIN, url, str(TOGETHER), str(file)]
            before = os.times()
            subprocess.run(command, check=True)
            after = os.times()
    children = after.children_user + after.children_system
    return children - before.children_user - before.children_system


def table(say: Callable[[str], None], objects: int = 5000) -> str:
    """What the issue asks of speed, in one run."""
    say(f"delivering {objects:,} objects …")
    found, payloads = deliver(objects)
    say(f"{found}")
    naive = plain(payloads) / len(payloads)
    ours = found.cpu / found.objects
    bound = TOGETHER / LATENCY
    rate = found.requests / found.seconds
    return f"""## Carrying to targets

{objects:,} objects to a target that answers after {LATENCY * 1000:.0f} ms and takes
{TOGETHER} requests at a time, with {WORKERS} workers; new objects are looked
for by the target's list, then each is created and read back, with its evidence.
A bound of {bound:.0f} requests a second follows from the latency; 0.80 of it are
wanted. Beside it a loop of httpx that
posts the same payloads as many at a time, without any of it; 0.35 objects for each CPU
second are wanted for one of the loop. The most requests that were at the target
together: {found.together}.

| objects/s | requests/s | of bound | CPU ms an object | PostgreSQL | loop | ratio |
| ---: | ---: | ---: | ---: | ---: | ---: | ---: |
| {found.objects / found.seconds:,.0f} | {rate:,.0f} | **{rate / bound:.2f}** \
| {1000 * ours:.2f} | {1000 * found.postgres / found.objects:.2f} \
| {1000 * naive:.2f} | **{naive / ours:.3f}** |

{planned(say)}"""


PLAN = """
import asyncio, json, sys, time
from pathlib import Path
from asean_sync.planning import service as planning
from asean_sync.planning.service import Request
from asean_sync.profiles import service as profiles
from asean_sync.settings import Settings
from phohien import clock
from phohien.db import Database
def most():
    told = Path("/proc/self/status").read_text().partition("VmHWM:")[2]
    return int(told.split()[0]) / 1024
async def main(code):
    url = Settings().sync_database_url
    async with Database.connect(url, application_name="benchmark") as database:
        async with database.reading() as session:
            profile = await profiles.active_profile(session, code)
        began, cpu = time.monotonic(), time.process_time()
        request = Request(code, profile, clock.now())
        outlook = await planning.plan_target(database, request)
        print(json.dumps({
            "counts": outlook.plan.counts(),
            "seconds": time.monotonic() - began,
            "cpu": time.process_time() - cpu,
            "mib": most(),
        }))
asyncio.run(main(sys.argv[1]))
"""
ARRIVED = """
UPDATE sync.object SET state = 'synced', observed = 'present', remote_id = id::text,
       observed_hash = desired_hash, observed_generation = desired_generation,
       verified_at = now()"""
RAISED = """
UPDATE release.document
   SET doc = replace(doc, '"title":"', '"title":"Mới '),
       etag = encode(sha256(convert_to(
           replace(doc, '"title":"', '"title":"Mới '), 'UTF8')), 'hex')
 WHERE lang = 'vi' AND item_id IN
       (SELECT item_id FROM release.offer ORDER BY item_id LIMIT %s)"""


def planned(say: Callable[[str], None], sizes: tuple[int, ...] = PLANNED) -> str:
    """The first plan, a night without a change, and nights with a few."""
    rows = []
    for size in sizes:
        say(f"planning {size:,} objects …")
        with scene(size, listed=False) as (given, url, postmaster):
            rows.append(_row(size, "all new", _plan(postmaster)))
            libpq = urls.libpq(given["PHOHIEN_DATABASE_URL"])
            with psycopg.connect(libpq, autocommit=True) as db:
                db.execute(ARRIVED)
                db.execute("VACUUM ANALYZE sync.object")
                rows.append(_row(size, "nothing", _plan(postmaster)))
                for changed in CHANGED:
                    db.execute(RAISED, (changed,))
                    rows.append(_row(size, f"{changed:,}", _plan(postmaster)))
                    db.execute(ARRIVED)
                db.execute("UPDATE sync.object SET made_from = NULL")
                rows.append(_row(size, "nothing, all made anew", _plan(postmaster)))
            if state(url)["objects"]:
                message = "a plan sent something"
                raise RuntimeError(message)
        say("\n".join(rows))
    table = "\n".join(rows)
    return f"""What a night costs before anything is sent; 100,000 objects may take 30 s
and 300 MiB when all is new, 20 s when nothing changed. Nothing reached the target.

| objects | changed | seconds | CPU s | CPU s of PostgreSQL | MiB |
| ---: | ---: | ---: | ---: | ---: | ---: |
{table}
"""


def _plan(postmaster: int) -> dict[str, float]:
    command = [sys.executable, "-c", PLAN, TARGET]
    before = processes.cpu_seconds(postmaster)
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    spent = processes.cpu_seconds(postmaster) - before
    return {**json.loads(done.stdout.splitlines()[-1]), "postgres": spent}


def _row(size: int, changed: str, found: dict[str, float]) -> str:
    return (
        f"| {size:,} | {changed} | {found['seconds']:.1f} | {found['cpu']:.1f} "
        f"| {found['postgres']:.1f} | {found['mib']:.0f} |"
    )
