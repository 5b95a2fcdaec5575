"""A receiver on loopback that keeps what it got, and a courier to run by hand."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any

import pytest

from content_api.addresses import Addresses
from content_api.settings import Settings
from content_api.webhooks.calls import client as calling
from content_api.webhooks.courier import Courier


class Receiver:
    """Answers every POST with the next of `replies`, then with 204."""

    def __init__(self) -> None:
        self.got: list[tuple[dict[str, str], bytes]] = []
        self.replies: list[bytes] = []
        self.heard = asyncio.Event()
        self.url = ""

    def reply(self, status: int, *headers: str) -> None:
        lines = "".join(f"{line}\r\n" for line in headers)
        answer = f"HTTP/1.1 {status} X\r\ncontent-length: 0\r\n{lines}\r\n"
        self.replies.append(answer.encode())

    async def serve(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")[1:-2]
        headers = {
            name.lower(): value.strip()
            for name, _, value in (line.partition(":") for line in head)
        }
        body = await reader.readexactly(int(headers["content-length"]))
        self.got.append((headers, body))
        self.heard.set()
        answer = self.replies.pop(0) if self.replies else b"HTTP/1.1 204 OK\r\n\r\n"
        with suppress(ConnectionError):
            writer.write(answer)
            await writer.drain()
            writer.close()
            await writer.wait_closed()


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    made = Receiver()
    server = await asyncio.start_server(made.serve, "127.0.0.1", 0)
    made.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/hook?a=1"
    async with server:
        yield made


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """The operator allows loopback, as a test needs it."""
    return settings.model_copy(update={"webhook_hosts": "127.0.0.1, localhost"})


@pytest.fixture
async def courier(database) -> AsyncIterator[Courier]:
    inside = frozenset({"127.0.0.1"})
    async with calling.Caller.connect(inside, patience=1.0) as caller:
        addresses = Addresses("https://api.example.vn", "")
        yield Courier(database, caller, addresses, chance=lambda: 0.5)


@pytest.fixture
async def operator(make_person):
    return (await make_person("operator")).client


@pytest.fixture
def register(operator, receiver):
    async def make(**given: Any) -> dict[str, Any]:
        draft = {"name": "Cổng của sở", "url": receiver.url, **given}
        answer = await operator.post("/staff/v1/webhooks", json=draft)
        assert answer.status_code == 201, answer.text
        return answer.json()

    return make


@pytest.fixture
def log(operator):
    async def read(webhook: dict[str, Any], **wanted: Any) -> list[dict[str, Any]]:
        path = f"/staff/v1/webhooks/{webhook['id']}/deliveries"
        answer = await operator.get(path, params=wanted)
        assert answer.status_code == 200, answer.text
        return answer.json()["data"]

    return read


@pytest.fixture
def fall_due(owner):
    """The clock of every waiting delivery has come."""
    return lambda: owner.execute(
        "UPDATE content.webhook_delivery SET next_at = now() WHERE state = 'pending'"
    )
