"""The proxy that cuts: exactly as often as told, and honest in between."""

import asyncio

import httpx
import pytest
from tests.standins.cutting_proxy import CuttingProxy


@pytest.fixture
async def echo():
    """Port of a server that sends back what it gets."""

    async def serve(reader, writer):
        try:
            while piece := await reader.read(65536):
                writer.write(piece)
                await writer.drain()
        except ConnectionError:
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    yield server.sockets[0].getsockname()[1]
    server.close()


async def send(port, data):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(data)
        writer.write_eof()
        return await reader.read()
    finally:
        writer.close()


async def test_it_cuts_as_often_as_told_and_then_behaves(echo):
    data = bytes(range(256)) * 1000
    async with CuttingProxy(echo, after=100_000, cuts=3).running() as proxy:
        for _ in range(3):
            with pytest.raises(ConnectionError):
                assert await send(proxy.port, data) == data
        assert await send(proxy.port, data) == data
    assert proxy.cut_at == [100_000, 200_000, 300_000]


async def test_small_requests_are_counted_together(portal):
    async with CuttingProxy(
        int(portal.rpartition(":")[2]), after=1000, cuts=1
    ).running() as proxy:
        failed = 0
        for _ in range(20):
            try:
                async with httpx.AsyncClient(base_url=proxy.url) as client:
                    assert (await client.get("/_control/state")).status_code == 200
            except httpx.TransportError:
                failed += 1
    assert (failed, len(proxy.cut_at)) == (1, 1)
