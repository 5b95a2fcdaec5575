"""Debian's own clamd, with one signature of ours: none can be downloaded here."""

import asyncio
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from assets_api.checking import scanner
from assets_api.formats.errors import HeldError, RefusedError

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
NOBODY, PATIENCE = "tcp://127.0.0.1:9", 60.0
SIGNATURE = f"Eicar-Test-Signature:0:*:{EICAR.hex()}\n"


@pytest.fixture(scope="module")
def running_clamd(clamd, tmp_path_factory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("clamd")
    (folder / "signatures").mkdir()
    (folder / "signatures" / "ours.ndb").write_text(SIGNATURE)
    socket = folder / "socket"
    (folder / "clamd.conf").write_text(
        f"DatabaseDirectory {folder / 'signatures'}\nLocalSocket {socket}\n"
        "Foreground yes\nAlertExceedsMax yes\nMaxFileSize 2M\nStreamMaxLength 4M\n"
        "AlertEncrypted yes\nUser root\n"
    )
    running = subprocess.Popen(
        [clamd, "-c", str(folder / "clamd.conf")],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(socket, running)
        yield f"unix:{socket}"
    finally:
        running.terminate()
        running.wait()


def _wait_for(socket: Path, running: subprocess.Popen) -> None:
    deadline = time.monotonic() + 60
    while not socket.exists() and time.monotonic() < deadline:
        assert running.poll() is None, "clamd ended at once"
        time.sleep(0.1)


def scan(address: str, data: bytes) -> None:
    async def converse() -> None:
        async with scanner.conversation(address, PATIENCE) as conversation:
            assert conversation is not None
            for start in range(0, len(data), 1 << 18):
                await conversation.feed(data[start : start + (1 << 18)])
            await conversation.conclude()

    asyncio.run(converse())


def test_a_clean_file_is_clean(running_clamd) -> None:
    scan(running_clamd, b"clean" * 100_000)


def test_the_test_virus_is_found(running_clamd) -> None:
    with pytest.raises(RefusedError) as found:
        scan(running_clamd, EICAR)
    assert found.value.code == "virus-found"
    assert found.value.facts == ("eicar-test-signature-unofficial",)


@pytest.mark.parametrize("size", [3 * 1024 * 1024, 9 * 1024 * 1024])
def test_what_it_does_not_read_whole_is_not_clean(running_clamd, size: int) -> None:
    """Once larger than it looks at, once larger than it listens to."""
    with pytest.raises(HeldError) as found:
        scan(running_clamd, EICAR + bytes(size))
    assert found.value.code in {"scan-incomplete", "scan-unavailable"}


def test_a_scanner_that_is_away_has_found_nothing_out() -> None:
    async def converse() -> None:
        async with scanner.conversation(NOBODY, PATIENCE) as conversation:
            await scanner.conclude(conversation)

    with pytest.raises(HeldError, match="scan-unavailable"):
        asyncio.run(converse())
