"""A small server that speaks clamd's INSTREAM, and answers what a test wants."""

import asyncio
import zipfile
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from io import BytesIO

import pytest

from assets_api.app import open_desk

SIGNATURE = b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE"


@dataclass
class Clamd:
    """`says` answers whatever comes; without it, the test signature is looked for."""

    address: str = ""
    says: bytes | None = None
    most: int = 1 << 30
    heard: list[int] = field(default_factory=list)
    silent: bool = False
    """Takes every byte and never says a word."""
    deaf: bool = False
    """Does not even take the bytes."""
    over: asyncio.Event = field(default_factory=asyncio.Event)

    async def serve(self, reader, writer) -> None:
        assert await reader.readexactly(10) == b"zINSTREAM\0"
        data = bytearray()
        if self.deaf:
            await self.over.wait()
        try:
            while length := int.from_bytes(await reader.readexactly(4), "big"):
                data += await reader.readexactly(length)
                if len(data) > self.most:
                    writer.write(b"INSTREAM size limit exceeded. ERROR\0")
                    await writer.drain()
                    await reader.read()
                    return
            self.heard.append(len(data))
            if self.silent:
                await self.over.wait()
            writer.write(self._verdict(data) if self.says is None else self.says)
        except asyncio.IncompleteReadError:
            # Whoever told us has given up.
            self.heard.append(-1)
        finally:
            writer.close()

    @staticmethod
    def _verdict(data: bytes) -> bytes:
        found = SIGNATURE in data
        return b"stream: Win.Test.EICAR_HDB-1 FOUND\0" if found else b"stream: OK\0"


@pytest.fixture
async def clamd() -> AsyncIterator[Clamd]:
    stand_in = Clamd()
    server = await asyncio.start_server(stand_in.serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    stand_in.address = f"tcp://127.0.0.1:{port}"
    yield stand_in
    stand_in.over.set()
    server.close()
    await server.wait_closed()


@pytest.fixture
def patience(settings) -> float:
    """Seconds; a test in which the scanner is silent to the end sets its own."""
    return settings.scanner_seconds


@pytest.fixture
async def desk(settings, patience, clamd):
    """The worker's desk, with the stand-in for a scanner."""
    own = settings.model_copy(
        update={"scanner": clamd.address, "scanner_seconds": patience}
    )
    async with open_desk(own, "assets-test") as desk:
        await desk.store.ensure_bucket()
        await desk.store.probe()
        yield desk


@pytest.fixture
def macros() -> bytes:
    """A Word file with a macro in it."""
    office = "application/vnd.openxmlformats-officedocument."
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as parts:
        parts.writestr(
            "[Content_Types].xml",
            f'<Types><Override ContentType="{office}wordprocessingml.document.'
            'main+xml"/></Types>',
        )
        parts.writestr("word/document.xml", "<document/>")
        parts.writestr("word/vbaProject.bin", b"\xd0\xcf")
    return target.getvalue()


@pytest.fixture
def eicar() -> bytes:
    return b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + SIGNATURE + b"!$H+H*"
