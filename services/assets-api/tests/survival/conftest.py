"""A machine of its own: everything on it may be killed, nothing is shared."""

import asyncio
import hashlib
import random
import time
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
import pyvips
from tests.standins.machine import Machine, machine

from phohien_stack.databases import Urls
from phohien_stack.store import Store

TUS = {"tus-resumable": "1.0.0"}
STARTING = 30.0
ENDS = ("ready", "rejected", "held", "expired")


@pytest.fixture(scope="session")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    with machine(tmp_path_factory.mktemp("machine")) as made:
        yield made


@pytest.fixture(scope="session")
def urls(own: Machine) -> Urls:
    return own.urls


@pytest.fixture
def owner(own: Machine, owner: Callable[..., Any]) -> Callable[..., Any]:
    """Asks again while PostgreSQL, killed just now, is being started."""

    def run(statement: str, *values: object) -> Any:
        end = time.monotonic() + STARTING
        while True:
            try:
                return owner(statement, *values)
            except psycopg.OperationalError:
                if time.monotonic() > end:
                    raise
                own.heal()
                time.sleep(0.2)

    return run


@pytest.fixture(scope="session")
def s3(own: Machine) -> Store:
    return own.store


@pytest.fixture
def address(own: Machine) -> str:
    """Where people send their files: a process, not this one."""
    own.heal()
    return own.addresses["api"]


@pytest.fixture
def photograph() -> Callable[..., bytes]:
    """A picture of so many bytes, the same for the same seed."""

    def build(seed: int, size: int) -> bytes:
        dice = random.Random(seed)
        noise = pyvips.Image.gaussnoise(1200, 900, seed=dice.getrandbits(31))
        picture = noise.cast("uchar").colourspace("srgb").jpegsave_buffer(Q=70)
        chunks, left = [], size - len(picture)
        while left > 0:
            length = max(min(left, 65_000), 4) - 4
            chunks.append(b"\xff\xe9" + (length + 2).to_bytes(2, "big"))
            chunks.append(dice.randbytes(length))
            left -= length + 4
        return picture[:2] + b"".join(chunks) + picture[2:]

    return build


@pytest.fixture
def is_stored(own: Machine, owner) -> Callable[..., None]:
    """The upload became an asset whose bytes in S3 are exactly these."""

    def check(ident: str, data: bytes) -> None:
        sha256 = hashlib.sha256(data).hexdigest()
        ((state, received, known),) = owner(
            "SELECT upload.state, upload.received, version.sha256 FROM assets.upload"
            " JOIN assets.asset_version AS version USING (asset_id)"
            " WHERE upload.id = %s",
            ident,
        )
        assert (state, received, known) == ("ready", len(data), sha256)
        stored = own.store.client().get_object(
            own.store.bucket, f"b/{sha256[:2]}/{sha256[2:4]}/{sha256}"
        )
        with stored:
            assert hashlib.sha256(stored.read()).hexdigest() == sha256

    return check


@pytest.fixture
def ended(owner) -> Callable[..., str]:
    """Waits for the verdict about an upload; its state."""

    async def wait(ident: str, *, seconds: float = 90) -> str:
        async with asyncio.timeout(seconds):
            while True:
                ((state,),) = owner(
                    "SELECT state FROM assets.upload WHERE id = %s", ident
                )
                if state in ENDS:
                    return state
                await asyncio.sleep(0.1)

    return wait
