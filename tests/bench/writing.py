"""What a release costs, how soon everybody shows it, and what readers notice of it."""

import asyncio
import json
from collections.abc import Sequence
from time import perf_counter

import load
import psycopg
import uvloop
from desk import Desk
from processes import cpu_seconds
from reads import SERVING, Bench
from report import Freshness, Noticed

from phohien import urls
from phohien.release import CHANNEL

RELEASES = "/staff/v1/releases"
# Of one request of a bulk release.
AT_ONCE = 200
# Releases a second beside the readers, and how many come in one request.
PACE, TOGETHER = 50, 5
OK = 200


async def call(port: int, method: str, path: str, token: str = "", body=None):
    """One request on a connection of its own: status and JSON."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    sent = b"" if body is None else json.dumps(body).encode()
    lines = [f"{method} {path} HTTP/1.1", "host: bench", "connection: close"]
    if token:
        lines.append(f"authorization: Bearer {token}")
    lines += ["content-type: application/json", f"content-length: {len(sent)}"]
    writer.write("\r\n".join([*lines, "", ""]).encode() + sent)
    answer = await reader.read()
    writer.close()
    head, _, rest = answer.partition(load.END)
    return int(head[9:12]), json.loads(rest) if rest else None


async def release(port: int, desk: Desk, count: int) -> None:
    """One bulk request; every item has to be released."""
    items = [
        {"key": key, "languages": sorted(hashes), "if_hash": hashes}
        for key, hashes in desk.take(count)
    ]
    status, told = await call(port, "POST", RELEASES, desk.token, {"items": items})
    left = [each for each in (told or {}).get("data", ()) if each["problem"]]
    if status != OK or left:
        message = f"bulk release: {status} {json.dumps(left or told)[:500]}"
        raise RuntimeError(message)


def bulk(port: int, desk: Desk, count: int) -> float:
    """Items a second, each in three languages."""

    async def run() -> float:
        began = perf_counter()
        for start in range(0, count, AT_ONCE):
            await release(port, desk, min(AT_ONCE, count - start))
        return count / (perf_counter() - began)

    return uvloop.run(run())


def freshness(
    ports: Sequence[int], desk: Desk, database_url: str, count: int
) -> Freshness:
    """A kept list of every process, asked again and again while items are released."""
    waits = uvloop.run(_waits(ports, desk, database_url, count))
    ordered = sorted(waits)
    return Freshness(
        releases=count,
        processes=len(ports),
        p50=ordered[len(ordered) // 2],
        p99=ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))],
        most=ordered[-1],
    )


async def _waits(
    ports: Sequence[int], desk: Desk, database_url: str, count: int
) -> list[float]:
    waits = []
    async with await psycopg.AsyncConnection.connect(
        urls.libpq(database_url), autocommit=True
    ) as listening:
        await listening.execute(f"LISTEN {CHANNEL}".encode())
        for _ in range(count):
            key = next(reversed(desk.items))
            watching = [asyncio.create_task(_seen(port, key)) for port in ports]
            heard = asyncio.create_task(_first(listening))
            # Everybody has asked before, so the answers are kept.
            await asyncio.sleep(0.05)
            await release(ports[0], desk, 1)
            at = await heard
            waits += [max(0.0, await each - at) * 1000 for each in watching]
    return waits


async def _first(listening: psycopg.AsyncConnection) -> float:
    async for _ in listening.notifies(stop_after=1):
        return perf_counter()
    return perf_counter()


async def _seen(port: int, key: str) -> float:
    """When the newest list of this process shows the item."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    asked = load.Request("/v1/items?locale=vi&limit=5").bytes()
    while True:
        writer.write(asked)
        head = await reader.readuntil(load.END)
        at = head.index(load.LENGTH) + len(load.LENGTH)
        body = await reader.readexactly(int(head[at : head.index(b"\r", at)]))
        if key.encode() in body:
            writer.close()
            return perf_counter()
        await asyncio.sleep(0.001)


def beside_readers(
    bench: Bench, desk: Desk, requests: list[bytes], seconds: float
) -> Noticed:
    """Reads of the first process alone, and beside releases through the last one."""
    ports = bench.ports
    own = bench.pids[SERVING[0]]
    others = [pid for pid in bench.pids.values() if pid != own]

    async def run() -> tuple[load.Counted, int]:
        reading = asyncio.create_task(load.measure(ports[:1], requests, seconds))
        written, began = 0, perf_counter()
        while not reading.done():
            await asyncio.sleep(max(0.0, began + written / PACE - perf_counter()))
            await release(ports[-1], desk, TOGETHER)
            written += TOGETHER
        return await reading, written

    times = [cpu_seconds(own)]
    alone = uvloop.run(load.measure(ports[:1], requests, seconds))
    times.append(cpu_seconds(own))
    before = sum(map(cpu_seconds, others))
    counted, written = uvloop.run(run())
    times.append(cpu_seconds(own))
    return Noticed(
        alone=alone.rate,
        beside=counted.rate,
        releases=written / counted.seconds,
        micro_alone=(times[1] - times[0]) / alone.answers * 1e6,
        micro_beside=(times[2] - times[1]) / counted.answers * 1e6,
        taken=(sum(map(cpu_seconds, others)) - before) / counted.seconds,
    )
