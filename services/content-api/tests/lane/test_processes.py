"""Two processes as they are served, each with its own memory."""

import asyncio
import os
import socket
import sys
from contextlib import asynccontextmanager
from pathlib import Path
from time import monotonic

import httpx
import pytest

PROGRAM = Path(sys.executable).parent / "content-api"
PATIENCE = 60.0


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


@asynccontextmanager
async def served(urls):
    port = free_port()
    environment = {
        **os.environ,
        "PHOHIEN_DATABASE_URL": urls.owner,
        "PHOHIEN_CONTENT_PORT": str(port),
        "PHOHIEN_ASSETS_URL": "http://127.0.0.1:9",
    }
    process = await asyncio.create_subprocess_exec(
        PROGRAM, "serve", env=environment, stdout=asyncio.subprocess.DEVNULL
    )
    try:
        base = f"http://127.0.0.1:{port}"
        async with httpx.AsyncClient(base_url=base, trust_env=False) as client:
            await until_ready(process, client)
            yield client
    finally:
        process.terminate()
        await process.wait()


async def until_ready(process, client) -> None:
    end = monotonic() + PATIENCE
    while monotonic() < end:
        assert process.returncode is None
        try:
            if (await client.get("/health/ready")).status_code == 200:
                return
        except httpx.TransportError:
            pass
        await asyncio.sleep(0.1)
    raise AssertionError("it did not become ready")


@pytest.fixture
async def both(urls):
    async with served(urls) as one, served(urls) as other:
        yield one, other


async def seen(client, path, wanted: int) -> float:
    """Milliseconds until this process answers as `wanted`."""
    began = monotonic()
    while (await client.get(path)).status_code != wanted:
        assert monotonic() - began < 2
    return (monotonic() - began) * 1000


async def test_a_release_and_a_withdrawal_are_in_every_process_at_once(
    both, make_cleared, order, leader
) -> None:
    one, other = both
    sent = {"authorization": f"Bearer {leader.token}"}
    waits = []
    for _ in range(5):
        item = await make_cleared()
        detail = f"/v1/items/{item['key']}"
        staff = f"/staff/v1/items/{item['key']}"
        listed = f"/v1/items?agency={item['agency_code']}&limit=100"
        before = len((await other.get(listed)).json()["data"])

        released = await one.post(f"{staff}/release", json=order(item), headers=sent)

        assert released.status_code == 200
        assert (await one.get(detail)).status_code == 200
        waits.append(await seen(other, detail, 200))
        assert len((await other.get(listed)).json()["data"]) == before + 1
        for client in both:
            for _ in range(3):
                assert (await client.get(detail)).status_code == 200
        last = (await one.get("/v1/changes?since=0&limit=1000")).json()["data"][-1]

        body = order(item, reason_class="rights", note="Hết quyền sử dụng")
        gone = await one.post(f"{staff}/withdraw", json=body, headers=sent)

        assert gone.status_code == 200
        assert (await one.get(detail)).status_code == 410
        # Whoever was told of it by the feed of a process reads no older answer there.
        told = await other.get(f"/v1/changes?since={last['seq']}&wait=5")
        assert {line["kind"] for line in told.json()["data"]} == {"withdrawn"}
        assert (await other.get(detail)).status_code == 410
        assert len((await other.get(listed)).json()["data"]) == before
    assert sorted(waits)[len(waits) // 2] < 1000
