"""What the targets answered is asked of the sync; what nobody says is not made up."""

import asyncio
import json

import pytest

from content_api.settings import Settings

TOLD = {
    "target": "asean-portal",
    "sent": 7,
    "accepted": 6,
    "rejected": 1,
    "withdrawn": 0,
    "waiting": 0,
}


class SyncServer:
    """A declared stand-in for asean-sync, on loopback."""

    def __init__(self):
        self.port = 0
        self.status = 200
        self.body = json.dumps({"data": [TOLD], "next_cursor": None}).encode()
        self.asked = []

    async def answer(self, reader, writer):
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        self.asked.append(head)
        lines = [f"HTTP/1.1 {self.status} x", f"content-length: {len(self.body)}"]
        lines += ["content-type: application/json", "connection: close", "", ""]
        writer.write("\r\n".join(lines).encode() + self.body)
        writer.close()


@pytest.fixture
async def sync():
    held = SyncServer()
    server = await asyncio.start_server(held.answer, "127.0.0.1", 0)
    held.port = server.sockets[0].getsockname()[1]
    async with server:
        yield held


@pytest.fixture
def settings(urls, assets_url, sync) -> Settings:
    return Settings(
        database_url=urls.owner,
        assets_url=assets_url,
        sync_url=f"http://127.0.0.1:{sync.port}",
        service_token="a token of these tests",
        pool_size=4,
    )


@pytest.fixture
def figures(make_report, coordinator):
    async def told():
        report = await make_report()
        read = await coordinator.client.get(f"/staff/v1/reports/{report['id']}")
        return read.json()["figures"]["sync"]

    return told


async def test_the_sync_is_asked_for_the_period(sync, figures):
    told = await figures()

    assert told == [{**TOLD, "note": "", "by": "asean-sync"}]
    assert "/internal/v1/figures?since=" in sync.asked[0]
    assert "Bearer a token of these tests" in sync.asked[0]


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (500, b"{}"),
        (404, b'{"code":"not-found"}'),
        (200, b"<html>"),
        (200, b'{"data":[{"target":"x","sent":-1}]}'),
    ],
)
async def test_a_sync_that_does_not_say_leaves_the_figures_open(
    sync, figures, status, body
):
    sync.status, sync.body = status, body

    assert await figures() is None
